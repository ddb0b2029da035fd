// @ts-check
/** The kinds of flows that there are: how their steps are asked for, and where their texts stand. */

import { api, json, remove } from "../hub/tokens.js";

/** A step of an integration may take a minute. */
const STEP_MS = 75_000;

/**
 * @typedef {{
 *   start: (body: any) => Promise<any>, submit: (id: string, data: any) => Promise<any>,
 *   look: (id: string) => Promise<any>, end: (id: string) => Promise<any>
 * }} Line how the steps of a flow are asked for
 *
 * @typedef {{
 *   line: Line, category: string, domain: string, root?: string
 * }} Kind where the steps of a flow come from, and where its texts stand
 */

/** @param {string} path @returns {Line} */
function http(path) {
  const ask = (/** @type {string} */ to, /** @type {any} */ value) => api(to, { ...json(value), signal: AbortSignal.timeout(STEP_MS) });
  return {
    start: (body) => ask(path, body),
    submit: (id, data) => ask(`${path}/${id}`, data),
    look: (id) => api(`${path}/${id}`),
    end: (id) => remove(`${path}/${id}`),
  };
}

const CONFIG = http("/api/config/config_entries/flow");
const OPTIONS = http("/api/config/config_entries/options/flow");
const SUBENTRIES = http("/api/config/config_entries/subentries/flow");
const REPAIRS = http("/api/repairs/issues/fix");

/** The flow that makes an entry or mends one. @param {string} domain @returns {Kind} */
export const configFlow = (domain) => ({ line: CONFIG, category: "config", domain });

/** @param {string} domain @returns {Kind} */
export const optionsFlow = (domain) => ({ line: OPTIONS, category: "options", domain });

/** @param {string} domain @param {string} type @returns {Kind} */
export const subentryFlow = (domain, type) => ({ line: SUBENTRIES, category: "config_subentries", domain, root: `${type}.` });

/** @param {string} domain @param {string} key of the texts @returns {Kind} */
export const repairFlow = (domain, key) => ({ line: REPAIRS, category: "issues", domain, root: `${key}.fix_flow.` });

/** A flow that another leads to. @param {[string, string]} next @param {Kind} kind @param {any} step @returns {Kind | undefined} */
export function following([type], kind, step) {
  if (type === "config_flow") return configFlow(kind.domain);
  if (type === "options_flow") return optionsFlow(kind.domain);
  return type === "config_subentries_flow" ? subentryFlow(kind.domain, step.handler[1]) : undefined;
}
