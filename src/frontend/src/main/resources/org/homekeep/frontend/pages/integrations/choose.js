// @ts-check
/** The dialog in which somebody chooses what to add. */

import { css, html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { t } from "../../text/texts.js";
import { Dialog } from "../../ui/dialog.js";
import { styled } from "../../ui/part.js";
import { CLOUD, letter } from "./entries.js";

styled(css`
  hk-choose-integration ul { list-style: none; margin: 1rem 0 0; padding: 0; display: grid; gap: .5rem; }
  hk-choose-integration li button { width: 100%; justify-content: flex-start; gap: 1rem; padding: .6rem .8rem; text-align: left; color: inherit; border-color: var(--line); }
  hk-choose-integration small { display: block; color: var(--soft); font-weight: 400; }
`);

class ChooseIntegration extends Dialog {
  static properties = { offered: { state: true }, sought: { state: true } };

  /** @type {import("./entries.js").Everything} */
  all = /** @type {any} */ (undefined);

  constructor() {
    super();
    /** @type {any[] | undefined} */
    this.offered = undefined;
    this.sought = "";
  }

  connectedCallback() {
    super.connectedCallback();
    this.submission.run(async () => {
      const { core, custom } = await call("integration/descriptions");
      const found = [...this.#of(core, false), ...this.#of(custom, true)];
      if (this.all.manifests.has(CLOUD)) found.push(this.#described(CLOUD, {}, false));
      this.offered = found.sort((a, b) => a.name.localeCompare(b.name));
      await this.updateComplete;
      this.querySelector("input")?.focus();
    });
  }

  /** @param {any} kinds @param {boolean} custom */
  #of = (kinds, custom) =>
    Object.entries(kinds.integration)
      .flatMap(([domain, one]) => Object.entries(one.integrations ?? { [domain]: one }))
      .filter(([, one]) => one.config_flow)
      .map(([domain, one]) => this.#described(domain, one, custom));

  /** @param {string} domain @param {any} one @param {boolean} custom */
  #described = (domain, one, custom) => ({
    domain,
    name: this.all.name(domain),
    custom,
    taken: (one.single_config_entry || domain === CLOUD) && this.all.entries.some((entry) => entry.domain === domain),
  });

  content() {
    if (!this.offered) return this.submission.error ? nothing : html`<div role="status"><span class="unseen">${t("common.loading")}</span><span class="skeleton"></span><span class="skeleton"></span></div>`;
    const sought = this.sought.trim().toLocaleLowerCase();
    const found = this.offered.filter(({ name, domain }) => name.toLocaleLowerCase().includes(sought) || domain.includes(sought));
    return html`
      <label>${t("integrations.search")}
        <input type="search" autocomplete="off" .value=${this.sought} @input=${(/** @type {any} */ event) => (this.sought = event.target.value)}></label>
      <p class="unseen" role="status">${t("integrations.results", { count: found.length })}</p>
      ${found.length > 0 ? html`<ul>${found.map(this.#row)}</ul>` : html`<p class="muted empty">${t("integrations.no_results")}</p>`}`;
  }

  /** @param {any} each */
  #row = ({ domain, name, custom, taken }) => html`
    <li><button type="button" class="quiet" ?disabled=${taken} @click=${() => this.close(domain)}>
      ${letter(name)}
      <span>${name}${taken ? html`<small>${t("integrations.taken")}</small>` : custom ? html`<small>${t("integrations.custom")}</small>` : nothing}</span>
    </button></li>`;
}
customElements.define("hk-choose-integration", ChooseIntegration);

/** Asks what to add. @param {import("./entries.js").Everything} all @returns {Promise<string | undefined>} its domain */
export async function chooseIntegration(all) {
  const dialog = new ChooseIntegration();
  dialog.all = all;
  dialog.heading = t("integrations.add");
  return dialog.ask();
}
