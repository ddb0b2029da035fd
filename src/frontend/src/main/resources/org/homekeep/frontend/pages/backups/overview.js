// @ts-check
/** The backups at a glance. */

import { css, html, nothing } from "lit";
import { call, hub } from "../../hub/connection.js";
import { Loaded, Subscribed } from "../../hub/live.js";
import { reasonOf } from "../../text/reasons.js";
import { hubWords, size, t, textsOf } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";
import { Page, say, styled } from "../../ui/part.js";
import { room } from "../../ui/room.js";
import { Submission } from "../../ui/submission.js";
import { LiveShelf } from "./data.js";
import { MakeDialog } from "./make.js";
import { holdings } from "./model.js";
import { onItsWay } from "./onitsway.js";
import { failedLoad, moment, placeIcon, skeleton, summary } from "./pieces.js";
import { Making } from "./progress.js";
import { rule, standing } from "./status.js";
import { isUploading } from "./upload.js";

/** @typedef {import("./data.js").Shelf} Shelf */

const NEWEST = 4;

/** Issues that say why a backup was not made. */
const WHY = /^(automatic|manual)_backup_failed|^backup_not_as_asked/;

/** The issue that nobody has said where the key is. */
const UNKEPT = "backup_key_not_confirmed";

/** The issue that a copy is not what was sent. */
const DAMAGED = "backup_copy_not_as_sent";

/** What is known before the hub was asked. */
const NO_TROUBLES = { why: [], unkept: false, damaged: false, damagedCopies: [] };

styled(css`
  hk-backups .title .buttons { justify-content: flex-end; }
  hk-backups .rows a.go { display: inline-flex; padding: .4rem; color: var(--soft); }
  @media (max-width: 52rem) {
    hk-backups .title .buttons { justify-content: stretch; }
    hk-backups .title .buttons > .button, hk-backups .title .buttons > button { flex: 1 1 auto; }
  }
`);

class Overview extends Page {
  static properties = { ...Page.properties, news: { state: true } };

  making = new Making();
  submission = new Submission(this);
  live = new LiveShelf(this, { onEvent: (event) => this.#hear(event), onLoad: () => this.#look() });
  states = new Loaded(this, async () => (await call("homekeep/backup/locations")).locations);
  troubles = new Loaded(this, findTroubles);
  issues = new Subscribed(this, "subscribe_events", () => this.troubles.reload(), { event_type: "repairs_issue_registry_updated" });

  constructor() {
    super();
    this.news = 0;
  }

  #look() {
    if (this.states.value) this.states.reload();
    if (this.troubles.value?.damagedCopies.length) this.troubles.reload();
  }

  /** @param {any} event */
  #hear(event) {
    const before = this.making.state;
    this.making.take(event);
    this.news++;
    if (before === "idle" || event.manager_state !== "create_backup") return;
    if (event.state === "completed") say(t("backups.complete"));
    if (event.state === "failed" && event.reason !== "cancelled") this.#failed(event.reason ?? "unknown_error");
  }

