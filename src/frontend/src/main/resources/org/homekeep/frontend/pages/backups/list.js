// @ts-check
/** All backups: found by words, kind and location, sorted, and deleted together. */

import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { hub } from "../../hub/connection.js";
import { language, size, t } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";
import "../../ui/menu.js";
import { Page, styled } from "../../ui/part.js";
import { menuOf, removeAll } from "./actions.js";
import { LiveShelf } from "./data.js";
import { failedLoad, skeleton, summary } from "./pieces.js";
import "./upload.js";

/** @typedef {import("./data.js").Shelf} Shelf @typedef {import("./data.js").Backup} Backup */

/** How many are shown before somebody asks for more. */
const AT_ONCE = 50;

styled(css`
  .finder { display: grid; grid-template-columns: minmax(12rem, 2fr) repeat(3, minmax(9rem, 1fr)); gap: .75rem 1rem; margin-bottom: 1.25rem; align-items: end; }
  .finder label { font-size: .9rem; min-width: 0; }
  .months > section + section { margin-top: 1.5rem; }
  .months h2 { display: flex; justify-content: space-between; gap: 1rem; margin-bottom: .5rem; font-size: 1rem; }
  .months h2 small { font-weight: 400; color: var(--soft); }
  .months .card { padding-block: 1rem; }
  .months li > input { margin: 0; width: 1.5rem; height: 1.5rem; }
  .months li { flex-wrap: nowrap !important; }
  .selection { position: sticky; z-index: 4; bottom: 1rem; margin-top: 1.25rem; padding: .75rem 1.15rem; border-radius: 12px; background: var(--raised); border: 1px solid var(--line); box-shadow: var(--lifted); }
  .selection span { flex: 1; }
  @media (max-width: 52rem) {
    .finder { grid-template-columns: 1fr 1fr; }
    .finder label:first-child, .finder label:last-child { grid-column: 1 / -1; }
    .selection { bottom: 5rem; }
  }
`);

class BackupList extends Page {
  static properties = {
    ...Page.properties,
    sought: { state: true },
    type: { state: true },
    place: { state: true },
    order: { state: true },
    selected: { state: true },
    selecting: { state: true },
    most: { state: true },
  };

  live = new LiveShelf(this);

  constructor() {
    super();
    this.sought = "";
    this.type = "";
    this.place = "";
    this.order = "newest";
    /** @type {Set<string>} */
    this.selected = new Set();
    this.selecting = false;
    this.most = AT_ONCE;
  }

  connectedCallback() {
    super.connectedCallback();
    this.place = this.params.query?.get("location") ?? "";
    this.type = this.params.query?.get("type") ?? "";
  }

