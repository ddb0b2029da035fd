// @ts-check
import { html } from "lit";
import { t } from "../../text/texts.js";
import { Page } from "../../ui/part.js";

class BackupSettings extends Page {
  render() {
    return html`<h1>${t("settings.title")}</h1>`;
  }
}
customElements.define("hk-backup-settings", BackupSettings);
