// @ts-check
/** The parts of an entry that are set up one by one. */

import { css, html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { Loaded } from "../../hub/live.js";
import { t, textsOf } from "../../text/texts.js";
import { ask } from "../../ui/dialog.js";
import { runFlow } from "../../ui/flow.js";
import { subentryFlow } from "../../ui/flows.js";
import { icon } from "../../ui/icons.js";
import { Part, say, styled } from "../../ui/part.js";

styled(css`
  hk-subentries { display: block; margin-top: 1.25rem; padding-top: 1rem; border-top: 1px solid var(--line); }
`);

class Subentries extends Part {
  static properties = { entry: { attribute: false }, changes: { attribute: false } };

  constructor() {
    super();
    /** @type {any} */
    this.entry = undefined;
    /** What is different when they may have changed. @type {unknown} */
    this.changes = undefined;
  }

  list = new Loaded(this, async () => {
    const { domain, entry_id } = this.entry;
    const [subentries, texts] = await Promise.all([call("config_entries/subentries/list", { entry_id }), textsOf("config_subentries", [domain])]);
    return { subentries, text: (/** @type {string} */ key) => texts(`component.${domain}.config_subentries.${key}`) };
  });

  /** @param {import("lit").PropertyValues} changed */
  updated(changed) {
    if (changed.get("changes") !== undefined) this.list.reload();
  }

  /** @param {string} type @param {string} heading @param {any} [subentry] */
  #flow = async (type, heading, subentry) => {
    const { domain, entry_id } = this.entry;
    const result = await runFlow({
      kind: subentryFlow(domain, type),
      body: { handler: [entry_id, type], ...(subentry && { subentry_id: subentry.subentry_id }) },
      heading,
    });
    if (!result?.made) return;
    await this.list.reload();
    say(result.text || t("integrations.saved"));
  };

  /** @param {any} subentry */
  #delete = async ({ subentry_id, title }) => {
    const { entry_id, title: name } = this.entry;
    const yes = await ask({
      heading: t("integrations.entry.delete_name", { name: title }),
      text: t("integrations.subentries.delete_text", { name: title, entry: name }),
      action: t("common.delete"),
      danger: true,
      run: () => call("config_entries/subentries/delete", { entry_id, subentry_id }),
    });
    if (!yes) return;
    await this.list.reload();
    say(t("integrations.entry.deleted", { name: title }));
    this.querySelector("button")?.focus();
  };

  render() {
    const { value, error } = this.list;
    if (error) return html`<p class="error" role="alert">${error.message} <button type="button" class="plain" @click=${this.list.reload}>${t("common.retry")}</button></p>`;
    if (!value) return html`<span class="skeleton"></span>`;
    const types = this.entry.supported_subentry_types;
    return html`
      ${value.subentries.length > 0 ? html`<ul class="rows">${value.subentries.map((/** @type {any} */ each) => this.#row(each, value.text, types))}</ul>` : nothing}
      <div class="buttons">${Object.keys(types).map((type) => {
        const label = value.text(`${type}.initiate_flow.user`) ?? t("integrations.add_name", { name: value.text(`${type}.entry_type`) ?? type });
        return html`<button type="button" class="quiet small" @click=${() => this.#flow(type, label)}>${icon("plus")}${label}</button>`;
      })}</div>`;
  }

  /** @param {any} subentry @param {(key: string) => string | undefined} text @param {any} types */
  #row(subentry, text, types) {
    const { subentry_type: type, title } = subentry;
    return html`
      <li>
        <div class="what">${title}<small>${text(`${type}.entry_type`) ?? type}</small></div>
        <div class="buttons">
          ${types[type]?.supports_reconfigure
            ? html`<button type="button" class="quiet small" @click=${() => this.#flow(type, title, subentry)}>${t("integrations.subentries.change")}<span class="unseen"> ${title}</span></button>`
            : nothing}
          <button type="button" class="quiet danger small" @click=${() => this.#delete(subentry)}>${t("common.delete")}<span class="unseen"> ${title}</span></button>
        </div>
      </li>`;
  }
}
customElements.define("hk-subentries", Subentries);
