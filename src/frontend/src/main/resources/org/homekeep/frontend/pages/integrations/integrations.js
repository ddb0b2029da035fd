// @ts-check
/** What Homekeep is connected with: what needs attention first, then what was found, then all that is set up. */

import { css, html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { Loaded, Subscribed } from "../../hub/live.js";
import { remove } from "../../hub/tokens.js";
import { t } from "../../text/texts.js";
import { failure } from "../../ui/failure.js";
import { icon } from "../../ui/icons.js";
import { Page, go, say, styled } from "../../ui/part.js";
import { Submission } from "../../ui/submission.js";
import { chooseIntegration } from "./choose.js";
import { CLOUD, add, asksForCredentials, everything, goOn, letter, reauthOf, stateChip, trouble, troubled } from "./entries.js";

styled(css`
  hk-integrations .integration { display: grid; grid-template-columns: auto 1fr; gap: .2rem 1rem; align-items: center; color: inherit; text-decoration: none; }
  hk-integrations .integration:hover h3 { text-decoration: underline; }
  hk-integrations .integration h3 { margin: 0; }
  hk-integrations .integration ul { grid-column: 1 / -1; list-style: none; margin: .75rem 0 0; padding: 0; display: grid; gap: .5rem; }
  hk-integrations .integration li { display: flex; justify-content: space-between; gap: .75rem; align-items: center; overflow-wrap: anywhere; }
  hk-integrations section + section { margin-top: 2rem; }
  hk-integrations .grid { grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); }
  hk-integrations .ignored summary { padding: .5rem 0; font-weight: 600; cursor: pointer; }
  hk-integrations .empty p { max-width: 32rem; }
  hk-integrations .note p { margin-bottom: .4rem; }
`);

class Integrations extends Page {
  all = new Loaded(this, everything);
  changes = new Subscribed(this, "config_entries/subscribe", () => this.all.reload());
  waiting = new Subscribed(this, "config_entries/flow/subscribe", () => this.all.reload());
  submission = new Submission(this);

  #add = async () => {
    const all = /** @type {import("./entries.js").Everything} */ (this.all.value);
    const domain = await chooseIntegration(all);
    if (domain) await this.#begin(domain);
  };

  /** @param {string} domain */
  #begin = async (domain) => {
    if (domain === CLOUD) return go(`/integrations/${CLOUD}`);
    await add(domain, /** @type {any} */ (this.all.value).name(domain));
    return this.all.reload();
  };

  /** @param {any} flow @param {string} title */
  #ignore = (flow, title) =>
    this.submission.run(async () => {
      await call("config_entries/ignore_flow", { flow_id: flow.flow_id, title });
      await this.all.reload();
      say(t("integrations.ignored_name", { name: title }));
      this.#toTop();
    });

  /** The button that was pressed is gone. */
  #toTop = () => /** @type {HTMLElement | null} */ (this.querySelector("header button"))?.focus();

  /** @param {any} entry */
  #noticeAgain = (entry) =>
    this.submission.run(async () => {
      await remove(`/api/config/config_entries/entry/${entry.entry_id}`);
      await this.all.reload();
      this.#toTop();
    });

  render() {
    const { value: all, error } = this.all;
    return html`
      <header class="title">
        <div><h1>${t("nav.integrations")}</h1><p class="lead">${t("integrations.lead")}</p></div>
        ${all ? html`<button type="button" @click=${this.#add}>${icon("plus")}${t("integrations.add")}</button>` : nothing}
      </header>
      ${error ? failure(error, this.all.reload) : nothing}
      ${this.submission.error ? html`<p class="error" role="alert">${this.submission.error}</p>` : nothing}
      ${all ? this.#content(all) : error ? nothing : skeleton()}`;
  }

  /** @param {import("./entries.js").Everything} all */
  #content(all) {
    const found = all.flows.filter((flow) => !asksForCredentials(flow));
    const attention = all.entries.filter((entry) => troubled(entry) || reauthOf(all.flows, entry));
    const domains = [...new Set(all.entries.map((entry) => entry.domain))].sort((a, b) => all.name(a).localeCompare(all.name(b)));
    return html`
      ${attention.length > 0 ? html`<section aria-labelledby="attention"><h2 id="attention">${t("integrations.attention")}</h2>${attention.map((entry) => this.#attention(all, entry))}</section>` : nothing}
      ${found.length > 0 ? html`<section aria-labelledby="found"><h2 id="found">${t("integrations.found")}</h2>${this.#found(all, found)}</section>` : nothing}
      <section aria-labelledby="set-up">
        <h2 id="set-up" class=${domains.length > 0 ? "" : "unseen"}>${t("integrations.set_up")}</h2>
        ${domains.length > 0 ? html`<div class="grid">${domains.map((domain) => this.#card(all, domain))}</div>` : this.#nothingYet(all)}
      </section>
      ${all.ignored.length > 0 ? this.#ignored(all) : nothing}`;
  }

  /** @param {import("./entries.js").Everything} all @param {any} entry */
  #attention(all, entry) {
    const flow = reauthOf(all.flows, entry);
    const name = all.name(entry.domain);
    return html`
      <div class="note ${entry.state === "setup_retry" && !flow ? "wait" : "bad"}">${icon("alert")}
        <div>
          <h3>${entry.title === name ? name : `${name}: ${entry.title}`}</h3>
          ${flow ? html`<p>${all.reason(entry) || t("integrations.credentials")}</p>` : trouble(all, entry)}
          <div class="buttons">
            ${flow
              ? html`<button type="button" class="small" @click=${() => goOn(flow, name).then(this.all.reload)}>${t("integrations.renew")}</button>`
              : nothing}
            <a class="button quiet small" href="/integrations/${entry.domain}">${t("integrations.look", { name })}</a>
          </div>
        </div>
      </div>`;
  }

  /** @param {import("./entries.js").Everything} all @param {any[]} found */
  #found = (all, found) => html`
    <div class="card"><ul class="rows">${found.map((flow) => {
      const name = all.name(flow.handler);
      const title = all.flowTitle(flow);
      return html`
        <li>
          ${letter(name)}
          <div class="what"><strong>${title}</strong><small>${name}</small></div>
          <div class="buttons">
            ${flow.context.unique_id
              ? html`<button type="button" class="quiet small" ?disabled=${this.submission.busy} @click=${() => this.#ignore(flow, title)}>${t("integrations.ignore")}<span class="unseen"> ${title}</span></button>`
              : nothing}
            <button type="button" class="small" @click=${() => goOn(flow, title).then(this.all.reload)}>${t("integrations.set_up_action")}<span class="unseen"> ${title}</span></button>
          </div>
        </li>`;
    })}</ul></div>`;

  /** @param {import("./entries.js").Everything} all @param {string} domain */
  #card(all, domain) {
    const name = all.name(domain);
    const entries = all.entries.filter((entry) => entry.domain === domain);
    return html`
      <a class="card integration" href="/integrations/${domain}">
        ${letter(name)}
        <div><h3>${name}</h3>${entries.length > 1 ? html`<small class="muted">${t("integrations.entries", { count: entries.length })}</small>` : nothing}</div>
        <ul>${entries.map((entry) => html`<li><span>${entry.title}</span>${stateChip(entry)}</li>`)}</ul>
      </a>`;
  }

  /** @param {import("./entries.js").Everything} all */
  #nothingYet = (all) => html`
    <div class="card empty">
      ${icon("plug")}
      <p>${t("integrations.none")}</p>
      <div class="buttons">
        ${[...all.manifests.values()].filter((manifest) => manifest.config_flow || manifest.domain === CLOUD).slice(0, 4).map(({ domain }) => html`
          <button type="button" class="quiet" @click=${() => this.#begin(domain)}>${t("integrations.add_name", { name: all.name(domain) })}</button>`)}
      </div>
    </div>`;

  /** @param {import("./entries.js").Everything} all */
  #ignored = (all) => html`
    <section><details class="ignored">
      <summary>${t("integrations.ignored", { count: all.ignored.length })}</summary>
      <ul class="rows">${all.ignored.map((entry) => html`
        <li><div class="what">${entry.title}<small>${all.name(entry.domain)}</small></div>
          <button type="button" class="quiet small" ?disabled=${this.submission.busy} @click=${() => this.#noticeAgain(entry)}>${t("integrations.notice_again")}<span class="unseen"> ${entry.title}</span></button></li>`)}</ul>
    </details></section>`;
}
customElements.define("hk-integrations", Integrations);

const skeleton = () => html`
  <div class="grid" role="status"><span class="unseen">${t("common.loading")}</span>
    ${[1, 2].map(() => html`<div class="card"><span class="skeleton"></span><span class="skeleton"></span></div>`)}</div>`;
