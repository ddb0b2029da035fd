// @ts-check
/** What needs to be mended, worst first, in the words of whoever found it. */

import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { call } from "../../hub/connection.js";
import { Loaded, Subscribed } from "../../hub/live.js";
import { ago, t, textsOf, when } from "../../text/texts.js";
import { failure } from "../../ui/failure.js";
import { runFlow } from "../../ui/flow.js";
import { configFlow, repairFlow } from "../../ui/flows.js";
import { icon } from "../../ui/icons.js";
import { link, markdown, target } from "../../ui/markdown.js";
import { Page, say, styled } from "../../ui/part.js";
import { Submission } from "../../ui/submission.js";

const SEVERITIES = ["critical", "error", "warning"];
/** Issues of the hub about a flow that waits for somebody. */
const REAUTH = "config_entry_reauth";

styled(css`
  hk-repairs .issue h2 { margin-bottom: .3rem; }
  hk-repairs .issue .text { margin-top: .9rem; max-width: 44rem; overflow-wrap: anywhere; }
  hk-repairs .issue .text ul, hk-repairs .issue .text ol { padding-left: 1.4rem; margin: 0 0 1rem; }
  hk-repairs .issue .text blockquote { margin: 0 0 1rem; padding-left: 1rem; border-left: 3px solid var(--line); }
  hk-repairs .issue .buttons { margin-top: 1rem; }
  hk-repairs .issue > .state > div > .buttons:last-child { margin-bottom: 0; }
  hk-repairs details { margin-top: 1.75rem; }
  hk-repairs summary { padding: .5rem 0; font-weight: 600; cursor: pointer; }
`);

/** Where the hub's own issues are mended that say no place themselves. @type {Record<string, string>} */
const PLACES = { backup_key_not_confirmed: "/backups/key" };

