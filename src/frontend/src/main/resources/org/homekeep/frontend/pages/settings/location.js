// @ts-check
/** One location: what is there, whether it is well, and what is kept there. */

import { html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { Loaded, Subscribed } from "../../hub/live.js";
import { ago, inHubWords, size, t, when } from "../../text/texts.js";
import { ask } from "../../ui/dialog.js";
import { icon } from "../../ui/icons.js";
import { Page, go, say } from "../../ui/part.js";
import { room } from "../../ui/room.js";
import { Edits, reloaded } from "./edits.js";
import "./preview.js";
import { incomplete } from "./retention.js";
import { note, unique, waitingFor } from "./shared.js";
import "./test-location.js";
import { load, ownRetention, save, saveOwnRetention, settingsOf } from "./store.js";
import { retentionWords } from "./words.js";

/** @typedef {import("./store.js").Known} Known @typedef {import("./store.js").Retention} Retention */

class LocationPage extends Page {
  name = unique("own");

  known = new Loaded(this, async () => {
    const known = await load();
    this.edits.take(this.#values(known));
    return known;
  });

  backups = new Loaded(this, async () => {
    const info = await call("backup/info");
    return { ...info, agent_errors: await inHubWords(info.agent_errors) };
  });
  states = new Loaded(this, async () => (await call("homekeep/backup/locations")).locations);
  deliveries = new Loaded(this, async () => (await call("homekeep/backup/deliveries")).deliveries);
  delivering = new Subscribed(this, "homekeep/backup/deliveries/subscribe", ({ deliveries }) => {
    this.deliveries.value = deliveries;
    this.requestUpdate();
  });
  manager = new Subscribed(this, "backup/subscribe_events", ({ manager_state: state }) => state === "idle" && this.backups.value && this.#look());

  edits = new Edits(this, {
    load: () => reloaded(this.known),
    save: (before, after) => this.#save(before, after),
    problem: ({ retention }) => (retention && incomplete(retention) ? t("settings.retention.no_number") : ""),
    name: (part) => t(`settings.location.part_${part}`),
    saved: () => say(t("settings.saved")),
  });

  #look = () => {
    this.backups.reload();
    this.states.reload();
  };

  get #id() {
    return this.params.agent_id;
  }

  /** @param {Known} known */
  #values(known) {
    const { agentIds, encrypted } = settingsOf(known);
    return { used: agentIds.includes(this.#id), encrypted: encrypted[this.#id] ?? true, retention: ownRetention(known, this.#id) };
  }

  /** @param {any} before @param {any} after */
  async #save(before, after) {
    const settings = settingsOf(/** @type {Known} */ (this.known.value));
    const others = settings.agentIds.filter((id) => id !== this.#id);
    await save(settings, {
      ...settings,
      agentIds: after.used ? [...others, this.#id].sort() : others,
      encrypted: { ...settings.encrypted, [this.#id]: after.encrypted },
    });
    await saveOwnRetention(this.#id, before.retention, after.retention);
  }

  render() {
    const waiting = waitingFor(this.known);
    const place = this.known.value?.places.find((each) => each.id === this.#id);
    return html`
      <a class="back" href="/backups/settings">${icon("left")}${t("settings.title")}</a>
      <div class="column">
        ${waiting ? html`<h1>${t("settings.location.title")}</h1>${waiting}` : place ? this.#place(place) : this.#gone()}
      </div>`;
  }

  #gone() {
    const { agentIds } = settingsOf(/** @type {Known} */ (this.known.value));
    const used = agentIds.includes(this.#id);
    return html`
      <h1>${t("settings.location.unknown")}</h1>
      <section class="card">
        <p>${t(used ? "settings.location.unknown_used" : "settings.location.unknown_text", { id: this.#id })}</p>
        <div class="buttons">
          ${used ? html`<button type="button" class="danger" @click=${this.#remove}>${t("settings.location.remove")}</button>` : nothing}
          <a class="button quiet" href="/integrations">${t("nav.integrations")}</a>
        </div>
      </section>`;
  }

  #remove = async () => {
    const settings = settingsOf(/** @type {Known} */ (this.known.value));
    const agentIds = settings.agentIds.filter((id) => id !== this.#id);
    const done = await ask({
      heading: t("settings.location.remove_ask"),
      text: t("settings.location.remove_text", { id: this.#id }),
      action: t("settings.location.remove"),
      danger: true,
      run: () => save(settings, { ...settings, agentIds }),
    });
    if (!done) return;
    this.edits.guard.release();
    say(t("settings.saved"));
    go("/backups/settings");
  };

  /** @param {import("./store.js").Place} place */
  #place(place) {
    const { name, kind, domain, local } = place;
    return html`
      <div class="title"><div><h1>${name}</h1>${kind ? html`<p class="lead">${kind}</p>` : nothing}</div>
        ${local ? nothing : html`<a class="button quiet" href="/integrations/${domain}">${icon("plug")}${t("settings.location.integration")}</a>`}</div>
      <div class="stack">${this.#there()}${this.#waiting()}${this.#use(place)}${this.#retention(place)}</div>
      ${this.edits.bar()}`;
  }

  #there() {
    const waiting = waitingFor(this.backups);
    const { backups = [], agent_errors: errors = {} } = this.backups.value ?? {};
    const here = backups.filter((/** @type {any} */ each) => each.agents[this.#id])
      .sort((/** @type {any} */ one, /** @type {any} */ other) => Date.parse(one.date) - Date.parse(other.date));
    const bytes = here.reduce((/** @type {number} */ sum, /** @type {any} */ each) => sum + each.agents[this.#id].size, 0);
    const state = (this.states.value ?? []).find((/** @type {any} */ each) => each.agent_id === this.#id);
    const open = here.filter((/** @type {any} */ each) => !each.agents[this.#id].protected).length;
    return html`
      <section class="card" aria-labelledby="there">
        <h2 id="there">${t("settings.location.there")}</h2>
        ${errors[this.#id] ? html`<div role="alert">${note("bad", html`<p>${t("settings.location.no_answer")}</p><p>${errors[this.#id]}</p>`)}</div>` : nothing}
        ${waiting ?? (here.length ? html`
          <dl class="facts">
            <dt>${t("settings.location.number")}</dt><dd>${t("settings.location.backups", { count: here.length })}, ${size(bytes)}</dd>
            <dt>${t("settings.location.newest")}</dt><dd>${this.#backup(here[here.length - 1])}</dd>
            ${here.length > 1 ? html`<dt>${t("settings.location.oldest")}</dt><dd>${this.#backup(here[0])}</dd>` : nothing}
            ${state ? html`<dt>${t("settings.location.last_success")}</dt><dd>${this.#success(state.last_success)}</dd>` : nothing}
            <dt>${t("settings.location.encrypted")}</dt><dd>${open
              ? t("settings.location.open_backups", { count: open }) : t("settings.location.all_encrypted")}</dd>
          </dl>` : errors[this.#id] ? nothing : html`<p class="muted">${t("settings.location.nothing_there")}</p>`)}
        ${state?.total_bytes ? html`<p>${room(state.free_bytes, state.total_bytes)}</p>` : nothing}
        <hk-test-location .place=${this.#id} @tested=${this.#look}></hk-test-location>
      </section>`;
  }

  /** @param {string | null} at */
  #success = (at) => at
    ? html`${ago(at)} <span class="muted">${when(at)}</span>`
    : html`<span class="wait">${t("settings.location.no_success")}</span>`;

  /** @param {any} backup */
  #backup = ({ backup_id: id, name, date }) => html`
    <a href="/backups/all/${encodeURIComponent(id)}">${name}</a> <span class="muted" title=${when(date)}>${ago(date)}</span>`;

  #waiting() {
    const waiting = (this.deliveries.value ?? []).filter((/** @type {any} */ each) => each.agent_id === this.#id);
    if (!waiting.length) return nothing;
    return html`
      <section class="card" aria-labelledby="waiting">
        <h2 id="waiting">${t("settings.location.waiting", { count: waiting.length })}</h2>
        <ul class="rows">${waiting.map((/** @type {any} */ each) => html`
          <li>${icon("clock")}<span class="what"><a href="/backups/all/${encodeURIComponent(each.backup_id)}">${each.name ?? each.backup_id}</a>
            <small>${this.#state(each)}${each.error ? html` · ${each.error}` : nothing}</small></span></li>`)}</ul>
      </section>`;
  }

  /** @param {any} delivery */
  #state({ state, next_attempt: next }) {
    if (state !== "waiting") return t(`settings.location.${state}`);
    return next ? t("settings.location.next_attempt", { ago: ago(next) }) : t("settings.location.in_line");
  }

  /** @param {import("./store.js").Place} place */
  #use({ name, local }) {
    const { used, encrypted } = this.edits.value;
    const { config } = /** @type {Known} */ (this.known.value);
    return html`
      <section class="card" aria-labelledby="use">
        <h2 id="use">${t("settings.location.use")}</h2>
        <div class="form">
          <label class="check"><input type="checkbox" role="switch" .checked=${used}
            @change=${(/** @type {any} */ { target }) => this.edits.set({ used: target.checked })}>
            <span>${t("settings.location.part_used")}<small>${t(used ? "settings.location.used" : "settings.location.not_used")}</small></span></label>
          ${config.create_backup.password === null ? note("wait", html`${t("settings.key.not_set")} <a href="/backups/key">${t("settings.key.title")}</a>`) : html`
            <label class="check"><input type="checkbox" role="switch" .checked=${encrypted}
              @change=${(/** @type {any} */ { target }) => this.edits.set({ encrypted: target.checked })}>
              <span>${t("settings.locations.encrypted")}<small>${t("settings.location.from_now_on")}</small></span></label>
            ${encrypted ? nothing
              : note(local ? "" : "wait", t(local ? "settings.locations.open_here" : "settings.locations.open_away", { name }), "unlock")}`}
        </div>
      </section>`;
  }

  /** @param {import("./store.js").Place} place */
  #retention({ id }) {
    const known = /** @type {Known} */ (this.known.value);
    const { places } = known;
    /** @type {Retention | null} */
    const own = this.edits.value.retention;
    const everywhere = settingsOf(known).retention;
    const asked = { agents: { [id]: own
      ? { retention: { copies: own.copies, days: own.days }, generations: own.generations } : { retention: null, generations: null } } };
    return html`
      <section class="card" aria-labelledby="kept">
        <h2 id="kept">${t("settings.part_retention")}</h2>
        <div class="form">
          <fieldset>
            <legend class="unseen">${t("settings.part_retention")}</legend>
            ${this.#option(own === null, t("settings.location.as_everywhere"), retentionWords(everywhere), null)}
            ${this.#option(own !== null, t("settings.location.own"), "", ownRetention(known, id) ?? everywhere)}
          </fieldset>
          ${own ? html`<hk-retention-fields titled .value=${own}
            @edit=${(/** @type {any} */ { detail }) => this.edits.set({ retention: detail })}></hk-retention-fields>` : nothing}
          ${this.edits.changed.includes("retention") && !(own && incomplete(own)) ? html`
            <hk-retention-preview .places=${places} .only=${id} .asked=${asked}></hk-retention-preview>` : nothing}
        </div>
      </section>`;
  }

  /** @param {boolean} on @param {string} label @param {string} hint @param {Retention | null} value */
  #option = (on, label, hint, value) => html`
    <label class="check"><input type="radio" name=${this.name} .checked=${on} @change=${() => this.edits.set({ retention: value })}>
      <span>${label}${hint ? html`<small>${hint}</small>` : nothing}</span></label>`;
}
customElements.define("hk-backup-location", LocationPage);
