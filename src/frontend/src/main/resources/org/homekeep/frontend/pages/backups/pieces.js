// @ts-check
/** Small pieces that several pages of backups show. */

import { css, html, nothing } from "lit";
import { HERE } from "../../text/places.js";
import { ago, has, size, t, when } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";
import { styled } from "../../ui/part.js";

/** @typedef {import("./data.js").Shelf} Shelf @typedef {import("./data.js").Backup} Backup @typedef {import("./data.js").Delivery} Delivery */

styled(css`
  .backup-row .chips { margin-top: .35rem; }
  .backup-row .pinned { display: inline-flex; vertical-align: -.2rem; color: var(--wait); }
  .backup-row .pinned .icon { width: 1.05rem; height: 1.05rem; }
  .what .problem { display: block; color: var(--bad); font-size: .9rem; }
  .sign { display: inline-flex; padding: .5rem; border-radius: 11px; color: var(--soft); background: color-mix(in srgb, var(--ink) 6%, transparent); }
  .sign.good { color: var(--good); background: color-mix(in srgb, var(--good) 13%, transparent); }
  .sign.wait { color: var(--wait); background: color-mix(in srgb, var(--wait) 13%, transparent); }
  .sign.bad { color: var(--bad); background: color-mix(in srgb, var(--bad) 13%, transparent); }
`);

/** When, as people say it, with the exact moment for those who want it. @param {string | Date} date */
export const moment = (date) => html`<time datetime=${new Date(date).toISOString()} title=${when(date)}>${ago(date)}</time>`;

/** @param {string} id of a location */
export const placeIcon = (id) => (id === HERE ? "disk" : "cloud");

/** What a part of a home is called. @param {string} folder */
export const folderName = (folder) => {
  const key = `backups.folders.${folder.replace("/", "_")}`;
  return has(key) ? t(key) : folder;
};

/** @param {import("./data.js").Copy} copy */
const lock = (copy) =>
  copy.protected ? icon("lock", t("backups.encrypted")) : icon("unlock", t("backups.not_encrypted"));

/**
 * Where a backup is, and where it is not although it should be.
 * @param {Shelf} shelf
 * @param {Backup} backup
 * @param {Delivery[]} deliveries
 */
export function places(shelf, backup, deliveries) {
  const owed = deliveries.filter((each) => each.backup_id === backup.id).map((each) => each.agent_id);
  const coming = owed.filter((id) => !backup.copies.some((copy) => copy.id === id));
  const missing = backup.failed.filter((id) => !owed.includes(id));
  return html`
    <span class="chips">
      ${backup.copies.map((copy) => html`<span class="chip ${copy.protected || copy.id === HERE ? "" : "wait"}">${lock(copy)}${shelf.nameOf(copy.id)}</span>`)}
      ${coming.map((id) => html`<span class="chip wait">${icon("clock")}${t("backups.coming", { location: shelf.nameOf(id) })}</span>`)}
      ${missing.map((id) => html`<span class="chip bad">${icon("alert")}${t("backups.missing", { location: shelf.nameOf(id) })}</span>`)}
      ${backup.copies.length || coming.length || missing.length ? nothing : html`<span class="chip bad">${icon("alert")}${t("backups.nowhere")}</span>`}
    </span>`;
}

/**
 * A backup in a list.
 * @param {Shelf} shelf
 * @param {Backup} backup
 * @param {Delivery[]} deliveries
 */
export const summary = (shelf, backup, deliveries) => html`
  <div class="what">
    <a href="/backups/all/${encodeURIComponent(backup.id)}">${backup.name}</a>
    ${backup.pinned ? html`<span class="pinned" title=${t("backups.pinned")}>${icon("pin", t("backups.pinned"))}</span>` : nothing}
    <small>${moment(backup.date)} · ${when(backup.date)} · ${t(`backups.type.${backup.type}`)}${backup.copies.length ? html` · <span class="number">${size(backup.size)}</span>` : nothing}</small>
    ${places(shelf, backup, deliveries)}
  </div>`;

/** What a page shows until it knows something. @param {number} lines */
export const skeleton = (lines) => html`
  <section class="card" aria-busy="true" aria-label=${t("common.loading")}>${Array.from({ length: lines }, () => html`<span class="skeleton"></span>`)}</section>`;

/** A load that failed. @param {Error} error @param {() => void} again */
export const failedLoad = (error, again) => html`
  <section class="card">
    <div class="state">
      <span class="sign bad">${icon("alert")}</span>
      <div><h2>${t("common.trouble")}</h2><p>${error.message}</p>
        <p><button type="button" class="quiet small" @click=${again}>${icon("refresh")}${t("common.retry")}</button></p></div>
    </div>
  </section>`;
