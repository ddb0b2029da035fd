// @ts-check
/** What the pages of integrations share: how entries are named, what their states mean, and how their flows begin. */

import { css, html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { hubWords, t, textsOf } from "../../text/texts.js";
import { runFlow } from "../../ui/flow.js";
import { configFlow } from "../../ui/flows.js";
import { icon } from "../../ui/icons.js";
import { say, styled } from "../../ui/part.js";
import "./added.js";

styled(css`
  .letter { flex: none; display: grid; place-items: center; width: 2.6rem; height: 2.6rem; border-radius: 12px; font-weight: 650; font-size: 1.1rem; color: var(--accent); background: color-mix(in srgb, var(--accent) 14%, var(--card)); }
  .letter.large { width: 3.4rem; height: 3.4rem; font-size: 1.5rem; border-radius: 16px; }
`);

/** The one integration that people log in to without a flow, by calls of its own. */
export const CLOUD = "cloud";

/** Sources of entries and flows that are not a person's. */
const IGNORED = "ignore";

/** A sign of an integration, which has no picture. @param {string} name @param {boolean} [large] */
export const letter = (name, large = false) =>
  html`<span class="letter ${large ? "large" : ""}" aria-hidden="true">${[...name.trim()][0]?.toLocaleUpperCase() ?? "?"}</span>`;

/**
 * All that the hub has: what is installed, what is set up, and what waits for somebody.
 * @returns {Promise<{ manifests: Map<string, any>, entries: any[], ignored: any[], flows: any[], name: (domain: string) => string,
 *   reason: (entry: any) => string, flowTitle: (flow: any) => string }>}
 */
export async function everything() {
  const [manifests, all, flows] = await Promise.all(
    [call("manifest/list"), call("config_entries/get"), call("config_entries/flow/progress")]);
  /** @type {Map<string, any>} */
  const byDomain = new Map(manifests.map((/** @type {any} */ manifest) => [manifest.domain, manifest]));
  const domains = [...byDomain.keys()];
  const [titles, exceptions, config, say] = await Promise.all(
    [textsOf("title", domains), textsOf("exceptions", domains), textsOf("config", domains), hubWords()]);
  const name = (/** @type {string} */ domain) => titles(`component.${domain}.title`) ?? byDomain.get(domain)?.name ?? domain;
  return {
    manifests: byDomain,
    entries: all.filter((/** @type {any} */ entry) => entry.source !== IGNORED),
    ignored: all.filter((/** @type {any} */ entry) => entry.source === IGNORED),
    flows,
    name,
    reason: ({ domain, reason, error_reason_translation_key: key, error_reason_translation_placeholders: values }) =>
      (key && exceptions(`component.${domain}.exceptions.${key}.message`, values ?? {})) || say(reason ?? ""),
    flowTitle: ({ handler, context: { title_placeholders: values } }) =>
      (values && config(`component.${handler}.config.flow_title`, values)) || values?.name || name(handler),
  };
}

/** @typedef {Awaited<ReturnType<typeof everything>>} Everything */

/** The colour of each state, and its sign. @type {Record<string, [tone: string, sign: string]>} */
const STATES = {
  loaded: ["good", "check"],
  not_loaded: ["", "power"],
  setup_in_progress: ["", "clock"],
  unload_in_progress: ["", "clock"],
  setup_retry: ["wait", "clock"],
  setup_error: ["bad", "alert"],
  migration_error: ["bad", "alert"],
  failed_unload: ["bad", "alert"],
};

/** @param {any} entry */
export const disabled = (entry) => entry.disabled_by !== null;

/** Whether somebody should look at it. @param {any} entry */
export const troubled = (entry) => !disabled(entry) && ["wait", "bad"].includes(STATES[entry.state]?.[0]);

/** @param {any} entry */
export function stateChip(entry) {
  const [tone, sign] = disabled(entry) ? ["", "power"] : (STATES[entry.state] ?? ["", "info"]);
  return html`<span class="chip ${tone}">${icon(sign)}${t(`integrations.state.${disabled(entry) ? "disabled" : entry.state}`)}</span>`;
}

/** @param {any} flow */
export const asksForCredentials = (flow) => flow.context.source === "reauth";

/** The flow that waits for new credentials of an entry. @param {any[]} flows @param {any} entry */
export const reauthOf = (flows, entry) => flows.find((flow) => asksForCredentials(flow) && flow.context.entry_id === entry.entry_id);

/** Which locations for backups there are. @returns {Promise<string[]>} */
export const locations = async () => (await call("backup/agents/info")).agents.map((/** @type {any} */ agent) => agent.agent_id);

/**
 * Adds something: leads through its flow and, when it is a place for backups, says so.
 * @param {string} domain
 * @param {string} name
 * @param {string} [flow] one that is open already
 */
export async function add(domain, name, flow) {
  const before = await locations().catch(() => []);
  return runFlow({
    kind: configFlow(domain),
    body: { handler: domain, show_advanced_options: false },
    flow,
    heading: t("integrations.add_name", { name }),
    done: ({ title, result }) => html`<hk-added .name=${title} .entry=${result} .known=${before}></hk-added>`,
  });
}

/** Continues a flow that waits, such as one for new credentials. @param {any} flow @param {string} name */
export async function goOn(flow, name) {
  if (!asksForCredentials(flow)) return add(flow.handler, name, flow.flow_id);
  return renew(flow.handler, flow.flow_id, name);
}

/** Asks for new credentials. @param {string} domain @param {string} flow @param {string} name */
export async function renew(domain, flow, name) {
  const result = await runFlow({ kind: configFlow(domain), flow, heading: name });
  if (result?.made) say(result.text || t("integrations.saved"));
  return result;
}

/** What went wrong with an entry, and what the hub does about it. @param {Everything} all @param {any} entry */
export function trouble({ reason }, entry) {
  if (!troubled(entry)) return nothing;
  const why = reason(entry);
  return html`${why ? html`<p>${why}</p>` : nothing}<p class="muted">${t(`integrations.trouble.${entry.state}`)}</p>`;
}
