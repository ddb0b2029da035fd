// @ts-check
import { html } from "lit";
import { t } from "../../text/texts.js";
import { Page } from "../../ui/part.js";

class KeyPage extends Page {
  render() {
    return html`<h1>${t("settings.key.title")}</h1>`;
  }
}
customElements.define("hk-backup-key", KeyPage);
