// @ts-check
/** Getting a copy as a file: as it is, or decrypted by the hub. The key is in no address. */

import { css, html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { HubError, accessToken, request } from "../../hub/tokens.js";
import { readKey } from "../../text/keys.js";
import { size, t } from "../../text/texts.js";
import { Dialog } from "../../ui/dialog.js";
import { say, styled } from "../../ui/part.js";

styled(css`
  .typed-key { font-family: ui-monospace, "Cascadia Mono", Menlo, monospace; }
`);

/** A download of many gigabytes may wait for others to end. */
const SECONDS = 3600;

/** So long a location may take to give the first byte. */
const PATIENCE_MS = 120_000;

/** How the hub says that no key fits; its other refusals are something else. */
const WRONG_KEY = "password_incorrect";

/** @typedef {import("./data.js").Shelf} Shelf @typedef {import("./data.js").Backup} Backup @typedef {import("./data.js").Copy} Copy */

/** @param {Backup} backup @param {Copy} copy @param {boolean} decrypted */
const pathOf = (backup, copy, decrypted) =>
  `/api/backup/download/${encodeURIComponent(backup.id)}?agent_id=${encodeURIComponent(copy.id)}${decrypted ? "&decrypt=true" : ""}`;

/** What is wrong is said at the first byte; a browser that saves would only save the words. @param {Backup} backup @param {Copy} copy @param {boolean} decrypted */
async function firstByte(backup, copy, decrypted) {
  const stop = new AbortController();
  try {
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(PATIENCE_MS)]);
    await request(pathOf(backup, copy, decrypted), { signal, headers: { Authorization: `Bearer ${await accessToken()}` } });
  } catch (failure) {
    const { status } = /** @type {HubError} */ (failure);
    throw status === 404 ? new HubError(t("backups.verify.missing"), { status }) : failure;
  } finally {
    stop.abort();
  }
}

/** Lets the browser save a copy. @param {Backup} backup @param {Copy} copy @param {boolean} decrypted */
async function begin(backup, copy, decrypted) {
  await firstByte(backup, copy, decrypted);
  const { path } = await call("auth/sign_path", { path: pathOf(backup, copy, decrypted), expires: SECONDS });
  const link = document.createElement("a");
  link.href = path;
  link.download = "";
  link.click();
}

/** Saves a copy; one that is encrypted asks how. @param {Shelf} shelf @param {Backup} backup @param {Copy} copy */
export async function download(shelf, backup, copy) {
  if (copy.protected) {
    await DownloadDialog.open(shelf, backup, copy);
    return;
  }
  try {
    await begin(backup, copy, false);
    say(t("backups.download.begun"));
  } catch (failure) {
    say(/** @type {Error} */ (failure).message, "bad");
  }
}

class DownloadDialog extends Dialog {
  heading = t("backups.download.title");
  /** @type {Shelf} */
  // @ts-ignore: it is given before the dialog is shown
  shelf;
  /** @type {Backup} */
  // @ts-ignore: it is given before the dialog is shown
  backup;
  /** @type {Copy} */
  // @ts-ignore: it is given before the dialog is shown
  copy;
  decrypted = true;
  /** Whether no key that the hub knows opens it. */
  asksKey = false;

  /** @param {Shelf} shelf @param {Backup} backup @param {Copy} copy */
  static open(shelf, backup, copy) {
    const dialog = new DownloadDialog();
    Object.assign(dialog, { shelf, backup, copy });
    return dialog.ask();
  }

  #download = this.submission.submit(async ({ key }) => {
    if (this.decrypted && this.asksKey) await this.#learn(readKey(key));
    await this.#begin();
    say(t("backups.download.begun"));
    this.close(true);
  });

  /** A key that opens the copy is put on the hub's ring, where a download finds it. @param {string} key */
  async #learn(key) {
    try {
      await call("backup/can_decrypt_on_download", { backup_id: this.backup.id, agent_id: this.copy.id, password: key });
    } catch (failure) {
      throw /** @type {HubError} */ (failure).code === "password_incorrect" ? new Error(t("backups.restore.wrong_key")) : failure;
    }
    await call("homekeep/backup/keys/add", { key, exactly: true });
    this.asksKey = false;
  }

  async #begin() {
    try {
      await begin(this.backup, this.copy, this.decrypted);
    } catch (failure) {
      if (/** @type {HubError} */ (failure).code !== WRONG_KEY) throw failure;
      this.asksKey = true;
      focusKey(this);
      throw new Error(t("backups.restore.needs_key"));
    }
  }

  content() {
    const choice = (/** @type {boolean} */ decrypted, /** @type {string} */ name) => html`
      <label class="check card"><input type="radio" name="how" .checked=${this.decrypted === decrypted} @change=${() => this.#choose(decrypted)}>
        <span>${t(`backups.download.${name}`)}<small>${t(`backups.download.${name}_hint`)}</small></span></label>`;
    return html`
      <form id="download" @submit=${this.#download}>
        <p>${t("backups.download.text", { name: this.backup.name, location: this.shelf.nameOf(this.copy.id), size: size(this.copy.size) })}</p>
        <fieldset><legend class="unseen">${this.heading}</legend>${choice(true, "decrypted")}${choice(false, "as_it_is")}</fieldset>
        ${this.decrypted && this.asksKey ? keyField(Boolean(this.submission.error)) : nothing}
      </form>`;
  }

  /** @param {boolean} decrypted */
  #choose(decrypted) {
    this.decrypted = decrypted;
    this.submission.error = "";
    this.requestUpdate();
  }

  actions() {
    return html`
      <button type="button" class="quiet" @click=${() => this.close()}>${t("common.cancel")}</button>
      <button type="submit" form="download" ?disabled=${this.submission.busy}>${t("backups.download.action")}</button>`;
  }
}
customElements.define("hk-download-backup", DownloadDialog);

/** Where a key from a kit is typed in. @param {boolean} [wrong] whether the last one was */
export const keyField = (wrong = false) => html`
  <label>${t("backups.key.label")}
    <input name="key" required autocomplete="off" autocapitalize="characters" spellcheck="false" class="typed-key"
      aria-invalid=${wrong ? "true" : nothing} aria-describedby=${wrong ? "dialog-error" : nothing}>
    <small>${t("backups.key.hint")}</small></label>`;

/** Goes to that field when it has just appeared. @param {HTMLElement} dialog */
export const focusKey = (dialog) =>
  setTimeout(() => /** @type {HTMLElement | null} */ (dialog.querySelector("[name=key]"))?.focus({ preventScroll: true }));
