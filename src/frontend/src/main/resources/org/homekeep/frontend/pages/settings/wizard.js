// @ts-check
/** Setting automatic backups up: a key that is kept, when, what, and where to. Nothing is in force before the end. */

import { html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { Loaded, Subscribed } from "../../hub/live.js";
import { list, t } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";
import { Page, go, say } from "../../ui/part.js";
import { Submission } from "../../ui/submission.js";
import "./contents.js";
import { STEPS, begin, forget, stepsOf, store, stored, takeIn } from "./draft.js";
import { Guard } from "./guard.js";
import "./keep-key.js";
import "./locations.js";
import { incomplete } from "./retention.js";
import "./schedule.js";
import { errorOf, note, waitingFor } from "./shared.js";
import { load, nameOf, save, settingsOf } from "./store.js";
import { contentsWords, retentionWords, scheduleWords, zoneWords } from "./words.js";

/** @typedef {import("./draft.js").Step} Step @typedef {import("./draft.js").Draft} Draft */

const PATH = "/backups/setup";
const KEYS = "homekeep/backup/keys";
/** A location is there a moment after its integration says so. */
const LATER_MS = 700;

class Wizard extends Page {
  static properties = { ...Page.properties, held: { state: true }, backUp: { state: true } };

  submission = new Submission(this);
  known = new Loaded(this, () => this.#load());
  entries = new Subscribed(this, "config_entries/subscribe", () => this.#come());
  guard = new Guard(this, () => (this.draft?.made && !this.draft.kept
    ? { heading: t("settings.wizard.leave"), text: t("settings.wizard.leave_text"), action: t("settings.leave") } : undefined));

  constructor() {
    super();
    /** @type {Draft | undefined} */
    this.draft = undefined;
    /** The key that is to be kept. @type {any} */
    this.held = undefined;
    /** The key in use, as the key ring describes it. @type {any} */
    this.active = undefined;
    /** @type {string[]} */
    this.fresh = [];
    this.backUp = true;
  }

  async #load() {
    const [known, { keys }] = await Promise.all([load(), call(`${KEYS}/list`)]);
    this.active = keys.find((/** @type {any} */ key) => key.active);
    if (!this.draft) {
      this.draft = stored();
      if (this.draft && !this.params.query.get("step")) go(`${PATH}?step=${this.draft.step}`, { replace: true });
      this.draft ??= begin(known);
    }
    if (this.draft.made && !keys.some((/** @type {any} */ key) => key.fingerprint === this.draft?.made)) {
      Object.assign(this.draft, { made: "", kept: false });
    }
    this.fresh = [...new Set([...this.fresh, ...takeIn(this.draft, known.places)])];
    store(this.draft);
    return known;
  }

  /** @type {number | undefined} */
  #coming;

  /** Integrations came or went, and locations with them. */
  #come() {
    clearTimeout(this.#coming);
    this.#coming = setTimeout(() => this.isConnected && this.draft && this.known.reload(), LATER_MS);
  }

  /** Where the address says, but not past a key that is not kept. @returns {Step} */
  get #step() {
    const asked = /** @type {Step} */ (this.params.query?.get("step") ?? "welcome");
    const at = STEPS.indexOf(asked);
    return at > STEPS.indexOf("key") && !this.#hasKey ? "key" : STEPS[Math.max(0, at)];
  }

  get #hasKey() {
    return this.active !== undefined || this.draft?.kept === true;
  }

  updated() {
    super.updated();
    if (this.known.value && this.#step === "key") this.#makeKey();
  }

  /** There is a key to keep when there is none in use. It encrypts nothing before the end. */
  async #makeKey() {
    if (this.held || this.submission.busy || this.submission.error || this.draft?.kept) return;
    if (this.active?.confirmed) return;
    await this.submission.run(async () => {
      const draft = /** @type {Draft} */ (this.draft);
      const fingerprint = this.active?.fingerprint ?? draft.made;
      this.held = await (fingerprint ? call(`${KEYS}/show`, { fingerprint }) : call(`${KEYS}/new`));
      if (!this.active) draft.made = this.held.fingerprint;
      store(draft);
    });
  }

  #kept = () => {
    if (this.active) this.active = { ...this.active, confirmed: new Date().toISOString() };
    else this.#keep({ kept: true });
    this.held = undefined;
    this.#go(1);
  };

  /** @param {Partial<Draft>} change */
  #keep(change) {
    Object.assign(/** @type {Draft} */ (this.draft), change);
    store(/** @type {Draft} */ (this.draft));
    this.requestUpdate();
  }

  /** @param {Partial<import("./store.js").Settings>} change */
  #set = (change) => this.#keep({ settings: { .../** @type {Draft} */ (this.draft).settings, ...change } });

  /** @param {number} by */
  #go(by) {
    const steps = stepsOf(/** @type {Draft} */ (this.draft));
    this.#to(steps[steps.indexOf(this.#step) + by] ?? "summary");
  }

  /** @param {Step} step */
  #to(step) {
    this.#keep({ step });
    this.submission.error = "";
    go(`${PATH}?step=${step}`);
  }

  /** @param {Draft["way"]} way */
  #begin(way) {
    this.#keep({ way });
    this.#go(1);
  }

  #finish = () => this.submission.run(async () => {
    const { made, settings } = /** @type {Draft} */ (this.draft);
    if (!this.active) await call(`${KEYS}/new`, { activate: true, fingerprint: made, kit_saved: true });
    const before = settingsOf(await load());
    await save(before, settings, { configured: true });
    if (this.backUp) await call("backup/generate_with_automatic_settings");
    forget();
    this.guard.release();
    say(t(this.backUp ? "settings.wizard.on_and_made" : "settings.wizard.on"));
    go("/backups");
  });

  render() {
    return html`<div class="column">${waitingFor(this.known) ? html`<h1>${t("settings.wizard.title")}</h1>${waitingFor(this.known)}` : this.#shown()}</div>`;
  }

  #shown() {
    const draft = /** @type {Draft} */ (this.draft);
    const steps = stepsOf(draft);
    const step = this.#step;
    const at = steps.indexOf(step);
    return html`
      ${step === "welcome" || at < 0 ? nothing : html`
        <div class="progress"><span>${t("settings.step", { at, of: steps.length - 1 })}</span>
          <progress max=${steps.length - 1} value=${at} aria-label=${t("settings.progress")}></progress></div>`}
      <h1>${t(step === "welcome" ? "settings.wizard.title" : `settings.wizard.${step}`)}</h1>
      <p class="lead">${t(`settings.wizard.${step}_lead`)}</p>
      ${this[`_${step}`](draft)}`;
  }

  _welcome() {
    const { config, places } = /** @type {import("./store.js").Known} */ (this.known.value);
    const draft = /** @type {Draft} */ (this.draft);
    const names = places.filter((place) => draft.settings.agentIds.includes(place.id)).map((place) => place.name);
    return html`
      ${config.automatic_backups_configured
        ? note("", html`${t("settings.wizard.already")} <a href="/backups/settings">${t("settings.title")}</a>`) : nothing}
      <section class="card">
        <h2>${t("settings.wizard.recommended")}</h2>
        <ul class="bullets">
          <li>${icon("clock")}<span>${scheduleWords(draft.settings.schedule)}</span></li>
          <li>${icon("list")}<span>${retentionWords(draft.settings.retention)}</span></li>
          <li>${icon("lock")}<span>${t("settings.wizard.encrypted_words")}</span></li>
          <li>${icon("disk")}<span>${t("settings.wizard.places_words", { names: list(names) })}</span></li>
        </ul>
        <div class="ends">
          <button type="button" class="quiet" @click=${() => this.#begin("own")}>${t("settings.wizard.choose")}</button>
          <button type="button" @click=${() => this.#begin("recommended")}>${t("settings.wizard.use_recommended")}</button>
        </div>
      </section>`;
  }

  _key() {
    if (this.#hasKey && !(this.active && !this.active.confirmed)) {
      return html`<section class="card">${note("", t(this.active ? "settings.wizard.key_there" : "settings.wizard.key_kept"), "check")}</section>
        ${this.#ends()}`;
    }
    return html`
      <section class="card">
        ${this.held
          ? html`<hk-keep-key .held=${this.held} @kept=${this.#kept}></hk-keep-key>`
          : this.submission.error
            ? html`${errorOf(this.submission.error)}<button type="button" class="quiet" @click=${this.#again}>${t("common.retry")}</button>`
            : html`<span class="skeleton"></span><span class="skeleton"></span>`}
      </section>
      <div class="ends"><button type="button" class="quiet" @click=${() => this.#go(-1)}>${t("common.back")}</button>
        ${this.active ? html`<button type="button" class="quiet" @click=${() => this.#go(1)}>${t("settings.wizard.confirm_later")}</button>` : nothing}</div>`;
  }

  #again = () => {
    this.submission.error = "";
    this.requestUpdate();
  };

  /** @param {Draft} draft */
  _schedule({ settings: { schedule, retention } }) {
    const { zone } = /** @type {import("./store.js").Known} */ (this.known.value);
    const ready = !(schedule.recurrence === "custom_days" && !schedule.days.length) && !incomplete(retention);
    return html`
      <section class="card"><hk-schedule-fields .value=${schedule} .zone=${zone}
        @edit=${(/** @type {any} */ { detail }) => this.#set({ schedule: detail })}></hk-schedule-fields></section>
      <section class="card"><hk-retention-fields .value=${retention}
        @edit=${(/** @type {any} */ { detail }) => this.#set({ retention: detail })}></hk-retention-fields></section>
      ${this.#ends(ready)}`;
  }

  /** @param {Draft} draft */
  _contents({ settings: { contents } }) {
    const { folders } = /** @type {import("./store.js").Known} */ (this.known.value);
    return html`
      <section class="card"><hk-contents-fields .value=${contents} .folders=${folders}
        @edit=${(/** @type {any} */ { detail }) => this.#set({ contents: detail })}></hk-contents-fields></section>
      ${this.#ends()}`;
  }

  /** @param {Draft} draft */
  _locations({ settings }) {
    const { places } = /** @type {import("./store.js").Known} */ (this.known.value);
    return html`
      <section class="card"><hk-location-fields .value=${settings} .places=${places} .fresh=${this.fresh}
        @edit=${(/** @type {any} */ { detail }) => this.#set({ agentIds: detail.agentIds, encrypted: detail.encrypted })}></hk-location-fields></section>
      <section class="card"><h2>${t("settings.locations.elsewhere")}</h2><p>${t("settings.locations.elsewhere_text")}</p>
        <a class="button quiet" href="/integrations">${icon("plus")}${t("settings.locations.add")}</a></section>
      ${this.#ends(this.#somewhere)}`;
  }

  get #somewhere() {
    const { places } = /** @type {import("./store.js").Known} */ (this.known.value);
    return places.some((place) => this.draft?.settings.agentIds.includes(place.id));
  }

  /** @param {Draft} draft */
  _summary({ settings: { schedule, retention, contents, agentIds, encrypted } }) {
    const { zone, folders, places } = /** @type {import("./store.js").Known} */ (this.known.value);
    const open = agentIds.filter((id) => encrypted[id] === false);
    const away = agentIds.some((id) => places.some((place) => place.id === id && !place.local));
    const { busy, error } = this.submission;
    return html`
      <section class="card">
        <ul class="rows summary">
          ${this.#line("clock", "schedule", html`${scheduleWords(schedule)}<small>${zoneWords(zone)}</small>`)}
          ${this.#line("list", "schedule", retentionWords(retention), t("settings.retention.legend"))}
          ${this.#line("check", "contents", contentsWords(contents, folders))}
          ${this.#line("disk", "locations", html`${list(agentIds.map((id) => nameOf(places, id)))}<small>${open.length
            ? t("settings.wizard.not_encrypted", { names: list(open.map((id) => nameOf(places, id))) })
            : t("settings.wizard.all_encrypted")}</small>`)}
        </ul>
      </section>
      ${away ? nothing : html`<section class="card">${note("wait", t("settings.locations.only_here"))}
        <a class="button quiet" href="/integrations">${icon("plus")}${t("settings.locations.add")}</a></section>`}
      <section class="card">
        <label class="check"><input type="checkbox" .checked=${this.backUp} @change=${(/** @type {any} */ { target }) => (this.backUp = target.checked)}>
          <span>${t("settings.wizard.back_up_now")}<small>${t("settings.wizard.back_up_now_hint")}</small></span></label>
        ${errorOf(error)}
      </section>
      <div class="ends">
        <button type="button" class="quiet" ?disabled=${busy} @click=${() => this.#go(-1)}>${t("common.back")}</button>
        <button type="button" ?disabled=${busy || !this.#somewhere} @click=${this.#finish}>${t("settings.wizard.finish")}</button>
      </div>`;
  }

  /** @param {string} sign @param {Step} step @param {unknown} words @param {string} [about] */
  #line = (sign, step, words, about = t(`settings.wizard.${step}`)) => html`
    <li>${icon(sign)}<span class="what">${words}</span>
      <button type="button" class="quiet small" aria-label=${t("settings.change_this", { what: about })}
        @click=${() => this.#alter(step)}>${t("settings.change")}</button></li>`;

  /** @param {Step} step */
  #alter(step) {
    this.#keep({ way: "own" });
    this.#to(step);
  }

  #ends = (ready = true) => html`
    <div class="ends">
      <button type="button" class="quiet" @click=${() => this.#go(-1)}>${t("common.back")}</button>
      <button type="button" ?disabled=${!ready} @click=${() => this.#go(1)}>${t("common.next")}</button>
    </div>`;
}
customElements.define("hk-backup-setup", Wizard);
