// @ts-check
/** One integration: all its entries, and what it is. */

import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { call } from "../../hub/connection.js";
import { Loaded, Subscribed } from "../../hub/live.js";
import { t } from "../../text/texts.js";
import { failure } from "../../ui/failure.js";
import { icon } from "../../ui/icons.js";
import { link } from "../../ui/markdown.js";
import { Page, say, styled } from "../../ui/part.js";
import { Submission } from "../../ui/submission.js";
import { CLOUD, add, everything, letter } from "./entries.js";
import "./entry.js";

const DEBUG = 10;
const QUALITIES = ["bronze", "silver", "gold", "platinum"];

styled(css`
  hk-integration .named { display: flex; align-items: center; gap: 1rem; }
  hk-integration .named h1 { margin: 0; }
  hk-integration .stack { margin-bottom: 1.25rem; }
`);

class IntegrationPage extends Page {
  all = new Loaded(this, everything);
  changes = new Subscribed(this, "config_entries/subscribe", () => this.all.reload());
  waiting = new Subscribed(this, "config_entries/flow/subscribe", () => this.all.reload());
  levels = new Loaded(this, () => call("logger/log_info"));
  logging = new Subscribed(this, "subscribe_events", () => this.levels.reload(), { event_type: "logging_changed" });
  submission = new Submission(this);

  connectedCallback() {
    super.connectedCallback();
    if (this.params.domain === CLOUD) import("./cloud.js");
  }

  #add = async () => {
    const { domain } = this.params;
    await add(domain, /** @type {any} */ (this.all.value).name(domain));
    await this.all.reload();
  };

  /** @param {boolean} detailed */
  #log = (detailed) =>
    this.submission.run(async () => {
      const level = detailed ? "DEBUG" : "NOTSET";
      await call("logger/integration_log_level", { integration: this.params.domain, level, persistence: detailed ? "once" : "none" });
      await this.levels.reload();
      say(t(detailed ? "integrations.about.logs_more" : "integrations.about.logs_less"));
    });

  render() {
    const { value: all, error } = this.all;
    const { domain } = this.params;
    const manifest = all?.manifests.get(domain);
    const entries = all?.entries.filter((entry) => entry.domain === domain) ?? [];
    const name = all?.name(domain) ?? "";
    return html`
      <a class="back" href="/integrations">${icon("left")}${t("nav.integrations")}</a>
      ${error
        ? html`<h1>${name || t("nav.integrations")}</h1>${failure(error, this.all.reload)}`
        : nothing}
      ${all ? this.#content(all, manifest, entries, name) : error ? nothing : html`<div role="status"><span class="unseen">${t("common.loading")}</span><span class="skeleton"></span><span class="skeleton"></span></div>`}`;
  }

  /** @param {import("./entries.js").Everything} all @param {any} manifest @param {any[]} entries @param {string} name */
  #content(all, manifest, entries, name) {
    if (!manifest && entries.length === 0) return html`<h1>${t("integrations.unknown")}</h1><p>${t("integrations.unknown_text", { name: this.params.domain })}</p>`;
    const more = manifest?.config_flow && !(manifest.single_config_entry && entries.length > 0);
    return html`
      <header class="title">
        <div class="named">${letter(name, true)}<h1>${name}</h1></div>
        ${more ? html`<button type="button" class=${entries.length > 0 ? "quiet" : ""} @click=${this.#add}>${icon("plus")}${t(entries.length > 0 ? "integrations.add_another" : "integrations.add_this")}</button>` : nothing}
      </header>
      ${manifest ? nothing : html`<div class="note bad">${icon("alert")}<div>${t("integrations.missing")}</div></div>`}
      ${this.params.domain === CLOUD ? html`<hk-cloud></hk-cloud>` : nothing}
      ${entries.length > 0
        ? html`<div class="stack">${repeat(entries, (entry) => entry.entry_id, (entry) => html`<hk-entry .entry=${entry} .all=${all}></hk-entry>`)}</div>`
        : this.params.domain === CLOUD ? nothing : html`<div class="card empty">${icon("plug")}<p>${t("integrations.no_entries", { name })}</p></div>`}
      ${manifest ? this.#about(manifest) : nothing}`;
  }

  /** @param {any} manifest */
  #about(manifest) {
    const detailed = this.levels.value?.find((/** @type {any} */ each) => each.domain === manifest.domain)?.level <= DEBUG;
    const level = this.levels.value?.some((/** @type {any} */ each) => each.domain === manifest.domain);
    return html`
      <section class="card" aria-labelledby="about">
        <h2 id="about">${t("integrations.about.title")}</h2>
        <dl class="facts">
          ${manifest.documentation ? html`<dt>${t("integrations.about.documentation")}</dt><dd>${link(t("integrations.about.read"), manifest.documentation)}</dd>` : nothing}
          <dt>${t("integrations.about.comes")}</dt><dd>${t(manifest.is_built_in ? "integrations.about.built_in" : "integrations.about.custom")}</dd>
          ${manifest.version ? html`<dt>${t("integrations.about.version")}</dt><dd>${manifest.version}</dd>` : nothing}
          ${QUALITIES.includes(manifest.quality_scale) ? html`<dt>${t("integrations.about.quality")}</dt><dd>${t(`integrations.quality.${manifest.quality_scale}`)}</dd>` : nothing}
          ${level
            ? html`<dt>${t("integrations.about.log")}</dt><dd>
                <p>${t(detailed ? "integrations.about.detailed" : "integrations.about.usual")}</p>
                <div class="buttons"><button type="button" class="quiet small" ?disabled=${this.submission.busy} @click=${() => this.#log(!detailed)}>${t(detailed ? "integrations.about.less" : "integrations.about.more")}</button>
                <a href="/system/log" class="button quiet small">${t("integrations.about.see_log")}</a></div></dd>`
            : nothing}
        </dl>
        ${this.submission.error ? html`<p class="error" role="alert">${this.submission.error}</p>` : nothing}
      </section>`;
  }
}
customElements.define("hk-integration", IntegrationPage);
