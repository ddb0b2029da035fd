// @ts-check
/** What is done with keys in dialogs: looking, confirming, changing, adding and forgetting. */

import { html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { t } from "../../text/texts.js";
import { Dialog } from "../../ui/dialog.js";
import { icon } from "../../ui/icons.js";
import { downloadKit, printKit } from "./keep-key.js";
import { note } from "./shared.js";

const KEYS = "homekeep/backup/keys";
const IN_KIT = /(?:[A-Z0-9]{4}-){6}[A-Z0-9]{4}/;

/** Shows a key and its kit. */
export class ShowKey extends Dialog {
  /** @type {any} */
  held = undefined;

  content() {
    return html`
      ${note("", t("settings.key.do_not_show"), "eye")}
      <hk-key-text .held=${this.held}></hk-key-text>`;
  }

  actions() {
    return html`<button type="button" class="quiet" @click=${() => this.close()}>${t("common.close")}</button>`;
  }
}
customElements.define("hk-show-key", ShowKey);

/** Somebody shows that they have a key. */
export class ConfirmKey extends Dialog {
  /** @type {any} */
  held = undefined;

  content() {
    return html`<hk-keep-key .held=${this.held} @kept=${() => this.close(true)}></hk-keep-key>`;
  }
}
customElements.define("hk-confirm-key", ConfirmKey);

/** @typedef {"old" | "new" | "use"} Step */

/** Another key for new backups: the old kit first, then the new one, and only then it is used. */
export class ChangeKey extends Dialog {
  static properties = { step: { state: true } };

  /** The fingerprint of the key in use. */
  old = "";
  /** @type {any} */
  made = undefined;

  constructor() {
    super();
    /** @type {Step} */
    this.step = "old";
  }

  #make = () => this.submission.run(async () => {
    this.made = await call(`${KEYS}/new`);
    this.step = "new";
  });

  #use = async () => {
    const done = await this.submission.run(() =>
      call(`${KEYS}/new`, { activate: true, fingerprint: this.made.fingerprint, kit_saved: true }));
    if (done) this.close(true);
  };

  updated() {
    const heading = /** @type {HTMLElement | null} */ (this.querySelector("h3"));
    if (heading && heading.dataset.step !== this.step) {
      heading.dataset.step = this.step;
      if (this.step !== "old") heading.focus();
    }
  }

  content() {
    const at = ["old", "new", "use"].indexOf(this.step);
    return html`
      <div class="progress"><span>${t("settings.step", { at: at + 1, of: 3 })}</span>
        <progress max="3" value=${at + 1} aria-label=${t("settings.progress")}></progress></div>
      <h3 tabindex="-1">${t(`settings.key.change_${this.step}`)}</h3>
      ${this.#step()}`;
  }

  #step() {
    switch (this.step) {
      case "old":
        return html`
          <p>${t("settings.key.change_old_text")}</p>
          <div class="buttons">
            <button type="button" class="quiet" @click=${() => this.submission.run(() => downloadKit(this.old))}>
              ${icon("download")}${t("settings.key.download_old")}</button>
            <button type="button" class="quiet" @click=${() => this.submission.run(() => printKit(this.old))}>
              ${icon("print")}${t("settings.key.print")}</button>
          </div>`;
      case "new":
        return html`<p>${t("settings.key.change_new_text")}</p>
          <hk-keep-key .held=${this.made} @kept=${() => (this.step = "use")}></hk-keep-key>`;
      default:
        return html`<ul class="bullets">
          <li>${icon("lock")}<span>${t("settings.key.change_use_new")}</span></li>
          <li>${icon("key")}<span>${t("settings.key.change_use_old")}</span></li></ul>`;
    }
  }

  actions() {
    const { busy } = this.submission;
    return html`
      <button type="button" class="quiet" ?disabled=${busy} @click=${() => this.close()}>${t("common.cancel")}</button>
      ${this.step === "old"
        ? html`<button type="button" ?disabled=${busy} @click=${this.#make}>${t("settings.key.make_new")}</button>` : nothing}
      ${this.step === "use"
        ? html`<button type="button" ?disabled=${busy} @click=${this.#use}>${t("settings.key.use_new")}</button>` : nothing}`;
  }
}
customElements.define("hk-change-key", ChangeKey);

/** A key comes from an old emergency kit. */
export class AddKey extends Dialog {
  #field = () => /** @type {HTMLInputElement} */ (this.querySelector("input[name=key]"));

  #read = (/** @type {any} */ { target }) => this.submission.run(async () => {
    const text = await target.files[0]?.text();
    const key = text?.match(IN_KIT)?.[0];
    target.value = "";
    if (!key) throw new Error(t("settings.key.none_in_file"));
    this.#field().value = key;
  });

  #add = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const key = this.#field().value.trim();
    if (key && (await this.submission.run(() => call(`${KEYS}/add`, { key })))) this.close(true);
  };

  content() {
    return html`
      <p>${t("settings.key.add_text")}</p>
      <form id="add-key" @submit=${this.#add}>
        <label>${t("settings.key.title")}<small>${t("settings.key.looks_like")}</small>
          <input name="key" required autofocus autocomplete="off" autocapitalize="characters" spellcheck="false"></label>
        <label>${t("settings.key.or_file")}<input type="file" accept=".txt,text/plain" @change=${this.#read}></label>
      </form>`;
  }

  actions() {
    return html`
      <button type="button" class="quiet" @click=${() => this.close()}>${t("common.cancel")}</button>
      <button type="submit" form="add-key" ?disabled=${this.submission.busy}>${t("settings.key.add_action")}</button>`;
  }
}
customElements.define("hk-add-key", AddKey);

/** A key goes; the hub says no while backups need it, and may be overruled. */
export class ForgetKey extends Dialog {
  static properties = { refused: { state: true } };

  /** @type {any} */
  key = undefined;
  /** How many backups it is known to open. */
  opens = 0;

  constructor() {
    super();
    /** Why the hub would rather keep it. */
    this.refused = "";
  }

  #forget = async () => {
    const even = this.refused !== "";
    const done = await this.submission.run(async () => {
      try {
        await call(`${KEYS}/forget`, { fingerprint: this.key.fingerprint, ...(even && { even_though_backups_need_it: true }) });
      } catch (failure) {
        const { code, message } = /** @type {any} */ (failure);
        if (even || code !== "not_allowed") throw failure;
        this.refused = this.opens ? t("settings.key.forget_opens", { count: this.opens }) : forPeople(message);
        throw new Error("");
      }
    });
    if (done) this.close(true);
  };

  content() {
    return html`
      <p>${t("settings.key.forget_text", { fingerprint: this.key.fingerprint })}</p>
      ${this.submission.busy ? html`<p class="muted" role="status">${t("settings.key.forget_looking")}</p>` : nothing}
      ${this.refused ? html`<div role="alert">${note("bad", html`<p>${this.refused}</p><p>${t("settings.key.forget_even_text")}</p>`)}</div>` : nothing}`;
  }

  actions() {
    return html`
      <button type="button" class="quiet" autofocus @click=${() => this.close()}>${t("common.cancel")}</button>
      <button type="button" class="danger" ?disabled=${this.submission.busy} @click=${this.#forget}>
        ${t(this.refused ? "settings.key.forget_even" : "settings.key.forget")}</button>`;
  }
}
customElements.define("hk-forget-key", ForgetKey);

/** The hub tells programs how to insist; here there is a button. @param {string} message */
const forPeople = (message) => message.replace(/,? or send even_though_backups_need_it/, "");