  /** @param {string} reason in the hub's words */
  async #failed(reason) {
    say(reasonOf((await hubWords())(reason)), "bad");
  }

  #backUpNow = () => this.submission.run(() => call("backup/generate_with_automatic_settings"));

  #byHand = async () => {
    const { shelf } = this.live;
    if (shelf && (await MakeDialog.open(shelf))) say(t("backups.make.begun"));
  };

  render() {
    const { shelf, error } = this.live;
    return html`
      <div class="title">
        <div><h1>${t("nav.backups")}</h1></div>
        <div class="buttons">${shelf ? this.#actions(shelf) : nothing}</div>
      </div>
      ${this.submission.error ? html`<div class="note bad" role="alert">${icon("alert")}<div>${this.submission.error}</div></div>` : nothing}
      ${error && hub.state !== "lost" ? failedLoad(error, this.live.reload) : nothing}
      ${shelf ? this.#all(shelf) : error ? nothing : html`<div class="stack">${skeleton(3)}${skeleton(4)}</div>`}`;
  }

  /** @param {Shelf} shelf */
  #actions({ config }) {
    const busy = this.making.state !== "idle" || this.submission.busy;
    if (!config.automatic_backups_configured) {
      return html`<button type="button" class="quiet" ?disabled=${busy} @click=${this.#byHand}>${icon("plus")}${t("backups.back_up_now")}</button>`;
    }
    return html`
      <button type="button" class="quiet" ?disabled=${busy} @click=${this.#byHand}>${t("backups.by_hand")}</button>
      <button type="button" ?disabled=${busy} @click=${this.#backUpNow}>${icon("shield")}${t("backups.back_up_now")}</button>`;
  }

  /** @param {Shelf} shelf */
  #all(shelf) {
    const { deliveries } = this.live;
    const troubles = this.troubles.value ?? NO_TROUBLES;
    const sound = shelf.without(troubles.damagedCopies);
    return html`
      ${this.making.state === "restore_backup" ? html`<div class="note wait" role="status">${icon("restore")}<div>${t("backups.restoring")}</div></div>` : this.#restored(shelf)}
      <hk-upload></hk-upload>
      ${this.making.state === "receive_backup" && isUploading() ? nothing : html`<hk-making .making=${this.making} .shelf=${shelf} .news=${this.news}></hk-making>`}
      ${this.making.state === "create_backup" ? nothing : standing(sound, deliveries, troubles)}
      <div class="grid">
        ${onItsWay(shelf, this.making.running ? deliveries.filter((each) => each.error) : deliveries)}
        ${rule(sound)}
        ${this.#locations(shelf)}
        ${this.#newest(shelf)}
        ${this.#more()}
      </div>`;
  }

  /** How the last restore ended: it took the page with it. @param {Shelf} shelf */
  #restored({ info }) {
    const event = info.last_action_event;
    if (event?.manager_state !== "restore_backup" || event.reason === "cancelled") return nothing;
    if (event.state === "completed") return html`<div class="note" role="status">${icon("check")}<div>${t("backups.restore.completed")}</div></div>`;
    if (event.state !== "failed") return nothing;
    return html`<div class="note bad" role="status">${icon("alert")}<div>${t("backups.restore.failed")} ${reasonOf(event.reason ?? "")} ${t("backups.restore.unchanged")}</div></div>`;
  }

  /** @param {Shelf} shelf */
  #locations(shelf) {
    const gone = shelf.wanted.filter((id) => !shelf.locations.has(id));
    return html`
      <section class="card" aria-labelledby="locations">
        <h2 id="locations">${t("backups.locations")}</h2>
        <ul class="rows">
          ${[...shelf.locations.values()].map((location) => this.#location(shelf, location))}
          ${gone.map((id) => html`
            <li>
              <span class="sign bad">${icon("cloud")}</span>
              <div class="what"><a href="/backups/locations/${encodeURIComponent(id)}">${shelf.nameOf(id)}</a>
                <span class="problem">${t("backups.location_gone")}</span></div>
            </li>`)}
        </ul>
      </section>`;
  }

  /** @param {Shelf} shelf @param {import("./data.js").Location} location */
  #location(shelf, location) {
    const { count, bytes, newest } = holdings(shelf, location.id);
    const owed = this.live.deliveries.find((each) => each.agent_id === location.id && each.error);
    const state = (this.states.value ?? []).find((/** @type {any} */ each) => each.agent_id === location.id);
    const tone = location.error ? "bad" : owed ? "wait" : "good";
    const used = shelf.config.automatic_backups_configured && !shelf.wanted.includes(location.id);
    return html`
      <li>
        <span class="sign ${tone}">${icon(placeIcon(location.id))}</span>
        <div class="what">
          <a href="/backups/locations/${encodeURIComponent(location.id)}">${location.name}</a>
          ${location.kind ? html`<small>${location.kind}</small>` : nothing}
          <small>${count
            ? html`${t("backups.holds", { count, size: size(bytes) })} · ${t("backups.newest")} ${newest ? moment(newest.date) : nothing}`
            : location.error ? nothing : t("backups.holds_none")}</small>
          ${state?.last_success ? html`<small>${t("backups.last_success")} ${moment(state.last_success)}</small>` : nothing}
          ${state?.total_bytes ? html`<small>${room(state.free_bytes, state.total_bytes)}</small>` : nothing}
          ${used ? html`<small>${t("backups.not_used")}</small>` : nothing}
          ${location.error ? html`<span class="problem">${location.error}</span>` : nothing}
        </div>
      </li>`;
  }

  /** @param {Shelf} shelf */
  #newest(shelf) {
    return html`
      <section class="card wide" aria-labelledby="newest">
        <div class="heading"><h2 id="newest">${t("backups.newest_ones")}</h2>
          ${shelf.backups.length ? html`<a href="/backups/all">${t("backups.all", { count: shelf.backups.length })}</a>` : nothing}</div>
        ${shelf.backups.length
          ? html`<ul class="rows">${shelf.backups.slice(0, NEWEST).map((backup) => html`<li class="backup-row">${summary(shelf, backup, this.live.deliveries)}</li>`)}</ul>`
          : html`<div class="empty">${icon("shield")}<p>${t("backups.list.none")}</p><p><a href="/backups/all">${t("backups.list.upload_one")}</a></p></div>`}
      </section>`;
  }

  #more = () => html`
    <nav class="wide buttons" aria-label=${t("backups.more")}>
      <a class="button quiet" href="/backups/history">${icon("clock")}${t("backups.history.title")}</a>
      <a class="button quiet" href="/backups/settings">${icon("gear")}${t("settings.title")}</a>
      <a class="button quiet" href="/backups/key">${icon("key")}${t("settings.key.title")}</a>
    </nav>`;
}
customElements.define("hk-backups", Overview);

/**
 * Why backups were not made, in the hub's words, whether nobody has said that the key is kept, and whether a copy is damaged and which
 * ones are there.
 * @returns {Promise<import("./status.js").Troubles & { damagedCopies: { backup_id: string, agent_id: string }[] }>}
 */
async function findTroubles() {
  const [{ issues }, texts] = await Promise.all([call("repairs/list_issues"), textsOf("issues", ["backup"])]);
  const own = issues.filter((/** @type {any} */ issue) => issue.domain === "backup");
  const why = own
    .filter((/** @type {any} */ issue) => WHY.test(issue.translation_key))
    .map((/** @type {any} */ issue) => {
      const key = `component.backup.issues.${issue.translation_key}`;
      const values = issue.translation_placeholders ?? {};
      return { title: texts(`${key}.title`, values) ?? issue.issue_id, text: texts(`${key}.description`, values) ?? "" };
    });
  const told = (/** @type {string} */ key) => own.some((/** @type {any} */ issue) => issue.translation_key === key && !issue.ignored);
  // Who ignores the issue does not mend the copy.
  const known = own.some((/** @type {any} */ issue) => issue.translation_key === DAMAGED);
  const damagedCopies = known ? (await call("homekeep/backup/retention/preview")).copies.filter((/** @type {any} */ copy) => copy.damaged) : [];
  return { why, unkept: told(UNKEPT), damaged: told(DAMAGED), damagedCopies };
}
