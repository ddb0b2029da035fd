// @ts-check
/** Sending a backup to more locations. */

import { html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { size, t } from "../../text/texts.js";
import { Dialog } from "../../ui/dialog.js";
import { say } from "../../ui/part.js";

/** The hub reads the backup first, which nobody waits for; what is wrong from the start is known by then. */
const PATIENCE_MS = 1500;

export class SendDialog extends Dialog {
  heading = t("backups.send.title");
  /** @type {import("./data.js").Backup} */
  // @ts-ignore: it is given before the dialog is shown
  backup;
  /** @type {import("./data.js").Location[]} */
  locations = [];

  /**
   * @param {import("./data.js").Backup} backup
   * @param {import("./data.js").Location[]} locations that do not have it
   * @returns {Promise<boolean>} whether it is on its way
   */
  static async open(backup, locations) {
    const dialog = new SendDialog();
    Object.assign(dialog, { backup, locations });
    return (await dialog.ask()) === true;
  }

  #send = this.submission.submit(async (_, form) => {
    const ids = new FormData(form).getAll("agent_ids");
    if (!ids.length) throw new Error(t("backups.make.no_location"));
    const sent = call("homekeep/backup/deliver", { backup_id: this.backup.id, agent_ids: ids });
    let closed = false;
    sent.catch((failure) => closed && say(failure.message, "bad"));
    await Promise.race([sent, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
    closed = true;
    this.close(true);
  });

  content() {
    const { locations, backup } = this;
    return html`
      <form id="send" @submit=${this.#send}>
        <p>${t("backups.send.text", { name: backup.name, size: size(backup.size) })}</p>
        <fieldset>
          <legend>${t("backups.send.where")}</legend>
          ${locations.map((location) => html`
            <label class="check"><input type="checkbox" name="agent_ids" value=${location.id} ?checked=${locations.length === 1}>
              <span>${location.name}${location.error ? html`<small class="bad">${location.error}</small>` : nothing}</span></label>`)}
        </fieldset>
      </form>`;
  }

  actions() {
    return html`
      <button type="button" class="quiet" @click=${() => this.close()}>${t("common.cancel")}</button>
      <button type="submit" form="send" ?disabled=${this.submission.busy}>${t("backups.send.action")}</button>`;
  }
}
customElements.define("hk-send-backup", SendDialog);
