// @ts-check
import { html } from "lit";
import { t } from "../../text/texts.js";
import { Page } from "../../ui/part.js";

class Overview extends Page {
  render() {
    return html`<h1>${t("nav.backups")}</h1>`;
  }
}
customElements.define("hk-backups", Overview);
