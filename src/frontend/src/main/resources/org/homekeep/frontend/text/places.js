// @ts-check
/** What people call the locations of backups, the same on every page. */

import { t } from "./texts.js";

/** The location on this system. */
export const HERE = "backup.local";

/** Of the integration that a location comes from. @param {string} agentId */
export const domainOf = (agentId) => agentId.split(".")[0];

/**
 * The name of a location, and of what kind it is where the name does not say that.
 * @param {{ agent_id: string, name: string }} agent
 * @param {string} integration what its integration is called
 */
export function placeNames({ agent_id: id, name }, integration) {
  if (id === HERE) return { name: t("backups.here"), kind: t("backups.here_kind") };
  const plain = name.trim() === "" || name.toLowerCase() === domainOf(id) || name === integration;
  return plain ? { name: integration, kind: "" } : { name, kind: integration };
}

/**
 * Tells locations apart that people gave one name: by their kind, and those of one kind by a number. The one on this system keeps its name.
 * @template {{ id: string, name: string, kind: string }} T
 * @param {T[]} places
 * @returns {T[]}
 */
export function apart(places) {
  const withKind = renamed(places, ({ name, kind }) => ({ name: kind ? `${name} (${kind})` : name, kind: "" }));
  return renamed(withKind, ({ name, kind }, index) => ({ name: `${name} ${index + 1}`, kind }));
}

/**
 * @template {{ id: string, name: string, kind: string }} T
 * @param {T[]} places @param {(place: T, index: number) => { name: string, kind: string }} rename
 * @returns {T[]}
 */
const renamed = (places, rename) => places.map((place) => {
  const alike = places.filter(({ name }) => name === place.name).sort((one, other) => (one.id < other.id ? -1 : 1));
  return alike.length > 1 && place.id !== HERE ? { ...place, ...rename(place, alike.indexOf(place)) } : place;
});
