// @ts-check
/** How the backups went that were to be made. */

import { css, html, nothing } from "lit";
import { call, hub } from "../../hub/connection.js";
import { Loaded, Subscribed } from "../../hub/live.js";
import { HERE } from "../../text/places.js";
import { has, hubWords, span, t, when } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";
import { Page, styled } from "../../ui/part.js";
import { failedLoad, moment, skeleton } from "./pieces.js";

/**
 * @typedef {"running" | "completed" | "completed_with_failures" | "failed" | "cancelled" | "cut_off"} Result
 * @typedef {{ agent_id: string, name: string, message: string, delivered: string | null }} Missing
 * @typedef {{
 *   number: number, started: string, ended: string | null, automatic: boolean, name: string, backup_id: string | null,
 *   result: Result, reason: { code: string, message: string } | null, missing: Missing[],
 * }} Run
 */

const PAGE = 25;

/** @type {Record<Result, [tone: string, sign: string]>} */
const SIGNS = {
  running: ["", "refresh"],
  completed: ["good", "check"],
  completed_with_failures: ["wait", "alert"],
  failed: ["bad", "alert"],
  cancelled: ["", "close"],
  cut_off: ["bad", "power"],
};

styled(css`
  .runs > li { align-items: flex-start; }
  .runs .chips { margin: .35rem 0 .2rem; }
  .runs .what p { margin: .3rem 0 0; overflow-wrap: anywhere; }
  .runs .what a.log { display: inline-block; padding: .3rem 0; color: var(--accent); font-size: .95rem; }
`);

class History extends Page {
  /** How many are shown. */
  #wanted = PAGE;
  /** The backups that some location still has. @type {Set<string>} */
  #there = new Set();
  /** @type {string | undefined} */
  #state;

  loaded = new Loaded(this, async () => {
    const [page, info, say] = await Promise.all([call("homekeep/backup/history", { limit: this.#wanted }), call("backup/info"), hubWords()]);
    this.#there = new Set(info.backups.map((/** @type {any} */ each) => each.backup_id));
    const said = (/** @type {any} */ told) => told && { ...told, message: say(told.message) };
    return { ...page, runs: page.runs.map((/** @type {Run} */ run) => ({ ...run, reason: said(run.reason), missing: run.missing.map(said) })) };
  });

  events = new Subscribed(this, "backup/subscribe_events", (event) => {
    if (event.agent_id || event.manager_state === this.#state) return;
    const first = this.#state === undefined;
    this.#state = event.manager_state;
    if (!first) this.loaded.reload();
  });

  #more = () => {
    this.#wanted += PAGE;
    return this.loaded.reload();
  };

  render() {
    const { value: page, error } = this.loaded;
    return html`
      <a class="back" href="/backups">${icon("left")}${t("nav.backups")}</a>
      <h1>${t("backups.history.title")}</h1>
      <p class="lead">${t("backups.history.lead")}</p>
      ${error && hub.state !== "lost" ? failedLoad(error, this.loaded.reload) : nothing}
      ${page ? this.#all(page) : error ? nothing : skeleton(5)}`;
  }

  /** @param {{ runs: Run[], next: number | null }} page */
  #all({ runs, next }) {
    if (runs.length === 0) return html`<section class="card"><div class="empty">${icon("clock")}<p>${t("backups.history.none")}</p></div></section>`;
    return html`
      <section class="card" aria-label=${t("backups.history.title")}>
        <ul class="rows runs">${runs.map((run) => this.#run(run))}</ul>
        ${next ? html`<p><button type="button" class="quiet" @click=${this.#more}>${t("backups.history.more")}</button></p>` : nothing}
      </section>`;
  }

  /** @param {Run} run */
  #run(run) {
    const [tone, sign] = SIGNS[run.result];
    const name = run.name || t("backups.history.unnamed");
    const there = run.backup_id !== null && this.#there.has(run.backup_id);
    const wrong = run.result === "failed" || run.result === "completed_with_failures" || run.result === "cut_off";
    return html`
      <li>
        <span class="sign ${tone}">${icon(sign)}</span>
        <div class="what">
          ${there ? html`<a href="/backups/all/${encodeURIComponent(run.backup_id ?? "")}">${name}</a>` : html`<b>${name}</b>`}
          <small>${moment(run.started)} · ${when(run.started)}${took(run)} · ${t(`backups.type.${run.automatic ? "automatic" : "manual"}`)}</small>
          <span class="chips"><span class="chip ${tone}">${t(`backups.history.results.${run.result}`)}</span></span>
          ${why(run)}
          ${wrong ? html`<a class="log" href="/system/log">${t("backups.history.to_log")}</a>` : nothing}
        </div>
      </li>`;
  }
}
customElements.define("hk-backup-history", History);

/** How long it took; nothing where the clock was set meanwhile. @param {Run} run */
function took(run) {
  const seconds = run.ended === null ? -1 : (new Date(run.ended).getTime() - new Date(run.started).getTime()) / 1000;
  return seconds < 0 ? "" : ` · ${t("backups.history.took", { span: span(seconds) })}`;
}

/** What is to be said of a run that did not end well. @param {Run} run */
function why({ result, reason, missing }) {
  const known = reason && has(`backups.history.reasons.${reason.code}`) ? t(`backups.history.reasons.${reason.code}`) : "";
  return html`
    ${reason ? html`<p><b>${known}</b> ${reason.message}</p>` : nothing}
    ${result === "cut_off" || result === "cancelled" ? html`<p>${t(`backups.history.${result}`)}</p>` : nothing}
    ${result === "failed" && missing.length ? html`<p><b>${t("backups.history.nowhere")}</b></p>` : nothing}
    ${missing.map((each) => html`
      <p>${t("backups.history.missing", { location: each.agent_id === HERE ? t("backups.here") : each.name, reason: each.message })}
        ${each.delivered ? html`<span class="chip good">${icon("check")}${t("backups.history.late", { when: when(each.delivered) })}</span>` : nothing}</p>`)}`;
}
