// @ts-check
/** Restoring: what comes back, what it replaces, what stays, and from which copy; then following it to its end. */

import { css, html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { HubError } from "../../hub/tokens.js";
import { readKey } from "../../text/keys.js";
import { ago, size, t, when } from "../../text/texts.js";
import { Dialog } from "../../ui/dialog.js";
import { icon } from "../../ui/icons.js";
import { go, styled } from "../../ui/part.js";
import { focusKey, keyField } from "./download.js";
import { folderName } from "./pieces.js";
import { Restoring } from "./restoring.js";

/** @typedef {import("./data.js").Shelf} Shelf @typedef {import("./data.js").Backup} Backup */

styled(css`
  .changes { display: grid; gap: .5rem; margin: 0; padding: 0; list-style: none; }
  .changes li { display: flex; gap: .6rem; }
  .changes .icon { margin-top: .1rem; }
  .following { display: grid; justify-items: center; gap: 1rem; padding: 1.5rem 0; text-align: center; }
  .following .icon { width: 3rem; height: 3rem; }
`);

export class RestoreDialog extends Dialog {
  heading = t("backups.restore.title");
  wide = true;
  /** @type {Shelf} */
  // @ts-ignore: it is given before the dialog is shown
  shelf;
  /** @type {Backup} */
  // @ts-ignore: it is given before the dialog is shown
  backup;
  from = "";
  /** Whether somebody chose the copy. */
  chosen = false;
  /** The locations whose copies are known to be damaged. @type {string[]} */
  damaged = [];
  home = true;
  database = true;
  /** @type {Set<string>} */
  folders = new Set();
  asksKey = false;
  following = new Restoring(this);

  /** @param {Shelf} shelf @param {Backup} backup */
  static async open(shelf, backup) {
    const dialog = new RestoreDialog();
    dialog.shelf = shelf;
    dialog.backup = backup;
    dialog.#begin();
    call("homekeep/backup/retention/preview").then(({ copies }) => dialog.#heed(copies), () => {});
    dialog.home = backup.home;
    dialog.database = backup.database;
    // What has no directory on this machine cannot come back here.
    dialog.folders = new Set(backup.folders.filter((folder) => shelf.folders.includes(folder)));
    await dialog.ask();
    if (dialog.following.phase === "restored") go("/backups");
  }

  /** Takes the best copy that is known. */
  #begin() {
    const { copies } = this.backup;
    const reachable = copies.filter((copy) => !this.shelf.locations.get(copy.id)?.error);
    const sound = [...reachable, ...copies].find((copy) => !this.damaged.includes(copy.id));
    this.from = (sound ?? reachable[0] ?? copies[0])?.id ?? "";
  }

  /** What the hub knows of copies comes later than the dialog. @param {any[]} copies */
  #heed(copies) {
    this.damaged = copies.filter((each) => each.backup_id === this.backup.id && each.damaged).map((each) => each.agent_id);
    if (this.damaged.includes(this.from) && !this.chosen) this.#begin();
    this.requestUpdate();
  }

  /** The accounts may be others afterwards. */
  get outlives() {
    return this.following.phase !== "asking";
  }

  get mayLeave() {
    return this.following.phase === "asking" ? !this.submission.busy : this.following.mayLeave;
  }

  #restore = this.submission.submit(async ({ key }) => {
    const asked = {
      backup_id: this.backup.id,
      agent_id: this.from,
      restore_homeassistant: this.home,
      restore_database: this.database,
      ...(this.backup.folders.length && { restore_folders: [...this.folders] }),
      ...(key && { password: readKey(key) }),
    };
    try {
      await this.following.run(() => call("backup/restore", asked));
    } catch (failure) {
      if (/** @type {HubError} */ (failure).code !== "password_incorrect") throw failure;
      const again = this.asksKey;
      this.asksKey = true;
      focusKey(this);
      throw new Error(t(again ? "backups.restore.wrong_key" : "backups.restore.needs_key"));
    }
  });

  get #nothingChosen() {
    return !this.home && !this.database && !this.folders.size;
  }

  render() {
    if (this.following.phase !== "asking") this.heading = t("backups.restore.begin");
    return super.render();
  }

  content() {
    if (this.following.phase !== "asking") return this.following.content();
    const { backup } = this;
    return html`
      <form id="restore" @submit=${this.#restore}>
        <dl class="facts">
          <dt>${t("backups.restore.backup")}</dt><dd><b>${backup.name}</b>, ${t(`backups.type.${backup.type}`)}</dd>
          <dt>${t("backups.restore.made")}</dt><dd>${when(backup.date)} (${ago(backup.date)})</dd>
          ${backup.version ? html`<dt>${t("backups.restore.version")}</dt><dd>${backup.version}</dd>` : nothing}
        </dl>
        <section aria-labelledby="changes">
          <h3 id="changes">${t("backups.restore.changes")}</h3>
          <ul class="changes">${this.#changes().map(([sign, tone, text]) => html`<li><span class=${tone}>${icon(sign)}</span><span>${text}</span></li>`)}</ul>
        </section>
        ${this.#from()}
        ${this.#parts()}
        ${this.asksKey ? keyField(Boolean(this.submission.error)) : nothing}
      </form>`;
  }

  #from() {
    const { copies } = this.backup;
    return html`
      <fieldset>
        <legend>${t("backups.restore.from")}</legend>
        ${copies.map((copy) => {
          const error = this.shelf.locations.get(copy.id)?.error;
          return html`
            <label class="check"><input type="radio" name="from" value=${copy.id} .checked=${this.from === copy.id} @change=${() => this.#set({ from: copy.id, chosen: true, asksKey: false })}>
              <span>${this.shelf.nameOf(copy.id)}
                <small>${size(copy.size)} · ${t(copy.protected ? "backups.encrypted" : "backups.not_encrypted")}</small>
                ${this.damaged.includes(copy.id) ? html`<small class="bad">${t("backups.restore.damaged")}</small>` : nothing}
                ${error ? html`<small class="bad">${error}</small>` : nothing}</span></label>`;
        })}
      </fieldset>`;
  }

  #parts() {
    const { backup, shelf } = this;
    if (!backup.database && !backup.folders.length) return nothing;
    return html`
      <fieldset>
        <legend>${t("backups.restore.parts")}</legend>
        ${backup.home ? html`<label class="check"><input type="checkbox" .checked=${this.home} @change=${(/** @type {any} */ event) => this.#set({ home: event.target.checked })}>
          <span>${t("backups.parts.home")}<small>${t("backups.parts.home_hint")}</small></span></label>` : nothing}
        ${backup.database ? html`<label class="check"><input type="checkbox" .checked=${this.database} @change=${(/** @type {any} */ event) => this.#set({ database: event.target.checked })}>
          <span>${t("backups.parts.database")}<small>${t("backups.parts.database_hint")}</small></span></label>` : nothing}
        ${backup.folders.map((folder) => html`
          <label class="check"><input type="checkbox" ?disabled=${!shelf.folders.includes(folder)} .checked=${this.folders.has(folder)} @change=${(/** @type {any} */ event) => this.#folder(folder, event.target.checked)}>
            <span>${folderName(folder)}${shelf.folders.includes(folder) ? nothing : html`<small>${t("backups.restore.no_directory")}</small>`}</span></label>`)}
      </fieldset>`;
  }

  /** @param {string} folder @param {boolean} on */
  #folder(folder, on) {
    if (on) this.folders.add(folder);
    else this.folders.delete(folder);
    this.requestUpdate();
  }

  /** @param {object} fields */
  #set(fields) {
    Object.assign(this, fields);
    this.submission.error = "";
    this.requestUpdate();
  }

  /** What becomes of what is there now. @returns {[sign: string, tone: string, text: string][]} */
  #changes() {
    const { backup } = this;
    /** @type {[string, string, string][]} */
    const changes = [];
    if (this.home) changes.push(["restore", "wait", t("backups.restore.replaces", { date: when(backup.date) })]);
    if (this.database) changes.push(["restore", "wait", t("backups.restore.replaces_database")]);
    for (const folder of this.folders) changes.push(["restore", "wait", t("backups.restore.replaces_folder", { folder: folderName(folder) })]);
    if (this.home && !this.database) changes.push(["check", "good", t(backup.database ? "backups.restore.database_stays" : "backups.restore.no_database")]);
    if (!this.home) changes.push(["check", "good", t("backups.restore.home_stays")]);
    if (backup.leftOut) changes.push(["check", "good", t("backups.restore.left_out")]);
    changes.push(["check", "good", t("backups.restore.stays")]);
    if (this.home) changes.push(["alert", "wait", t("backups.restore.not_kept")]);
    changes.push(["power", "muted", t("backups.restore.restarts")]);
    return changes;
  }

  actions() {
    if (this.following.phase !== "asking") return this.following.actions(() => this.close());
    return html`
      <button type="button" class="quiet" autofocus ?disabled=${this.submission.busy} @click=${() => this.close()}>${t("common.cancel")}</button>
      <button type="submit" form="restore" class="danger" ?disabled=${this.submission.busy || this.#nothingChosen}>${icon("restore")}${t("backups.restore.action")}</button>`;
  }
}
customElements.define("hk-restore-backup", RestoreDialog);
