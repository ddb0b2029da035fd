// @ts-check
/** What is in a backup, and how large that is. */

import { html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { size, t } from "../../text/texts.js";
import { Part } from "../../ui/part.js";
import { folderName } from "../backups/pieces.js";
import { edited, same, unique } from "./shared.js";

const PAUSE_MS = 700;
const LARGEST = 6;

class ContentsFields extends Part {
  static properties = { value: { attribute: false }, folders: { attribute: false }, sizes: { state: true }, error: { state: true } };

  constructor() {
    super();
    /** @type {import("./store.js").Contents} */
    this.value = { database: true, folders: null, excludes: [] };
    /** @type {string[]} */
    this.folders = [];
    /** What each part has, as far as it is measured. @type {Record<string, { bytes: number, complete: boolean }>} */
    this.sizes = {};
    /** @type {any} */
    this.report = undefined;
    this.error = "";
    this.heading = unique("largest");
  }

  /** @type {string[] | undefined} */
  #measured;
  #turn = 0;

  willUpdate() {
    if (same(this.#measured, this.value.excludes)) return;
    const first = this.#measured === undefined;
    this.#measured = this.value.excludes;
    const turn = ++this.#turn;
    setTimeout(() => turn === this.#turn && this.#measure(turn), first ? 0 : PAUSE_MS);
  }

  disconnectedCallback() {
    this.#turn++;
    this.#measured = undefined;
    super.disconnectedCallback();
  }

  /** One part after the other: each is a walk over the disk. @param {number} turn */
  async #measure(turn) {
    this.sizes = {};
    const ask = (/** @type {boolean} */ include_database, /** @type {string[]} */ include_folders) =>
      call("homekeep/backup/size_preview", { include_database, include_folders, excludes: this.value.excludes, largest: LARGEST });
    const told = (/** @type {string} */ part, /** @type {number} */ bytes, /** @type {boolean} */ complete) =>
      (this.sizes = { ...this.sizes, [part]: { bytes: Math.max(0, bytes), complete } });
    try {
      const data = await ask(false, []);
      if (turn !== this.#turn) return;
      this.report = data;
      this.error = "";
      told("data", data.total_bytes, data.complete);
      const parts = ["database", ...this.folders];
      for (const part of parts) {
        const more = await (part === "database" ? ask(true, []) : ask(false, [part]));
        if (turn !== this.#turn) return;
        told(part, more.total_bytes - data.total_bytes, more.complete);
      }
    } catch (failure) {
      if (turn === this.#turn) this.error = /** @type {Error} */ (failure).message;
    }
  }

  get #chosen() {
    return this.value.folders ?? this.folders;
  }

  /** @param {string} folder @param {boolean} on */
  #folder(folder, on) {
    const chosen = this.folders.filter((each) => (each === folder ? on : this.#chosen.includes(each)));
    edited(this, { ...this.value, folders: chosen.length === this.folders.length ? null : chosen });
  }

  render() {
    const last = this.#chosen.length === 1;
    return html`
      <div class="form">
        <fieldset>
          <legend class="unseen">${t("settings.contents.legend")}</legend>
          ${this.#part("data", t("settings.contents.data"), t("settings.contents.data_hint"), true)}
          ${this.#part("database", t("settings.contents.database"), t("settings.contents.database_hint"), this.value.database,
            (on) => edited(this, { ...this.value, database: on }))}
          ${this.folders.map((folder) => {
            const on = this.#chosen.includes(folder);
            return this.#part(folder, folderName(folder), on && last ? t("settings.contents.last_folder") : "", on,
              on && last ? undefined : (chosen) => this.#folder(folder, chosen));
          })}
          <p class="amount" aria-live="polite"><b>${t("settings.contents.together")}</b><b>${this.#total()}</b></p>
          <small>${t("settings.contents.before_compression")}</small>
          ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
        </fieldset>
        ${this.#leftOut()}
      </div>`;
  }

  /** @param {string} id @param {string} label @param {string} hint @param {boolean} on @param {(on: boolean) => void} [change] */
  #part = (id, label, hint, on, change) => html`
    <label class="check">
      <input type="checkbox" .checked=${on} ?disabled=${!change} @change=${(/** @type {any} */ { target }) => change?.(target.checked)}>
      <span class="amount"><span>${label}${hint ? html`<small>${hint}</small>` : nothing}</span>
        <span class="number">${this.#size(id)}</span></span></label>`;

  /** @param {string} id */
  #size(id) {
    const found = this.sizes[id];
    if (!found) return this.error ? "–" : "…";
    if (found.complete && found.bytes === 0) return t("settings.contents.nothing_yet");
    return found.complete ? size(found.bytes) : t("settings.contents.at_least", { size: size(found.bytes) });
  }

  #total() {
    const parts = ["data", ...(this.value.database ? ["database"] : []), ...this.#chosen];
    if (parts.some((part) => !this.sizes[part])) return this.error ? "–" : t("settings.contents.measuring");
    const bytes = size(parts.reduce((sum, part) => sum + this.sizes[part].bytes, 0));
    return parts.every((part) => this.sizes[part].complete) ? bytes : t("settings.contents.at_least", { size: bytes });
  }

  #leftOut() {
    const { excludes } = this.value;
    const large = (this.report?.largest ?? []).filter((/** @type {any} */ each) => !this.#essential(each.path));
    return html`
      <details ?open=${excludes.length > 0}>
        <summary>${t("settings.contents.leave_out")}</summary>
        <div class="form">
          <p class="muted">${t("settings.contents.leave_out_hint")}</p>
          ${large.length ? html`
            <div class="field"><span id=${this.heading}>${t("settings.contents.largest")}</span>
              <ul class="rows" aria-labelledby=${this.heading}>${large.map((/** @type {any} */ each) => this.#large(each))}</ul></div>` : nothing}
          <label>${t("settings.contents.patterns")}<small>${t("settings.contents.patterns_hint")}</small>
            <textarea rows="4" spellcheck="false" autocapitalize="none" .value=${excludes.join("\n")} @change=${this.#patterns}></textarea></label>
          ${excludes.length && this.report?.left_out.length ? html`
            <ul class="rows">${this.report.left_out.map((/** @type {any} */ each) => html`
              <li><code class="what">${each.pattern}</code><span class="number muted">${each.files
                ? t("settings.contents.pattern_saves", { size: size(each.bytes), count: each.files })
                : t("settings.contents.pattern_saves_nothing")}</span></li>`)}</ul>` : nothing}
        </div>
      </details>`;
  }

  /** @param {string} path */
  #essential = (path) =>
    (this.report?.never_left_out ?? []).some((/** @type {string} */ name) => path === name || path.startsWith(`${name}/`));

  /** @param {{ path: string, bytes: number, directory: boolean }} large */
  #large = ({ path, bytes, directory }) => html`
    <li><span class="what">${path}${directory ? "/" : ""}</span><span class="number muted">${size(bytes)}</span>
      <button type="button" class="quiet small" aria-label=${t("settings.contents.leave_out_this", { path })}
        @click=${() => this.#add(path)}>${t("settings.contents.leave_out_action")}</button></li>`;

  /** @param {string} path */
  #add(path) {
    const pattern = `/${path.replace(/[\\*?[\]!#]/g, "\\$&")}`;
    edited(this, { ...this.value, excludes: [...new Set([...this.value.excludes, pattern])] });
  }

  #patterns = (/** @type {any} */ { target }) => {
    const excludes = target.value.split("\n").map((/** @type {string} */ line) => line.trim()).filter(Boolean);
    edited(this, { ...this.value, excludes });
  };
}
customElements.define("hk-contents-fields", ContentsFields);
