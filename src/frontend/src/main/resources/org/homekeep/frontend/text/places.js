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
  const plain = name.toLowerCase() === domainOf(id) || name === integration;
  return plain ? { name: integration, kind: "" } : { name, kind: integration };
}
