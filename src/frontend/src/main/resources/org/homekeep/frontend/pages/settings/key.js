// @ts-check
/** The encryption key of the backups, and all that there were before it. */

import { html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { Loaded } from "../../hub/live.js";
import { ago, inHubWords, t, when } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";
import "../../ui/menu.js";
import { Page, say } from "../../ui/part.js";
import { Submission } from "../../ui/submission.js";
import { downloadKit, printKit } from "./keep-key.js";
import { AddKey, ChangeKey, ConfirmKey, ForgetKey, ShowKey } from "./key-dialogs.js";
import { errorOf, note, waitingFor } from "./shared.js";
import { nameOf, placesOf } from "./store.js";

const KEYS = "homekeep/backup/keys";

/** @param {any} key */
const proposed = (key) => !key.active && key.origin === "made" && !key.first_used && !key.confirmed;

/** @param {{ with_backups: true } | { try_keys: true }} how */
async function useOf(how) {
  const [answer, { agents }] = await Promise.all([call(`${KEYS}/list`, how), call("backup/agents/info")]);
  const [places, errors] = await Promise.all([placesOf(agents), inHubWords(answer.agent_errors)]);
  return { ...answer, silent: Object.entries(errors).map(([id, error]) => `${nameOf(places, id)}: ${error}`) };
}

class KeyPage extends Page {
  submission = new Submission(this);
  keys = new Loaded(this, async () => (await call(`${KEYS}/list`)).keys);
  /** Which key opens what, which is for the locations to say. */
  use = new Loaded(this, () => useOf({ with_backups: true }));

  #reload = () => Promise.all([this.keys.reload(), this.use.reload()]);

  /** @param {string} fingerprint */
  #show = (fingerprint) => this.#withKey(fingerprint, ShowKey, t("settings.key.shown"));

  /** @param {string} fingerprint */
  #confirm = async (fingerprint) => {
    if (!(await this.#withKey(fingerprint, ConfirmKey, t("settings.key.confirm_title")))) return;
    await this.#reload();
    say(t("settings.key.confirmed_now"));
  };

  /** @param {string} fingerprint @param {any} Kind @param {string} heading */
  async #withKey(fingerprint, Kind, heading) {
    const dialog = new Kind();
    const found = await this.submission.run(async () => (dialog.held = await call(`${KEYS}/show`, { fingerprint })));
    if (!found) return false;
    dialog.heading = heading;
    return dialog.ask();
  }

  #change = async (/** @type {any} */ key) => {
    const dialog = new ChangeKey();
    dialog.heading = t("settings.key.change");
    dialog.old = key.fingerprint;
    const changed = await dialog.ask();
    await this.#reload();
    if (changed) say(t("settings.key.changed"));
  };

  #add = async () => {
    const dialog = new AddKey();
    dialog.heading = t("settings.key.add");
    if (!(await dialog.ask())) return;
    await this.#reload();
    say(t("settings.key.added"));
  };

  #forget = async (/** @type {any} */ key) => {
    const dialog = new ForgetKey();
    dialog.heading = t("settings.key.forget_title");
    dialog.key = key;
    dialog.opens = this.#opened(key.fingerprint).length;
    if (!(await dialog.ask())) return;
    await this.#reload();
    say(t("settings.key.forgotten"));
  };

  #try = () => this.submission.run(async () => {
    this.use.value = await useOf({ try_keys: true });
  });

  render() {
    return html`
      <a class="back" href="/backups/settings">${icon("left")}${t("settings.title")}</a>
      <div class="column">
        <h1>${t("settings.key.title")}</h1>
        <p class="lead">${t("settings.key.lead")}</p>
        ${errorOf(this.submission.error)}
        ${waitingFor(this.keys) ?? this.#all()}
      </div>`;
  }

  #all() {
    const keys = /** @type {any[]} */ (this.keys.value);
    const active = keys.find((key) => key.active);
    const others = keys.filter((key) => !key.active && !proposed(key)).reverse();
    return html`
      <div class="stack">
        ${active ? this.#active(active) : this.#none()}
        <section class="card">
          <div class="heading"><h2>${t("settings.key.others")}</h2>
            <button type="button" class="quiet small" @click=${this.#add}>${icon("plus")}${t("settings.key.add")}</button></div>
          ${others.length
            ? html`<ul class="rows">${others.map((key) => this.#other(key))}</ul>`
            : html`<p class="muted">${t("settings.key.no_others")}</p>`}
        </section>
        ${this.use.value?.silent.length ? note("wait", `${t("settings.key.silent")} ${this.use.value.silent.join(" ")}`) : nothing}
        ${this.#unknown()}
      </div>`;
  }

  #none = () => html`
    <section class="card"><div class="empty">${icon("key")}<p>${t("settings.key.none")}</p>
      <a class="button" href="/backups/setup">${t("settings.wizard.title")}</a></div></section>`;

  /** @param {any} key */
  #active(key) {
    const { fingerprint, confirmed } = key;
    return html`
      <section class="card">
        <div class="state">
          <span class="sign ${confirmed ? "good" : "wait"}">${icon(confirmed ? "check" : "alert")}</span>
          <div>
            <h2>${t(confirmed ? "settings.key.good" : "settings.key.not_confirmed")}</h2>
            <p>${confirmed
              ? html`<span title=${when(confirmed)}>${t("settings.key.confirmed_ago", { ago: ago(confirmed) })}</span>`
              : t("settings.key.not_confirmed_text")}</p>
            <dl class="facts">
              <dt>${t("settings.key.fingerprint")}</dt><dd><code>${fingerprint}</code></dd>
              <dt>${t("settings.key.since")}</dt><dd>${when(key.first_used ?? key.added)}</dd>
              <dt>${t("settings.key.opens")}</dt><dd>${this.#opens(fingerprint)}</dd>
            </dl>
          </div>
        </div>
        <div class="buttons">
          ${confirmed ? nothing
            : html`<button type="button" @click=${() => this.#confirm(fingerprint)}>${icon("check")}${t("settings.key.confirm_title")}</button>`}
          <button type="button" class="quiet" @click=${() => this.#show(fingerprint)}>${icon("eye")}${t("settings.key.show")}</button>
          <button type="button" class="quiet" @click=${() => this.submission.run(() => downloadKit(fingerprint))}>${icon("download")}${t("settings.key.download")}</button>
          <button type="button" class="quiet" @click=${() => this.submission.run(() => printKit(fingerprint))}>${icon("print")}${t("settings.key.print")}</button>
          <button type="button" class="quiet" @click=${() => this.#change(key)}>${icon("refresh")}${t("settings.key.change")}</button>
        </div>
      </section>`;
  }

  /** The backups of a key, as far as they are known. @param {string} fingerprint @returns {any[]} */
  #opened = (fingerprint) =>
    this.use.value?.keys.find((/** @type {any} */ key) => key.fingerprint === fingerprint)?.backups ?? [];

  /** @param {string} fingerprint */
  #opens(fingerprint) {
    if (!this.use.value) return this.use.error ? this.use.error.message : "…";
    const found = this.#opened(fingerprint);
    return t(found.length ? "settings.key.opens_backups" : "settings.key.opens_none", { count: found.length });
  }

  /** @param {any} key */
  #other(key) {
    const { fingerprint, origin, added, replaced } = key;
    return html`
      <li>${icon("key")}
        <span class="what"><code>${fingerprint}</code>
          <small>${this.#opens(fingerprint)} · <span title=${when(replaced ?? added)}>${replaced
            ? t("settings.key.replaced", { ago: ago(replaced) })
            : t(`settings.key.origin_${origin}`, { ago: ago(added) })}</span></small></span>
        <hk-menu label=${t("settings.key.actions_for", { fingerprint })} .actions=${[
          { label: t("settings.key.show"), icon: "eye", run: () => this.#show(fingerprint) },
          { label: t("settings.key.download"), icon: "download", run: () => this.submission.run(() => downloadKit(fingerprint)) },
          { label: t("settings.key.print"), icon: "print", run: () => this.submission.run(() => printKit(fingerprint)) },
          { label: t("settings.key.forget"), icon: "trash", danger: true, run: () => this.#forget(key) },
        ]}></hk-menu></li>`;
  }

  /** Backups that name no key, and those that none opens. */
  #unknown() {
    const { unknown_backups: unknown = [], locked_backups: locked = [] } = this.use.value ?? {};
    if (!unknown.length && !locked.length) return nothing;
    return html`
      <section class="card"><h2>${t("settings.key.other_backups")}</h2>
        ${locked.length ? html`${note("bad", t("settings.key.locked", { count: locked.length }), "lock")}
          <ul class="rows">${locked.map(this.#backup)}</ul>` : nothing}
        ${unknown.length ? html`<p>${t("settings.key.unknown", { count: unknown.length })}</p>
          <button type="button" class="quiet" ?disabled=${this.submission.busy} @click=${this.#try}>
            ${t(this.submission.busy ? "settings.key.trying" : "settings.key.try")}</button>` : nothing}
      </section>`;
  }

  /** @param {any} backup */
  #backup = ({ backup_id: id, name, date }) => html`
    <li>${icon("lock")}<span class="what"><a href="/backups/all/${encodeURIComponent(id)}">${name}</a><small>${when(date)}</small></span></li>`;
}
customElements.define("hk-backup-key", KeyPage);
