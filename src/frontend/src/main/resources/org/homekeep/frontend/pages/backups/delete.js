// @ts-check
/** Deleting backups: what exactly goes, how far it is, and where it did not work. */

import { html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { inHubWords, list, t, when } from "../../text/texts.js";
import { Dialog } from "../../ui/dialog.js";
import { icon } from "../../ui/icons.js";

/** @typedef {import("./data.js").Shelf} Shelf @typedef {import("./data.js").Backup} Backup */

/** How many names are read before nobody reads them. */
const MOST_NAMES = 6;

export class DeleteDialog extends Dialog {
  /** @type {Shelf} */
  // @ts-ignore: it is given before the dialog is shown
  shelf;
  /** @type {Backup[]} */
  backups = [];
  /** @type {"asking" | "deleting" | "over"} */
  phase = "asking";
  done = 0;
  /** @type {{ backup: Backup, where: string, error: string }[]} */
  failures = [];
  stopping = false;

  /**
   * Asks, deletes, and stays until what went wrong was read.
   * @param {Shelf} shelf
   * @param {Backup[]} backups
   * @returns {Promise<{ deleted: number, failed: number } | undefined>} undefined when nothing was to be deleted
   */
  static async open(shelf, backups) {
    const dialog = new DeleteDialog();
    dialog.shelf = shelf;
    dialog.backups = backups;
    dialog.heading = t("backups.delete.title", { count: backups.length });
    await dialog.ask();
    if (dialog.phase === "asking") return undefined;
    const failed = new Set(dialog.failures.map((each) => each.backup.id)).size;
    return { deleted: dialog.done - failed, failed };
  }

  get mayLeave() {
    return this.phase !== "deleting";
  }

  #delete = async () => {
    this.phase = "deleting";
    this.requestUpdate();
    for (const backup of this.backups) {
      if (this.stopping) break;
      await this.#deleteOne(backup);
      this.done++;
      this.requestUpdate();
    }
    this.phase = "over";
    this.heading = t("backups.delete.over");
    if (this.failures.length) this.requestUpdate();
    else this.close();
  };

  /** @param {Backup} backup */
  async #deleteOne(backup) {
    try {
      const { agent_errors: errors } = await call("backup/delete", { backup_id: backup.id });
      for (const [id, error] of Object.entries(await inHubWords(errors))) {
        // Who is known not to have it has nothing to delete.
        const concerned = backup.copies.some((copy) => copy.id === id) || this.shelf.info.agent_errors[id];
        if (concerned) this.failures.push({ backup, where: this.shelf.nameOf(id), error });
      }
    } catch (failure) {
      this.failures.push({ backup, where: "", error: /** @type {Error} */ (failure).message });
    }
  }

  content() {
    switch (this.phase) {
      case "asking":
        return this.#question();
      case "deleting":
        return html`
          <p role="status">${t("backups.delete.doing", { done: this.done + 1, total: this.backups.length })}</p>
          <progress max=${this.backups.length} .value=${this.done} aria-label=${this.heading}></progress>`;
      default:
        return html`
          <p>${t("backups.delete.failed_lead")}</p>
          <ul class="rows">${this.failures.map((each) => html`
            <li><span class="bad">${icon("alert")}</span><div class="what"><b>${each.backup.name}</b>
              ${each.where ? html`<small>${t("backups.delete.still_at", { location: each.where })}</small>` : nothing}
              <span class="problem">${each.error}</span></div></li>`)}</ul>`;
    }
  }

  #question() {
    const { backups, shelf } = this;
    const chosen = new Set(backups.map((backup) => backup.id));
    const rest = shelf.backups.filter((backup) => !chosen.has(backup.id));
    const where = [...new Set(backups.flatMap((backup) => backup.copies.map((copy) => copy.id)))];
    const pinned = backups.filter((backup) => backup.pinned).length;
    const name = (/** @type {Backup} */ backup) => html`<b>${backup.name}</b>, ${when(backup.date)}`;
    return html`
      ${backups.length === 1 ? html`<p>${name(backups[0])}</p>` : html`<ul>${backups.slice(0, MOST_NAMES).map((backup) => html`<li>${name(backup)}</li>`)}
        ${backups.length > MOST_NAMES ? html`<li>${t("backups.delete.and_more", { count: backups.length - MOST_NAMES })}</li>` : nothing}</ul>`}
      <p>${where.length ? t("backups.delete.where", { count: where.length, locations: list(shelf.namesOf(where)) }) : t("backups.delete.nowhere")}
        ${t("backups.delete.for_good")}</p>
      ${pinned ? html`<p class="wait">${backups.length === 1 ? t("backups.delete.pinned_one") : t("backups.delete.pinned", { count: pinned })}</p>` : nothing}
      ${rest.length
        ? html`<p class="muted">${t("backups.delete.remain", { count: rest.length, date: when(rest[0].date) })}</p>`
        : html`<div class="note bad">${icon("alert")}<div>${t("backups.delete.none_remain")}</div></div>`}`;
  }

  actions() {
    switch (this.phase) {
      case "asking":
        return html`
          <button type="button" class="quiet" autofocus @click=${() => this.close()}>${t("common.cancel")}</button>
          <button type="button" class="danger" @click=${this.#delete}>${t("backups.delete.action", { count: this.backups.length })}</button>`;
      case "deleting":
        return this.backups.length > 1
          ? html`<button type="button" class="quiet" ?disabled=${this.stopping} @click=${this.#stop}>${t("backups.delete.stop")}</button>`
          : nothing;
      default:
        return html`<button type="button" autofocus @click=${() => this.close()}>${t("common.close")}</button>`;
    }
  }

  #stop = () => {
    this.stopping = true;
    this.requestUpdate();
  };
}
customElements.define("hk-delete-backups", DeleteDialog);
