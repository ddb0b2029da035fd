// @ts-check
import { html } from "lit";
import { t } from "../../text/texts.js";
import { Page } from "../../ui/part.js";

class BackupList extends Page {
  render() {
    return html`<h1>${t("backups.list.title")}</h1>`;
  }
}
customElements.define("hk-backup-list", BackupList);
