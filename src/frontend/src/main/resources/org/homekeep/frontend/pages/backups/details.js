// @ts-check
/** Everything about one backup. */

import { css, html, nothing } from "lit";
import { call, hub } from "../../hub/connection.js";
import { hubWords, list, size, t, when } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";
import { Page, go, styled } from "../../ui/part.js";
import { elsewhere, pin, removeAll, send } from "./actions.js";
import { LiveShelf } from "./data.js";
import { download } from "./download.js";
import { cancelDelivery, deliveryState } from "./onitsway.js";
import { failedLoad, folderName, moment, placeIcon, skeleton } from "./pieces.js";
import { RestoreDialog } from "./restore.js";
import { Checks } from "./verify.js";

/** @typedef {import("./data.js").Shelf} Shelf @typedef {import("./data.js").Backup} Backup */

styled(css`
  .copies .chips { margin-top: .3rem; }
  .copies .what + .buttons { flex: none; }
  .contents { display: grid; gap: .55rem; margin: 0; padding: 0; list-style: none; }
  .contents li { display: flex; gap: .6rem; }
  .contents .no { color: var(--soft); }
  @media (max-width: 52rem) {
    hk-backup-details .title .buttons > button { flex: 1 1 auto; }
    .copies > li { row-gap: .75rem; }
    .copies .what + .buttons { flex: 1 1 100%; }
    .copies .what + .buttons > button { flex: 1; }
  }
`);

class Details extends Page {
  live = new LiveShelf(this, { onLoad: () => this.judge() });
  checks = new Checks(this, () => this.#id, () => this.judge());
  /** What is known of each copy. All locations are asked for it, which may take longer than the rest. @type {any[]} */
  judged = [];

  async judge() {
    try {
      const [{ copies }, say] = await Promise.all([call("homekeep/backup/retention/preview"), hubWords()]);
      this.judged = copies.map((/** @type {any} */ copy) => (copy.damaged ? { ...copy, damaged: { ...copy.damaged, message: say(copy.damaged.message) } } : copy));
      this.requestUpdate();
    } catch {
      // The page tells of the same locations what is wrong with them.
    }
  }

  get #id() {
    return this.params.backup_id;
  }