/** Issues with their texts. */
async function issues() {
  const [{ issues: found }, entries] = await Promise.all([call("repairs/list_issues"), call("config_entries/get")]);
  const setUp = new Set(entries.map((/** @type {any} */ entry) => entry.domain));
  const domains = [...new Set(found.map((/** @type {any} */ issue) => issue.domain))];
  const [texts, titles] = domains.length > 0
    ? await Promise.all([textsOf("issues", domains), textsOf("title", [...new Set(found.map((/** @type {any} */ issue) => issue.issue_domain ?? issue.domain))])])
    : [() => undefined, () => undefined];
  return found
    .map((/** @type {any} */ issue) => {
      const text = (/** @type {string} */ key) => texts(`component.${issue.domain}.issues.${issue.translation_key}.${key}`, issue.translation_placeholders ?? {});
      const about = issue.issue_domain ?? issue.domain;
      return {
        ...issue,
        place: PLACES[issue.translation_key],
        integration: setUp.has(about) ? about : undefined,
        id: `${issue.domain}/${issue.issue_id}`,
        title: text("title") ?? issue.issue_id,
        description: text("description"),
        about: titles(`component.${about}.title`),
      };
    })
    .sort((/** @type {any} */ a, /** @type {any} */ b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || b.created.localeCompare(a.created));
}

class Repairs extends Page {
  issues = new Loaded(this, issues);
  changes = new Subscribed(this, "subscribe_events", () => this.issues.reload(), { event_type: "repairs_issue_registry_updated" });
  submission = new Submission(this);

  constructor() {
    super();
    /** The issue that something went wrong with. */
    this.tried = "";
  }

  /** @param {any} issue @param {boolean} ignore */
  #ignore = async (issue, ignore) => {
    this.tried = issue.id;
    const done = await this.submission.run(async () => {
      await call("repairs/ignore_issue", { domain: issue.domain, issue_id: issue.issue_id, ignore });
      await this.issues.reload();
    });
    if (!done) return;
    say(t(ignore ? "repairs.is_ignored" : "repairs.is_shown"));
    this.querySelector("h1")?.focus();
  };

  /** @param {any} issue */
  #fix = async (issue) => {
    const result = await runFlow({
      kind: repairFlow(issue.domain, issue.translation_key),
      body: { handler: issue.domain, issue_id: issue.issue_id },
      heading: issue.title,
      placeholders: issue.translation_placeholders,
    });
    await this.#done(result);
  };

  /** @param {any} issue */
  #renew = async (issue) => {
    this.tried = issue.id;
    let flow = "";
    let handler = issue.issue_domain;
    const found = await this.submission.run(async () => {
      const { issue_data } = await call("repairs/get_issue_data", { domain: issue.domain, issue_id: issue.issue_id });
      flow = issue_data?.flow_id ?? "";
      if (!flow) throw new Error(t("integrations.flow.over"));
      handler = (await call("config_entries/flow/progress")).find((/** @type {any} */ each) => each.flow_id === flow)?.handler ?? handler;
    });
    if (found) await this.#done(await runFlow({ kind: configFlow(handler), flow, heading: issue.title }));
  };

  /** @param {import("../../ui/flow.js").Result | undefined} result */
  async #done(result) {
    if (!result?.made) return;
    await this.issues.reload();
    say(result.text || t("repairs.mended"));
  }

  render() {
    const { value, error } = this.issues;
    const open = value?.filter((/** @type {any} */ issue) => !issue.ignored) ?? [];
    const ignored = value?.filter((/** @type {any} */ issue) => issue.ignored) ?? [];
    return html`
      <header class="title"><div><h1 tabindex="-1">${t("nav.repairs")}</h1><p class="lead">${value && open.length > 0 ? t("repairs.lead", { count: open.length }) : nothing}</p></div></header>
      ${error ? failure(error, this.issues.reload) : nothing}
      ${!value && !error ? html`<div class="card" role="status"><span class="unseen">${t("common.loading")}</span><span class="skeleton"></span><span class="skeleton"></span></div>` : nothing}
      ${value && open.length === 0
        ? html`<div class="card empty"><span class="good">${icon("check")}</span><p>${t("repairs.none")}</p></div>`
        : html`<div class="stack">${repeat(open, (issue) => issue.id, this.#issue)}</div>`}
      ${ignored.length > 0
        ? html`<details><summary>${t("repairs.ignored", { count: ignored.length })}</summary><div class="stack">${repeat(ignored, (issue) => issue.id, this.#issue)}</div></details>`
        : nothing}`;
  }

  /** @param {any} issue */
  #issue = (issue) => html`
    <article class="card issue">
      <div class="state">
        <span class="round ${issue.ignored ? "muted" : issue.severity === "warning" ? "wait" : "bad"}">${icon(issue.severity === "warning" ? "info" : "alert")}</span>
        <div>
          <h2>${issue.title}</h2>
          <div class="chips">
            <span class="chip ${issue.ignored ? "" : issue.severity === "warning" ? "wait" : "bad"}">${t(`repairs.severity.${issue.severity}`)}</span>
            <small class="muted">${issue.about && !issue.title.includes(issue.about) ? `${issue.about}, ` : nothing}<time datetime=${issue.created} title=${when(issue.created)}>${ago(issue.created)}</time></small>
          </div>
          ${issue.description ? html`<div class="text">${markdown(issue.description)}</div>` : nothing}
          ${this.tried === issue.id && this.submission.error ? html`<p class="error" role="alert">${this.submission.error}</p>` : nothing}
          <div class="buttons">${this.#actions(issue)}</div>
        </div>
      </div>
    </article>`;

  /** @param {any} issue */
  #actions(issue) {
    const what = html`<span class="unseen"> ${issue.title}</span>`;
    const address = issue.learn_more_url ?? issue.place;
    const inside = target(address)?.inside;
    return html`
      ${issue.is_fixable && !issue.ignored ? html`<button type="button" @click=${() => this.#fix(issue)}>${t("repairs.fix")}${what}</button>` : nothing}
      ${issue.translation_key === REAUTH ? html`<button type="button" @click=${() => this.#renew(issue)}>${t("integrations.renew")}${what}</button>` : nothing}
      ${address ? link(html`${t(inside ? "repairs.open" : "repairs.learn_more")}${what}`, address, "button quiet") : nothing}
      ${issue.integration ? html`<a class="button quiet" href="/integrations/${issue.integration}">${t("integrations.look", { name: issue.about ?? issue.integration })}${what}</a>` : nothing}
      <button type="button" class="quiet" ?disabled=${this.submission.busy} @click=${() => this.#ignore(issue, !issue.ignored)}>${t(issue.ignored ? "repairs.show" : "repairs.ignore")}${what}</button>`;
  }
}
customElements.define("hk-repairs", Repairs);
