// @ts-check
/** The settings of automatic backups: changed on the page, looked at, and then saved. */

import { html, nothing } from "lit";
import { Loaded, Subscribed } from "../../hub/live.js";
import { ago, t } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";
import { Page, say } from "../../ui/part.js";
import "./contents.js";
import { Edits, reloaded } from "./edits.js";
import "./locations.js";
import "./preview.js";
import { incomplete } from "./retention.js";
import "./schedule.js";
import { note, waitingFor } from "./shared.js";
import { load, save, settingsOf } from "./store.js";
import { momentAt, scheduleWords } from "./words.js";

/** @typedef {import("./store.js").Settings} Settings @typedef {import("./store.js").Known} Known */

/** @param {Settings} settings */
function problem({ schedule, retention, agentIds }) {
  if (schedule.recurrence === "custom_days" && !schedule.days.length) return t("settings.schedule.no_day");
  if (incomplete(retention)) return t("settings.retention.no_number");
  return schedule.recurrence !== "never" && !agentIds.length ? t("settings.locations.none") : "";
}

class BackupSettings extends Page {
  known = new Loaded(this, async () => {
    const known = await load();
    this.edits.take(settingsOf(known));
    return known;
  });

  edits = new Edits(this, {
    load: () => reloaded(this.known),
    save,
    problem,
    name: (part) => t(`settings.part_${part.toLowerCase()}`),
    saved: () => say(t("settings.saved")),
  });

  entries = new Subscribed(this, "config_entries/subscribe", () => this.known.value && this.known.reload());

  /** @param {Partial<Settings>} change */
  #set = (change) => this.edits.set(change);

  /** @param {boolean} on */
  #switch(on) {
    const { schedule } = /** @type {Settings} */ (this.edits.value);
    const some = schedule.days.length > 0 && schedule.days.length < 7;
    this.#set({ schedule: { ...schedule, recurrence: on ? (some ? "custom_days" : "daily") : "never" } });
  }

  render() {
    return html`
      <a class="back" href="/backups">${icon("left")}${t("nav.backups")}</a>
      <div class="column">
        <h1>${t("settings.title")}</h1>
        ${waitingFor(this.known) ?? this.#shown()}
      </div>`;
  }

  #shown() {
    const { config } = /** @type {Known} */ (this.known.value);
    return html`
      ${config.automatic_backups_configured ? nothing
        : note("wait", html`<p>${t("settings.not_configured")}</p><a class="button small" href="/backups/setup">${t("settings.wizard.title")}</a>`)}
      <div class="stack">${this.#when()}${this.#locations()}${this.#contents()}${this.#retention()}${this.#key()}</div>
      ${this.edits.bar()}`;
  }

  #when() {
    const { zone, config } = /** @type {Known} */ (this.known.value);
    const { schedule } = /** @type {Settings} */ (this.edits.value);
    const on = schedule.recurrence !== "never";
    const next = config.next_automatic_backup;
    return html`
      <section class="card" aria-labelledby="when">
        <h2 id="when">${t("settings.part_schedule")}</h2>
        <div class="form">
          <label class="check"><input type="checkbox" role="switch" .checked=${on} @change=${(/** @type {any} */ { target }) => this.#switch(target.checked)}>
            <span>${t("settings.automatic")}<small>${on ? scheduleWords(schedule) : t("settings.automatic_off")}</small></span></label>
          ${on ? html`<hk-schedule-fields .value=${schedule} .zone=${zone}
            @edit=${(/** @type {any} */ { detail }) => this.#set({ schedule: detail })}></hk-schedule-fields>` : nothing}
          ${on && next && !this.edits.changed.includes("schedule")
            ? html`<p class="muted">${t("settings.next", { ago: ago(next), when: momentAt(next, zone) })}</p>` : nothing}
        </div>
      </section>`;
  }

  #locations() {
    const { places, config } = /** @type {Known} */ (this.known.value);
    return html`
      <section class="card" aria-labelledby="where">
        <div class="heading"><h2 id="where">${t("settings.part_agentids")}</h2>
          <a class="button quiet small" href="/integrations">${icon("plus")}${t("settings.locations.add")}</a></div>
        <hk-location-fields links ?keyless=${config.create_backup.password === null} .value=${this.edits.value} .places=${places}
          @edit=${(/** @type {any} */ { detail }) => this.#set({ agentIds: detail.agentIds, encrypted: detail.encrypted })}></hk-location-fields>
      </section>`;
  }

  #contents() {
    const { folders } = /** @type {Known} */ (this.known.value);
    return html`
      <section class="card" aria-labelledby="what">
        <h2 id="what">${t("settings.part_contents")}</h2>
        <hk-contents-fields .value=${this.edits.value.contents} .folders=${folders}
          @edit=${(/** @type {any} */ { detail }) => this.#set({ contents: detail })}></hk-contents-fields>
      </section>`;
  }

  #retention() {
    const { retention } = /** @type {Settings} */ (this.edits.value);
    const { places } = /** @type {Known} */ (this.known.value);
    return html`
      <section class="card" aria-labelledby="how-long">
        <h2 id="how-long">${t("settings.part_retention")}</h2>
        <div class="form">
          <hk-retention-fields titled .value=${retention} @edit=${(/** @type {any} */ { detail }) => this.#set({ retention: detail })}></hk-retention-fields>
          ${this.edits.changed.includes("retention") && !incomplete(retention) ? html`
            <hk-retention-preview .places=${places} .asked=${asked(retention)}></hk-retention-preview>` : nothing}
          <small class="muted">${t("settings.retention.automatic_only")}</small>
        </div>
      </section>`;
  }

  #key() {
    const { config } = /** @type {Known} */ (this.known.value);
    return html`
      <section class="card" aria-labelledby="key">
        <div class="heading"><h2 id="key">${t("settings.key.title")}</h2>
          <a class="button quiet small" href="/backups/key" aria-label=${t("settings.key.manage_it")}>${icon("key")}${t("settings.key.manage")}</a></div>
        <p class="muted">${t(config.create_backup.password === null ? "settings.key.not_set" : "settings.key.set")}</p>
      </section>`;
  }
}
customElements.define("hk-backup-settings", BackupSettings);

/** @param {import("./store.js").Retention} retention */
const asked = ({ copies, days, generations }) => ({ retention: { copies, days }, generations });