  #remove = async (/** @type {Shelf} */ shelf, /** @type {Backup} */ backup) => {
    if (!(await removeAll(shelf, [backup]))) return;
    await this.live.reload();
    if (!this.live.shelf?.backups.some((each) => each.id === backup.id)) go("/backups/all", { replace: true });
  };

  render() {
    const { shelf, error } = this.live;
    return html`
      <a class="back" href="/backups/all">${icon("left")}${t("backups.list.title")}</a>
      ${shelf ? this.#found(shelf) : html`<h1>${t("backups.details.title")}</h1>`}
      ${error && hub.state !== "lost" ? failedLoad(error, this.live.reload) : nothing}
      ${shelf || error ? nothing : html`<div class="stack">${skeleton(4)}${skeleton(4)}</div>`}`;
  }

  /** @param {Shelf} shelf */
  #found(shelf) {
    const backup = shelf.backups.find((each) => each.id === this.#id);
    if (!backup) return this.#nowhere(shelf);
    const pinLabel = t(backup.pinned ? "backups.unpin" : "backups.pin");
    return html`
      <div class="title">
        <div><h1>${backup.name}</h1><p class="lead">${when(backup.date)} · ${moment(backup.date)}</p></div>
        <div class="buttons">
          <button type="button" class="quiet" @click=${() => pin(backup, this.live)}>${icon("pin")}${pinLabel}</button>
          <button type="button" class="quiet danger" @click=${() => this.#remove(shelf, backup)}>${icon("trash")}${t("common.delete")}</button>
          <button type="button" ?disabled=${!backup.copies.length} @click=${() => RestoreDialog.open(shelf, backup)}>${icon("restore")}${t("backups.restore.begin")}</button>
        </div>
      </div>
      ${this.#notes(shelf, backup)}
      <div class="grid">
        ${this.#copies(shelf, backup)}
        ${this.#contents(backup)}
        ${this.#facts(backup)}
      </div>`;
  }

  /** @param {Shelf} shelf */
  #nowhere(shelf) {
    const owed = this.live.deliveries.filter((each) => each.backup_id === this.#id);
    return html`
      <h1>${t("backups.details.gone")}</h1>
      <p>${t("backups.details.gone_text")}</p>
      ${shelf.silent.length ? html`<div class="note wait">${icon("alert")}<div>${t("backups.details.perhaps", { locations: list(shelf.silent) })}</div></div>` : nothing}
      ${owed.length ? html`<p>${t("backups.details.owed", { locations: list(shelf.namesOf(owed.map((each) => each.agent_id))) })}</p>` : nothing}
      <p><a class="button quiet" href="/backups/all">${t("backups.list.title")}</a></p>`;
  }

  /** @param {Shelf} shelf @param {Backup} backup */
  #notes(shelf, backup) {
    // Who does not answer may have another one.
    const others = backup.copies.length === 1 && !shelf.silent.length && elsewhere(shelf, backup).length;
    return html`
      ${Object.entries(shelf.info.agent_errors).map(([id, error]) => html`
        <div class="note wait" role="status">${icon("alert")}<div><b>${shelf.nameOf(id)}:</b> ${error}</div></div>`)}
      ${backup.failedParts.length ? html`<div class="note bad">${icon("alert")}<div>${t("backups.details.failed_parts", { parts: list(backup.failedParts.map(folderName)) })}</div></div>` : nothing}
      ${others ? html`<div class="note wait">${icon("info")}<div>${t("backups.details.only_here", { location: shelf.nameOf(backup.copies[0].id) })}
        <button type="button" class="plain" @click=${() => send(shelf, backup)}>${t("backups.details.send_it")}</button></div></div>` : nothing}`;
  }

  /** @param {Shelf} shelf @param {Backup} backup */
  #copies(shelf, backup) {
    const owed = this.live.deliveries.filter((each) => each.backup_id === backup.id && !backup.copies.some((copy) => copy.id === each.agent_id));
    const missing = backup.failed.filter((id) => !owed.some((each) => each.agent_id === id));
    const others = elsewhere(shelf, backup).filter((each) => !owed.some((one) => one.agent_id === each.id));
    return html`
      <section class="card wide" aria-labelledby="copies">
        <div class="heading"><h2 id="copies">${t("backups.details.copies")}</h2>
          ${others.length && backup.copies.length ? html`<button type="button" class="quiet small" @click=${() => send(shelf, backup)}>${icon("send")}${t("backups.send.begin")}</button>` : nothing}</div>
        <ul class="rows copies">
          ${backup.copies.map((copy) => this.#copy(shelf, backup, copy))}
          ${owed.map((each) => html`
            <li><span class="sign wait">${icon("clock")}</span>
              <div class="what"><b>${shelf.nameOf(each.agent_id)}</b><small>${deliveryState(each)}</small>${each.error ? html`<span class="problem">${each.error}</span>` : nothing}</div>
              <button type="button" class="quiet small" aria-label=${t("backups.delivery.cancel_one", { location: shelf.nameOf(each.agent_id) })}
                @click=${() => cancelDelivery(shelf, each)}>${t("common.cancel")}</button></li>`)}
          ${missing.map((id) => html`
            <li><span class="sign bad">${icon("alert")}</span>
              <div class="what"><b>${shelf.nameOf(id)}</b><span class="problem">${t("backups.details.not_there")}</span></div></li>`)}
          ${backup.copies.length + owed.length + missing.length ? nothing : html`<li>${t("backups.nowhere")}</li>`}
        </ul>
      </section>`;
  }

  /** @param {Shelf} shelf @param {Backup} backup @param {import("./data.js").Copy} copy */
  #copy(shelf, backup, copy) {
    const name = shelf.nameOf(copy.id);
    const judged = this.judged.find((/** @type {any} */ each) => each.backup_id === backup.id && each.agent_id === copy.id);
    const bad = this.checks.isBad(copy, judged?.damaged);
    return html`
      <li>
        <span class="sign ${bad ? "bad" : "good"}">${icon(placeIcon(copy.id))}</span>
        <div class="what">
          <a href="/backups/locations/${encodeURIComponent(copy.id)}">${name}</a>
          <small class="number">${size(copy.size)}</small>
          <span class="chips">
            ${copy.protected ? html`<span class="chip good">${icon("lock")}${t("backups.encrypted")}</span>` : html`<span class="chip wait">${icon("unlock")}${t("backups.not_encrypted")}</span>`}
            ${bad ? nothing : this.#verified(judged)}
          </span>
          ${judged?.action === "delete" ? html`<small class="wait">${t("backups.details.will_go")}</small>` : nothing}
          ${this.checks.outcome(copy, judged?.damaged)}
        </div>
        <div class="buttons">
          ${this.checks.button(copy, name)}
          <button type="button" class="quiet small" aria-label=${t("backups.download.from", { location: name })} @click=${() => download(shelf, backup, copy)}>${icon("download")}${t("backups.download.begin")}</button>
        </div>
      </li>`;
  }

  /** @param {any} judged */
  #verified(judged) {
    if (!judged) return nothing;
    if (!judged.verified) return html`<span class="chip">${icon("clock")}${t("backups.details.unverified")}</span>`;
    const { how, at } = judged.verified;
    return html`<span class="chip good" title=${`${t(`backups.verified.${how}`)} ${when(at)}`}>${icon("check")}${t("backups.details.verified")}</span>`;
  }

  /** @param {Backup} backup */
  #contents(backup) {
    const line = (/** @type {boolean} */ inside, /** @type {string} */ text, /** @type {string} */ hint) => html`
      <li class=${inside ? "" : "no"}><span class=${inside ? "good" : ""}>${icon(inside ? "check" : "close", t(inside ? "backups.details.inside" : "backups.details.not_inside"))}</span><span>${text}${hint ? html` <small class="muted">${hint}</small>` : nothing}</span></li>`;
    return html`
      <section class="card" aria-labelledby="contents">
        <h2 id="contents">${t("backups.details.contents")}</h2>
        <ul class="contents">
          ${line(backup.home, t("backups.parts.home"), backup.leftOut ? t("backups.details.left_out") : "")}
          ${line(backup.database, t("backups.parts.database"), "")}
          ${backup.folders.map((folder) => line(true, folderName(folder), ""))}
          ${backup.addons.map((addon) => line(true, addon.name ?? addon.slug, addon.version ?? ""))}
        </ul>
      </section>`;
  }

  /** @param {Backup} backup */
  #facts(backup) {
    const reason = this.judged.find((/** @type {any} */ each) => each.backup_id === backup.id);
    return html`
      <section class="card" aria-labelledby="facts">
        <h2 id="facts">${t("backups.details.about")}</h2>
        <dl class="facts">
          <dt>${t("backups.details.type")}</dt><dd>${t(`backups.type.${backup.type}`)}</dd>
          ${backup.version ? html`<dt>${t("backups.details.version")}</dt><dd>${backup.version}</dd>` : nothing}
          <dt>${t("backups.details.kept")}</dt><dd>${backup.pinned
            ? t("backups.details.kept_pinned")
            : reason?.reason === "uploaded" ? t("backups.details.kept_uploaded")
            : backup.type === "automatic" ? t("backups.details.kept_automatic") : t("backups.details.kept_by_hand")}</dd>
          <dt>${t("backups.details.id")}</dt><dd><code>${backup.id}</code></dd>
        </dl>
      </section>`;
  }
}
customElements.define("hk-backup-details", Details);
