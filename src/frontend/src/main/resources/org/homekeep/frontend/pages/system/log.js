// @ts-check
/** What went wrong lately, in the words of the log. */

import { css, html, nothing } from "lit";
import { call, hub } from "../../hub/connection.js";
import { Loaded } from "../../hub/live.js";
import { ago, t, when } from "../../text/texts.js";
import { copy } from "../../ui/copy.js";
import { ask } from "../../ui/dialog.js";
import { icon } from "../../ui/icons.js";
import { Page, say, styled } from "../../ui/part.js";
import "./log-levels.js";
import { tabs } from "./tabs.js";

/** The hub tells nobody when something is logged. */
const LOOK_MS = 4000;
const LEVELS = ["ERROR", "WARNING"];

class LogPage extends Page {
  static properties = { ...Page.properties, level: { state: true }, sought: { state: true } };

  constructor() {
    super();
    this.level = "";
    this.sought = "";
    this.looking = 0;
  }

  lines = new Loaded(this, () => call("system_log/list"));

  connectedCallback() {
    super.connectedCallback();
    this.looking = window.setInterval(() => document.visibilityState === "visible" && hub.state === "ready" && this.lines.reload(), LOOK_MS);
  }

  disconnectedCallback() {
    clearInterval(this.looking);
    super.disconnectedCallback();
  }

  #clear = async () => {
    const cleared = await ask({
      heading: t("system.log.clear_title"),
      text: t("system.log.clear_text"),
      action: t("system.log.clear"),
      danger: true,
      run: () => call("call_service", { domain: "system_log", service: "clear" }),
    });
    if (!cleared) return;
    say(t("system.log.cleared"));
    this.lines.reload();
  };

  /** @param {any} line */
  #matches = (line) =>
    (!this.level || line.level === this.level)
    && `${line.name} ${line.message.join(" ")} ${line.exception}`.toLowerCase().includes(this.sought.trim().toLowerCase());

  render() {
    const { value: lines, error } = this.lines;
    const found = lines?.filter(this.#matches);
    return html`
      <h1>${t("system.log.title")}</h1>
      ${tabs("/system/log")}
      <div class="stack">
        <section class="card">
          <div class="log-tools">
            <label>${t("system.log.search")}
              <input type="search" autocomplete="off" spellcheck="false" @input=${(/** @type {any} */ event) => (this.sought = event.target.value)}></label>
            <label>${t("system.log.level")}
              <select @change=${(/** @type {any} */ event) => (this.level = event.target.value)}>
                <option value="">${t("system.log.all")}</option>
                ${LEVELS.map((level) => html`<option value=${level}>${t(`system.log.levels.${level.toLowerCase()}`)}</option>`)}
              </select></label>
            <button type="button" class="quiet" ?disabled=${!lines?.length} @click=${this.#clear}>${icon("trash")}${t("system.log.clear")}</button>
          </div>
          ${error ? html`<p class="error" role="alert">${error.message} <button type="button" class="plain" @click=${this.lines.reload}>${t("common.retry")}</button></p>` : nothing}
          ${found === undefined ? (error ? nothing : html`<span class="skeleton"></span><span class="skeleton"></span>`) : this.#found(found, lines.length)}
        </section>
        <hk-log-levels class="card"></hk-log-levels>
      </div>`;
  }

  /** @param {any[]} found @param {number} all */
  #found(found, all) {
    if (found.length === 0) {
      return html`<div class="empty">${icon(all ? "search" : "check")}<p>${t(all ? "system.log.nothing_found" : "system.log.empty")}</p></div>`;
    }
    return html`<ul class="rows log">${found.map((line) => this.#line(line))}</ul>`;
  }

  /** @param {any} line */
  #line(line) {
    const bad = line.level !== "WARNING";
    const moment = new Date(line.timestamp * 1000);
    const messages = [...line.message].reverse();
    return html`
      <li>
        <div class="what">
          <div class="chips">
            <span class="chip ${bad ? "bad" : "wait"}">${icon("alert")}${t(`system.log.levels.${bad ? "error" : "warning"}`)}</span>
            ${line.count > 1 ? html`<span class="chip">${t("system.log.times", { count: line.count })}</span>` : nothing}
          </div>
          <p class="message">${messages[0]}</p>
          <small><span title=${when(moment)}>${ago(moment)}</span> · ${line.name}</small>
          <details>
            <summary>${t("system.log.more")}</summary>
            <p class="small">${line.count > 1 ? t("system.log.since", { when: when(new Date(line.first_occurred * 1000)) }) : when(moment)}
              · ${line.source.join(":")}</p>
            <pre tabindex="0">${[...messages, line.exception].filter(Boolean).join("\n")}</pre>
            <button type="button" class="quiet small" @click=${this.#copy}>${icon("copy")}${t("system.log.copy")}</button>
          </details>
        </div>
      </li>`;
  }

  #copy = (/** @type {Event} */ event) => {
    const details = /** @type {HTMLElement} */ (event.target).closest("details");
    const shown = /** @type {HTMLElement} */ (details?.querySelector("pre"));
    copy(shown.textContent ?? "", shown);
  };
}
customElements.define("hk-log", LogPage);

styled(css`
  .log-tools { display: flex; gap: 1rem; align-items: end; flex-wrap: wrap; margin-bottom: 1.25rem; }
  .log-tools label { flex: 1 1 10rem; }
  .log > li { align-items: flex-start; }
  .log .message { margin: .4rem 0 .2rem; font-weight: 550; overflow-wrap: anywhere; }
  .log pre { max-height: 22rem; overflow: auto; padding: .8rem 1rem; margin: .5rem 0; border-radius: 10px; background: var(--page); }
`);
