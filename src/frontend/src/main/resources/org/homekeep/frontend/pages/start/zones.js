// @ts-check
/** Choosing a time zone. */

import { html } from "lit";
import { language, t } from "../../text/texts.js";

/** By continent, as people look for them. @param {string} chosen */
function groups(chosen) {
  const zones = new Set([...Intl.supportedValuesOf("timeZone"), "UTC", chosen]);
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const zone of [...zones].sort()) {
    const group = zone.includes("/") ? zone.slice(0, zone.indexOf("/")) : "UTC";
    found.set(group, [...(found.get(group) ?? []), zone]);
  }
  return [...found];
}

/** @param {string} zone */
const nowIn = (zone) => new Intl.DateTimeFormat(language, { timeZone: zone, timeStyle: "short", dateStyle: "medium" }).format(new Date());

/** @param {string} zone */
const place = (zone) => zone.slice(zone.indexOf("/") + 1).replaceAll("_", " ").replaceAll("/", " – ");

/**
 * @param {string} chosen
 * @param {(zone: string) => void} onChoose
 */
export const zoneField = (chosen, onChoose) => html`
  <div class="field">
    <label for="field-zone">${t("start.home.zone")}</label>
    <select id="field-zone" name="zone" aria-describedby="zone-hint"
      @change=${(/** @type {any} */ event) => onChoose(event.target.value)}>
      ${groups(chosen).map(([name, zones]) => html`
        <optgroup label=${name}>
          ${zones.map((zone) => html`<option value=${zone} ?selected=${zone === chosen}>${place(zone)}</option>`)}
        </optgroup>`)}
    </select>
    <small id="zone-hint">${t("start.home.zone_hint", { time: nowIn(chosen) })}</small>
  </div>`;
