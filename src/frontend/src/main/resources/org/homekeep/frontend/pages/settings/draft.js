// @ts-check
/** What somebody has chosen in the wizard so far: it outlives a visit to another page, and a reload. No key is in it. */

import { RECOMMENDED, settingsOf } from "./store.js";

const STORE = "homekeep.setup";

/**
 * @typedef {"welcome" | "key" | "schedule" | "contents" | "locations" | "summary"} Step
 * @typedef {{ way: "recommended" | "own", step: Step, made: string, kept: boolean, asked: string[],
 *   settings: import("./store.js").Settings }} Draft
 *   `made`: the fingerprint of a key that waits for being kept and used; `asked`: the locations that were there so far
 */

/** @type {Step[]} */
export const STEPS = ["welcome", "key", "schedule", "contents", "locations", "summary"];

/** @returns {Draft | undefined} */
export function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param {Draft} draft */
export const store = (draft) => sessionStorage.setItem(STORE, JSON.stringify(draft));

export const forget = () => sessionStorage.removeItem(STORE);

/** A new draft: what is recommended, or what is set already. @param {import("./store.js").Known} known @returns {Draft} */
export function begin(known) {
  const settings = settingsOf(known);
  const places = known.places.map((place) => place.id);
  // What somebody has switched off stays off; on a hub without settings everything is on.
  const chosen = known.config.automatic_backups_configured ? {} : { ...RECOMMENDED, agentIds: [...new Set([...settings.agentIds, ...places])].sort() };
  return { way: "recommended", step: "welcome", made: "", kept: false, asked: places, settings: { ...settings, ...chosen } };
}

/**
 * Switches locations on that have come since; whoever adds one here wants backups in it.
 * @param {Draft} draft @param {import("./store.js").Place[]} places
 * @returns {string[]} those that are new
 */
export function takeIn(draft, places) {
  const fresh = places.map((place) => place.id).filter((id) => !draft.asked.includes(id));
  draft.asked = [...draft.asked, ...fresh];
  const { settings } = draft;
  settings.agentIds = [...new Set([...settings.agentIds, ...fresh])].sort();
  for (const { id } of places) settings.encrypted[id] ??= true;
  return fresh;
}

/** The steps of a way. @param {Draft} draft */
export const stepsOf = (draft) => (draft.way === "own" ? STEPS : STEPS.filter((step) => ["welcome", "key", "summary"].includes(step)));
