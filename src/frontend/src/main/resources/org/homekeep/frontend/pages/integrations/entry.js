// @ts-check
/** One entry of an integration: how it is, and what can be done with it. */

import { css, html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { Loaded } from "../../hub/live.js";
import { post, remove } from "../../hub/tokens.js";
import { t } from "../../text/texts.js";
import { Dialog, ask } from "../../ui/dialog.js";
import { runFlow } from "../../ui/flow.js";
import { configFlow, optionsFlow } from "../../ui/flows.js";
import { icon } from "../../ui/icons.js";
import "../../ui/menu.js";
import { Part, say, styled } from "../../ui/part.js";
import { Submission } from "../../ui/submission.js";
import { LOCATIONS } from "./added.js";
import { disabled, goOn, reauthOf, stateChip, trouble } from "./entries.js";
import "./subentries.js";

const ENTRY = "/api/config/config_entries/entry";

styled(css`
  hk-entry { display: block; }
  hk-entry .heading { flex-wrap: nowrap; align-items: flex-start; }
  hk-entry .heading > div { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem .9rem; min-width: 0; }
  hk-entry h2 { overflow-wrap: anywhere; }
  hk-entry .location { display: flex; gap: .6rem; }
  hk-entry .location .icon { color: var(--soft); }
  hk-entry .buttons { margin-top: 1rem; }
`);

class Entry extends Part {
  static properties = { entry: { attribute: false }, all: { attribute: false } };

  submission = new Submission(this);

  constructor() {
    super();
    /** @type {any} */
    this.entry = undefined;
    /** @type {import("./entries.js").Everything} */
    this.all = /** @type {any} */ (undefined);
  }

  /** Where backups go through this entry, and whether automatic ones do. */
  backups = new Loaded(this, async () => {
    const [{ agents }, { config }] = await Promise.all([call("backup/agents/info"), call("backup/config/info")]);
    const { domain, entry_id } = this.entry;
    const single = this.all.entries.filter((entry) => entry.domain === domain).length === 1;
    const own = agents.map((/** @type {any} */ agent) => agent.agent_id)
      .filter((/** @type {string} */ id) => id.startsWith(`${domain}.`) && (single || id.includes(entry_id)));
    return { own, automatic: config.create_backup.agent_ids };
  });

  connectedCallback() {
    super.connectedCallback();
    addEventListener(LOCATIONS, this.backups.reload);
  }

  disconnectedCallback() {
    removeEventListener(LOCATIONS, this.backups.reload);
    super.disconnectedCallback();
  }

  /** @param {import("lit").PropertyValues} changed */
  updated(changed) {
    const before = changed.get("entry");
    if (before && before.state !== this.entry.state) this.backups.reload();
  }

  /** @param {() => Promise<any>} action @param {string} said */
  #run = async (action, said) => {
    if (await this.submission.run(action)) say(said);
  };

  #configure = async () => {
    const { domain, entry_id, title } = this.entry;
    const result = await runFlow({ kind: optionsFlow(domain), body: { handler: entry_id }, heading: t("integrations.entry.configure_name", { name: title }) });
    if (result?.made) say(result.text || t("integrations.saved"));
  };

  #reconfigure = async () => {
    const { domain, entry_id, title } = this.entry;
    const result = await runFlow({ kind: configFlow(domain), body: { handler: domain, entry_id }, heading: t("integrations.entry.reconfigure_name", { name: title }) });
    if (result?.made) say(result.text || t("integrations.saved"));
  };

  #rename = async () => {
    const dialog = new Rename();
    dialog.heading = t("integrations.entry.rename");
    dialog.entry = this.entry;
    if (await dialog.ask()) say(t("integrations.saved"));
  };

  #reload = () => this.#run(() => post(`${ENTRY}/${this.entry.entry_id}/reload`), t("integrations.entry.reloaded"));

  #enable = () => this.#run(() => call("config_entries/disable", { entry_id: this.entry.entry_id, disabled_by: null }), t("integrations.entry.enabled"));

  #disable = async () => {
    const { entry_id, title } = this.entry;
    const yes = await ask({
      heading: t("integrations.entry.disable_name", { name: title }),
      text: this.#uses() ? t("integrations.entry.disable_location") : t("integrations.entry.disable_text"),
      action: t("integrations.entry.disable"),
      run: () => call("config_entries/disable", { entry_id, disabled_by: "user" }),
    });
    if (yes) say(t("integrations.entry.disabled"));
  };

  /** Whether automatic backups go there. */
  #uses = () => {
    const { own = [], automatic = [] } = this.backups.value ?? {};
    return own.some((/** @type {string} */ id) => automatic.includes(id));
  };

  #delete = async () => {
    const { entry_id, title } = this.entry;
    // As it is now: while the entry goes, its locations go as well.
    const own = this.backups.value?.own ?? [];
    const used = this.#uses();
    let gone = false;
    const text = html`
      <p>${t("integrations.entry.delete_text", { name: title })}</p>
      ${own.length > 0 ? html`<p>${t("integrations.entry.delete_location")}</p>` : nothing}
      ${used ? html`<p>${t("integrations.entry.delete_automatic")}</p>` : nothing}`;
    const yes = await ask({
      heading: t("integrations.entry.delete_name", { name: title }),
      text,
      action: t("common.delete"),
      danger: true,
      run: async () => {
        const { require_restart } = gone ? {} : await remove(`${ENTRY}/${entry_id}`);
        gone = true;
        if (used) {
          const { config } = await call("backup/config/info");
          const left = config.create_backup.agent_ids.filter((/** @type {string} */ id) => !own.includes(id));
          await call("backup/config/update", { create_backup: { agent_ids: left } });
        }
        if (require_restart) say(t("integrations.entry.restart"), "bad");
      },
    });
    if (!yes) return;
    say(t("integrations.entry.deleted", { name: title }));
    document.querySelector("main")?.focus();
  };

  #download = () =>
    this.submission.run(async () => {
      const { path } = await call("auth/sign_path", { path: `/api/diagnostics/config_entry/${this.entry.entry_id}` });
      const link = document.createElement("a");
      link.href = path;
      link.download = "";
      link.click();
    });

  /** @returns {import("../../ui/menu.js").Action[]} */
  #actions() {
    const { entry } = this;
    const off = disabled(entry);
    const system = entry.source === "system";
    return [
      { label: t("integrations.entry.rename"), icon: "edit", run: this.#rename },
      { label: t("integrations.entry.reload"), icon: "refresh", disabled: off || !entry.supports_unload, run: this.#reload },
      { label: t("integrations.entry.diagnostics"), icon: "download", run: this.#download },
      off
        ? { label: t("integrations.entry.enable"), icon: "power", run: this.#enable }
        : { label: t("integrations.entry.disable"), icon: "power", run: this.#disable },
      ...(system ? [] : [{ label: t("common.delete"), icon: "trash", danger: true, run: this.#delete }]),
    ];
  }

  render() {
    const { entry, all } = this;
    const flow = reauthOf(all.flows, entry);
    const own = this.backups.value?.own ?? [];
    return html`
      <section class="card" aria-labelledby="entry-${entry.entry_id}">
        <div class="heading">
          <div><h2 id="entry-${entry.entry_id}">${entry.title}</h2>${stateChip(entry)}</div>
          <hk-menu .label=${t("integrations.entry.actions", { name: entry.title })} .actions=${this.#actions()}></hk-menu>
        </div>
        ${flow
          ? html`<div class="note bad">${icon("alert")}<div><p>${all.reason(entry) || t("integrations.credentials")}</p>
              <button type="button" class="small" @click=${() => goOn(flow, entry.title)}>${t("integrations.renew")}</button></div></div>`
          : trouble(all, entry)}
        ${disabled(entry) ? html`<p class="muted">${t("integrations.entry.is_disabled")}</p>` : nothing}
        ${own.map((/** @type {string} */ id) => html`
          <p class="location">${icon("shield")}<span>${t(this.#uses() ? "integrations.entry.automatic" : "integrations.entry.not_automatic")}
            <a href="/backups/locations/${encodeURIComponent(id)}">${t("integrations.entry.location")}</a></span></p>`)}
        ${this.submission.error ? html`<p class="error" role="alert">${this.submission.error}</p>` : nothing}
        <div class="buttons" ?hidden=${!entry.supports_options && !entry.supports_reconfigure && !disabled(entry)}>
          ${entry.supports_options ? html`<button type="button" class="quiet" ?disabled=${disabled(entry)} @click=${this.#configure}>${icon("gear")}${t("integrations.entry.configure")}</button>` : nothing}
          ${entry.supports_reconfigure ? html`<button type="button" class="quiet" ?disabled=${disabled(entry)} @click=${this.#reconfigure}>${icon("key")}${t("integrations.entry.reconfigure")}</button>` : nothing}
          ${disabled(entry) ? html`<button type="button" ?disabled=${this.submission.busy} @click=${this.#enable}>${t("integrations.entry.enable")}</button>` : nothing}
        </div>
        ${Object.keys(entry.supported_subentry_types).length > 0 || entry.num_subentries > 0
          ? html`<hk-subentries .entry=${entry} .changes=${entry.modified_at}></hk-subentries>`
          : nothing}
      </section>`;
  }
}
customElements.define("hk-entry", Entry);

class Rename extends Dialog {
  /** @type {any} */
  entry = undefined;

  #save = this.submission.submit(async ({ title }) => {
    await call("config_entries/update", { entry_id: this.entry.entry_id, title: title.trim() });
    this.close(true);
  });

  content() {
    return html`
      <form id="rename" @submit=${this.#save}>
        <label>${t("integrations.entry.name")}<input name="title" autofocus required maxlength="255" autocomplete="off" value=${this.entry.title}></label>
      </form>`;
  }

  actions() {
    return html`
      <button type="button" class="quiet" @click=${() => this.close()}>${t("common.cancel")}</button>
      <button type="submit" form="rename" ?disabled=${this.submission.busy}>${t("common.save")}</button>`;
  }
}
customElements.define("hk-rename-entry", Rename);
