// @ts-check
import { html } from "lit";
import { t } from "../../text/texts.js";
import { Page } from "../../ui/part.js";

class Wizard extends Page {
  render() {
    return html`<h1>${t("settings.wizard.title")}</h1>`;
  }
}
customElements.define("hk-backup-setup", Wizard);