  /** @param {Shelf} shelf */
  #found({ backups }) {
    const words = this.sought.toLocaleLowerCase(language).split(/\s+/).filter(Boolean);
    const found = backups.filter((backup) =>
      (!this.type || backup.type === this.type)
      && (!this.place || backup.copies.some((copy) => copy.id === this.place))
      && words.every((word) => backup.name.toLocaleLowerCase(language).includes(word) || backup.id.includes(word)));
    /** @type {Record<string, (a: Backup, b: Backup) => number>} */
    const orders = {
      newest: (a, b) => b.at.getTime() - a.at.getTime(),
      oldest: (a, b) => a.at.getTime() - b.at.getTime(),
      largest: (a, b) => b.size - a.size,
      name: (a, b) => a.name.localeCompare(b.name, language, { numeric: true }),
    };
    return found.sort(orders[this.order]);
  }

  /** @param {Shelf} shelf */
  #removeSelected = async (shelf) => {
    const chosen = shelf.backups.filter((backup) => this.selected.has(backup.id));
    if (!(await removeAll(shelf, chosen))) return;
    this.selected = new Set();
    this.selecting = false;
    this.live.reload();
  };

  /** @param {string} id @param {boolean} on */
  #select(id, on) {
    const selected = new Set(this.selected);
    if (on) selected.add(id);
    else selected.delete(id);
    this.selected = selected;
  }

  #choose = () => /** @type {any} */ (this.querySelector("hk-upload")).choose();

  render() {
    const { shelf, error } = this.live;
    return html`
      <a class="back" href="/backups">${icon("left")}${t("nav.backups")}</a>
      <div class="title">
        <div><h1>${t("backups.list.title")}</h1>${shelf ? this.#sums(shelf) : nothing}</div>
        <div class="buttons">
          ${shelf && shelf.backups.length > 1 ? html`
            <button type="button" class="quiet" @click=${this.#toggle}>${icon(this.selecting ? "close" : "check")}${t(this.selecting ? "backups.list.select_end" : "backups.list.select")}</button>` : nothing}
          <button type="button" class="quiet" @click=${this.#choose}>${icon("upload")}${t("backups.upload.action")}</button>
        </div>
      </div>
      <hk-upload></hk-upload>
      ${error && hub.state !== "lost" ? failedLoad(error, this.live.reload) : nothing}
      ${shelf ? this.#all(shelf) : error ? nothing : skeleton(8)}`;
  }

  #toggle = () => {
    this.selecting = !this.selecting;
    this.selected = new Set();
  };

  /** @param {Shelf} shelf */
  #sums({ backups }) {
    const bytes = backups.flatMap((backup) => backup.copies).reduce((sum, copy) => sum + copy.size, 0);
    const copies = backups.reduce((sum, backup) => sum + backup.copies.length, 0);
    return backups.length
      ? html`<p class="lead">${t("backups.list.sums", { count: backups.length })} · ${t("backups.list.copies", { count: copies, size: size(bytes) })}</p>`
      : nothing;
  }

  /** @param {Shelf} shelf */
  #all(shelf) {
    const silent = shelf.silent.length
      ? html`<div class="note wait" role="status">${icon("alert")}<div>${Object.entries(shelf.info.agent_errors).map(([id, error]) => html`<p><b>${shelf.nameOf(id)}:</b> ${error}</p>`)}</div></div>`
      : nothing;
    if (!shelf.backups.length) {
      return html`${silent}<section class="card empty">${icon("shield")}<p>${t("backups.list.none")}</p><p>${t("backups.list.none_hint")}</p></section>`;
    }
    const found = this.#found(shelf);
    return html`
      ${silent}
      ${this.#finder(shelf)}
      <p class="unseen" role="status">${t("backups.list.found", { count: found.length })}</p>
      ${found.length ? this.#months(shelf, found.slice(0, this.most)) : html`<section class="card empty">${icon("search")}<p>${t("backups.list.nothing_found")}</p></section>`}
      ${found.length > this.most ? html`<p class="buttons"><button type="button" class="quiet" @click=${() => (this.most += AT_ONCE)}>${t("backups.list.more", { count: found.length - this.most })}</button></p>` : nothing}
      ${this.selecting ? this.#selection(shelf, found) : nothing}`;
  }

  /** @param {Shelf} shelf */
  #finder(shelf) {
    const choice = (/** @type {string} */ field, /** @type {string} */ label, /** @type {[string, string][]} */ options) => html`
      <label>${label}
        <select @change=${(/** @type {any} */ event) => (/** @type {any} */ (this)[field] = event.target.value)}>
          ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === /** @type {any} */ (this)[field]}>${text}</option>`)}
        </select></label>`;
    return html`
      <div class="finder" role="search">
        <label>${t("backups.list.search")}<input type="search" .value=${this.sought} @input=${(/** @type {any} */ event) => (this.sought = event.target.value)}></label>
        ${choice("type", t("backups.list.type"), [["", t("backups.list.any")], ...["automatic", "manual", "other"].map((type) => /** @type {[string, string]} */ ([type, t(`backups.type.${type}`)]))])}
        ${choice("place", t("backups.list.location"), [["", t("backups.list.anywhere")], ...[...shelf.locations.values()].map((location) => /** @type {[string, string]} */ ([location.id, location.name]))])}
        ${choice("order", t("backups.list.order"), ["newest", "oldest", "largest", "name"].map((order) => [order, t(`backups.list.orders.${order}`)]))}
      </div>`;
  }

  /** @param {Shelf} shelf @param {Backup[]} found */
  #months(shelf, found) {
    const byDate = this.order === "newest" || this.order === "oldest";
    /** @type {Map<string, Backup[]>} */
    const months = new Map();
    const name = new Intl.DateTimeFormat(language, { month: "long", year: "numeric" });
    for (const backup of found) {
      const month = byDate ? name.format(backup.at) : "";
      months.set(month, [...(months.get(month) ?? []), backup]);
    }
    return html`<div class="months">${[...months].map(([month, backups]) => html`
      <section aria-label=${month || t("backups.list.title")}>
        ${month ? html`<h2>${month}<small>${t("backups.list.sums", { count: backups.length })}</small></h2>` : html`<h2 class="unseen">${t("backups.list.title")}</h2>`}
        <div class="card"><ul class="rows">${repeat(backups, (backup) => backup.id, (backup) => this.#row(shelf, backup))}</ul></div>
      </section>`)}</div>`;
  }

  /** @param {Shelf} shelf @param {Backup} backup */
  #row(shelf, backup) {
    return html`
      <li class="backup-row">
        ${this.selecting ? html`<input type="checkbox" aria-label=${t("backups.list.select_one", { name: backup.name })} .checked=${this.selected.has(backup.id)}
          @change=${(/** @type {any} */ event) => this.#select(backup.id, event.target.checked)}>` : nothing}
        ${summary(shelf, backup, this.live.deliveries)}
        <hk-menu .label=${t("backups.list.actions", { name: backup.name })} .actions=${menuOf(shelf, backup, this.live, (gone) => gone && this.live.reload())}></hk-menu>
      </li>`;
  }

  /** @param {Shelf} shelf @param {Backup[]} found */
  #selection(shelf, found) {
    const all = found.every((backup) => this.selected.has(backup.id));
    return html`
      <div class="selection buttons" role="region" aria-label=${t("backups.list.select")}>
        <span role="status">${t("backups.list.selected", { count: this.selected.size })}</span>
        <button type="button" class="quiet small" @click=${() => (this.selected = new Set(all ? [] : found.map((backup) => backup.id)))}>${t(all ? "backups.list.select_none" : "backups.list.select_all")}</button>
        <button type="button" class="danger small" ?disabled=${!this.selected.size} @click=${() => this.#removeSelected(shelf)}>${icon("trash")}${t("common.delete")}</button>
      </div>`;
  }
}
customElements.define("hk-backup-list", BackupList);
