// @ts-check
import { html } from "lit";
import { t } from "../../text/texts.js";
import { Page } from "../../ui/part.js";

class BackupDetails extends Page {
  render() {
    return html`<h1>${t("backups.details.title")}</h1>`;
  }
}
customElements.define("hk-backup-details", BackupDetails);
