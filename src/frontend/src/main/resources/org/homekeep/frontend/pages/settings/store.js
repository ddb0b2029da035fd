// @ts-check
/** The settings of backups as people think of them, and how they are read from the hub and written to it. */

import { call } from "../../hub/connection.js";
import { HERE, apart, domainOf, placeNames } from "../../text/places.js";
import { textsOf } from "../../text/texts.js";
import { same } from "./shared.js";

/**
 * @typedef {{ recurrence: "never" | "daily" | "custom_days", days: string[], time: string | null }} Schedule
 * @typedef {{ daily?: number, weekly?: number, monthly?: number, yearly?: number }} Generations
 * @typedef {{ copies: number | null, days: number | null, generations: Generations }} Retention
 * @typedef {{ database: boolean, folders: string[] | null, excludes: string[] }} Contents `folders` null for all
 * @typedef {{ schedule: Schedule, retention: Retention, contents: Contents, agentIds: string[],
 *   encrypted: Record<string, boolean> }} Settings
 * @typedef {{ id: string, name: string, kind: string, domain: string, local: boolean }} Place
 * @typedef {{ config: any, policy: any, places: Place[], folders: string[], zone: string }} Known
 */

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
export const PERIODS = /** @type {const} */ (["daily", "weekly", "monthly", "yearly"]);

/**
 * So many are never there: with it in force nothing is deleted between two changes that belong together. Where the line breaks between
 * them it stays, and the page says so.
 */
export const EVERYTHING = { copies: 9999, days: null };

/** What is recommended to everybody. */
export const RECOMMENDED = {
  schedule: /** @type {Schedule} */ ({ recurrence: "daily", days: [], time: null }),
  retention: /** @type {Retention} */ ({ copies: null, days: null, generations: { daily: 7, weekly: 4, monthly: 3 } }),
};

/** Asks for all that there is to know. @returns {Promise<Known>} */
export async function load() {
  const [{ config }, policy, { agents, folders = [] }, { time_zone: zone }] = await Promise.all([
    call("backup/config/info"), call("homekeep/backup/retention/info"), call("backup/agents/info"), call("get_config"),
  ]);
  return { config, policy, places: await placesOf(agents), folders, zone };
}

/** @param {{ agent_id: string, name: string }[]} agents @returns {Promise<Place[]>} */
export async function placesOf(agents) {
  const domains = [...new Set(agents.map((each) => domainOf(each.agent_id)))].sort();
  const title = await textsOf("title", domains).catch(() => () => undefined);
  return apart(agents.map((agent) => {
    const { agent_id: id } = agent;
    const domain = domainOf(id);
    return { id, domain, local: id === HERE, ...placeNames(agent, title(`component.${domain}.title`) ?? domain) };
  }));
}

/** A location for people, also one that is not there. @param {Place[]} places @param {string} id */
export const nameOf = (places, id) => places.find((each) => each.id === id)?.name ?? id;

/** @param {any} generations @returns {Generations} */
const kept = (generations) => Object.fromEntries(PERIODS.filter((each) => generations?.[each]).map((each) => [each, generations[each]]));

/** @param {Known} known @returns {Settings} */
export function settingsOf({ config, policy, places }) {
  const { create_backup: create, schedule, retention, agents } = config;
  const ids = [...new Set([...places.map((each) => each.id), ...create.agent_ids])];
  return {
    schedule: { recurrence: schedule.recurrence, days: DAYS.filter((day) => schedule.days.includes(day)), time: schedule.time },
    retention: { copies: retention.copies, days: retention.days, generations: kept(policy.generations) },
    contents: {
      database: create.include_database,
      folders: create.include_folders?.length ? create.include_folders : null,
      excludes: create.excludes ?? [],
    },
    agentIds: [...create.agent_ids].sort(),
    encrypted: Object.fromEntries(ids.map((id) => [id, agents[id]?.protected ?? true])),
  };
}

/** What a location keeps; null when it is as everywhere. @param {Known} known @param {string} id @returns {Retention | null} */
export function ownRetention({ config, policy }, id) {
  const limits = config.agents[id]?.retention;
  const generations = policy.agents[id]?.generations;
  if (!limits && !generations) return null;
  const { copies, days } = limits ?? config.retention;
  return { copies, days, generations: kept(generations ?? policy.generations) };
}

/** The names of the parts of the settings in which two differ. @param {Settings} one @param {Settings} other */
const differences = (one, other) =>
  /** @type {(keyof Settings)[]} */ (["schedule", "retention", "contents", "agentIds", "encrypted"]).filter((part) => !same(one[part], other[part]));

/**
 * Writes what differs, and nothing else: never a key.
 * @param {Settings} before @param {Settings} after @param {{ configured?: boolean }} [more]
 */
export async function save(before, after, { configured = false } = {}) {
  const changed = differences(before, after);
  const create = {
    ...(changed.includes("agentIds") && { agent_ids: after.agentIds }),
    ...(changed.includes("contents") && {
      include_database: after.contents.database, include_folders: after.contents.folders, excludes: after.contents.excludes,
    }),
  };
  const agents = Object.entries(after.encrypted).filter(([id, value]) => before.encrypted[id] !== value);
  const limits = await saveGenerations(before.retention, after.retention, {
    hold: { retention: EVERYTHING },
    generations: { generations: after.retention.generations },
  });
  await call("backup/config/update", {
    ...(configured && { automatic_backups_configured: true }),
    ...(changed.includes("schedule") && { schedule: after.schedule }),
    ...(limits && { retention: limits }),
    ...(Object.keys(create).length && { create_backup: create }),
    ...(agents.length && { agents: Object.fromEntries(agents.map(([id, value]) => [id, { protected: value }])) }),
  });
}

/** @param {string} id @param {Retention | null} before @param {Retention | null} after null for what is kept everywhere */
export async function saveOwnRetention(id, before, after) {
  const limits = await saveGenerations(before, after, {
    hold: { agents: { [id]: { retention: EVERYTHING } } },
    generations: { agents: { [id]: { generations: after?.generations ?? null } } },
  });
  if (limits !== undefined) await call("backup/config/update", { agents: { [id]: { retention: limits } } });
}

/**
 * There are two commands for what is kept. Between them, no backup may be judged by half of the new settings.
 * @param {Retention | null} before @param {Retention | null} after @param {{ hold: any, generations: any }} commands
 * @returns {Promise<{ copies: number | null, days: number | null } | null | undefined>} what remains to be set; undefined for nothing
 */
async function saveGenerations(before, after, commands) {
  if (same(before, after)) return undefined;
  const limits = after && { copies: after.copies, days: after.days };
  if (same(before?.generations, after?.generations)) return limits;
  await call("backup/config/update", commands.hold);
  await call("homekeep/backup/retention/update", commands.generations);
  return limits;
}
