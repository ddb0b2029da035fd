// @ts-check
/** Where backups go, and which of them are encrypted there. */

import { html, nothing } from "lit";
import { t } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";
import { Part } from "../../ui/part.js";
import { edited, note } from "./shared.js";

/** @typedef {{ agentIds: string[], encrypted: Record<string, boolean> }} Locations */

class LocationFields extends Part {
  static properties = { value: { attribute: false }, places: { attribute: false }, fresh: { attribute: false }, links: { type: Boolean }, keyless: { type: Boolean } };

  constructor() {
    super();
    /** @type {Locations} */
    this.value = { agentIds: [], encrypted: {} };
    /** @type {import("./store.js").Place[]} */
    this.places = [];
    /** Those that were not there before. @type {string[]} */
    this.fresh = [];
    /** Whether there is a page about each to go to. */
    this.links = false;
    /** Whether there is no key, so that nothing is encrypted anywhere. */
    this.keyless = false;
  }

  /** @param {string} id @param {boolean} on */
  #use(id, on) {
    const ids = this.value.agentIds.filter((each) => each !== id);
    edited(this, { ...this.value, agentIds: on ? [...ids, id].sort() : ids });
  }

  /** @param {string} id @param {boolean} on */
  #encrypt(id, on) {
    edited(this, { ...this.value, encrypted: { ...this.value.encrypted, [id]: on } });
  }

  render() {
    const missing = this.value.agentIds.filter((id) => !this.places.some((place) => place.id === id));
    const used = this.value.agentIds.length - missing.length;
    return html`
      <ul class="places">
        ${this.places.map((place) => this.#place(place))}
        ${missing.map((id) => html`
          <li class="place"><div><span><b>${id}</b> <span class="chip bad">${icon("alert")}${t("settings.locations.missing")}</span></span>
            <button type="button" class="quiet small" @click=${() => this.#use(id, false)}
              aria-label=${t("settings.locations.remove_this", { name: id })}>${t("settings.locations.remove")}</button></div>
            ${note("wait", t("settings.locations.missing_hint"))}</li>`)}
      </ul>
      ${this.#advice(used)}`;
  }

  /** @param {number} used */
  #advice(used) {
    if (used === 0) return html`<p class="error" role="alert">${t("settings.locations.none")}</p>`;
    const away = this.places.some((place) => !place.local && this.value.agentIds.includes(place.id));
    return away ? nothing : note("wait", t("settings.locations.only_here"));
  }

  /** @param {import("./store.js").Place} place */
  #place({ id, name, kind, local }) {
    const used = this.value.agentIds.includes(id);
    return html`
      <li class="place">
        <div>
          <label class="check"><input type="checkbox" role="switch" .checked=${used} aria-label=${name}
            @change=${(/** @type {any} */ { target }) => this.#use(id, target.checked)}>
            <span><b>${name}</b> ${this.fresh.includes(id) ? html`<span class="chip good">${t("settings.locations.fresh")}</span>` : nothing}
              ${kind ? html`<small>${kind}</small>` : nothing}</span></label>
          ${this.links ? html`<a class="button quiet small" href="/backups/locations/${encodeURIComponent(id)}"
            aria-label=${t("settings.locations.about", { name })}>${t("settings.locations.details")}</a>` : nothing}
        </div>
        ${used && !this.keyless ? this.#encryption(id, name, local) : nothing}
      </li>`;
  }

  /** @param {string} id @param {string} name @param {boolean} local */
  #encryption(id, name, local) {
    const on = this.value.encrypted[id] ?? true;
    return html`
      <div class="inset">
        <label class="check"><input type="checkbox" role="switch" .checked=${on}
          @change=${(/** @type {any} */ { target }) => this.#encrypt(id, target.checked)}>
          <span>${t("settings.locations.encrypted")}<span class="unseen"> ${name}</span></span></label>
        ${on ? nothing : note(local ? "" : "wait", t(local ? "settings.locations.open_here" : "settings.locations.open_away", { name }), "unlock")}
      </div>`;
  }
}
customElements.define("hk-location-fields", LocationFields);
