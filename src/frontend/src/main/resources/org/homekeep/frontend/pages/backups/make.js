// @ts-check
/** A backup by hand: what it is called, what is in it, and where it goes. */

import { html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { t } from "../../text/texts.js";
import { Dialog } from "../../ui/dialog.js";
import { folderName } from "./pieces.js";

/** @typedef {import("./data.js").Shelf} Shelf */

export class MakeDialog extends Dialog {
  heading = t("backups.make.title");
  /** @type {Shelf} */
  // @ts-ignore: it is given before the dialog is shown
  shelf;
  encrypted = true;

  /** @param {Shelf} shelf @returns {Promise<boolean>} whether the backup has begun */
  static async open(shelf) {
    const dialog = new MakeDialog();
    dialog.shelf = shelf;
    dialog.encrypted = shelf.hasKey;
    return (await dialog.ask()) === true;
  }

  #make = this.submission.submit(async ({ name }, form) => {
    const fields = new FormData(form);
    const agents = fields.getAll("agent_ids");
    if (!agents.length) throw new Error(t("backups.make.no_location"));
    const wanted = /** @type {any} */ ({
      agent_ids: agents,
      include_database: fields.has("database"),
      include_folders: fields.getAll("folders"),
      name: name.trim() || null,
    });
    if (this.encrypted) {
      const { config } = await call("backup/config/info");
      if (!config.create_backup.password) throw new Error(t("backups.make.no_key"));
      wanted.password = config.create_backup.password;
    }
    await call("backup/generate", wanted);
    this.close(true);
  });

  content() {
    const { locations, folders, hasKey, config } = this.shelf;
    return html`
      <form id="make" @submit=${this.#make}>
        <label>${t("backups.make.name")}<input name="name" maxlength="255" autocomplete="off" autofocus>
          <small>${t("backups.make.name_hint")}</small></label>
        <fieldset>
          <legend>${t("backups.make.where")}</legend>
          ${[...locations.values()].map((location) => html`
            <label class="check"><input type="checkbox" name="agent_ids" value=${location.id} checked>
              <span>${location.name}${this.encrypted && config.agents[location.id]?.protected === false
                ? html`<small>${t("backups.make.plain_there")}</small>` : nothing}
                ${location.error ? html`<small class="bad">${location.error}</small>` : nothing}</span></label>`)}
        </fieldset>
        <fieldset>
          <legend>${t("backups.make.encryption")}</legend>
          <label class="check"><input type="radio" name="encrypted" value="yes" ?disabled=${!hasKey} .checked=${this.encrypted} @change=${() => this.#encrypt(true)}>
            <span>${t("backups.make.encrypted")}<small>${hasKey ? t("backups.make.encrypted_hint") : t("backups.make.no_key")}</small></span></label>
          <label class="check"><input type="radio" name="encrypted" value="no" .checked=${!this.encrypted} @change=${() => this.#encrypt(false)}>
            <span>${t("backups.make.plain")}<small>${t("backups.make.plain_hint")}</small></span></label>
          ${hasKey ? nothing : html`<p><a href="/backups/setup">${t("backups.make.make_key")}</a></p>`}
        </fieldset>
        <fieldset>
          <legend>${t("backups.make.what")}</legend>
          <label class="check"><input type="checkbox" checked disabled><span>${t("backups.parts.home")}<small>${t("backups.parts.home_hint")}</small></span></label>
          <label class="check"><input type="checkbox" name="database" .checked=${config.create_backup.include_database}>
            <span>${t("backups.parts.database")}<small>${t("backups.parts.database_hint")}</small></span></label>
          ${folders.map((folder) => html`
            <label class="check"><input type="checkbox" name="folders" value=${folder} checked><span>${folderName(folder)}</span></label>`)}
        </fieldset>
      </form>`;
  }

  /** @param {boolean} encrypted */
  #encrypt(encrypted) {
    this.encrypted = encrypted;
    this.requestUpdate();
  }

  actions() {
    return html`
      <button type="button" class="quiet" @click=${() => this.close()}>${t("common.cancel")}</button>
      <button type="submit" form="make" ?disabled=${this.submission.busy}>${t("backups.back_up_now")}</button>`;
  }
}
customElements.define("hk-make-backup", MakeDialog);
