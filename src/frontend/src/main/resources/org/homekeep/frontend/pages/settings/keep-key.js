// @ts-check
/** Keeping a key: it is shown, saved or printed, and then somebody shows that it is kept. */

import { html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { language, t } from "../../text/texts.js";
import { copy } from "../../ui/copy.js";
import { icon } from "../../ui/icons.js";
import { Part } from "../../ui/part.js";
import { Submission } from "../../ui/submission.js";
import { errorOf, note, unique } from "./shared.js";

const GROUPS = /^([A-Z0-9]{4}-){6}[A-Z0-9]{4}$/;

/** @typedef {{ fingerprint: string, key: string, confirmed: string | null }} Held */

/** Signs the address of an emergency kit. @param {string} fingerprint @param {"text" | "page"} format */
async function kit(fingerprint, format) {
  const path = `/api/homekeep/backup/emergency_kit?key=${encodeURIComponent(fingerprint)}&format=${format}&language=${language}`;
  return (await call("auth/sign_path", { path, expires: 60 })).path;
}

/** Gives the emergency kit of a key to the browser to save. @param {string} fingerprint */
export async function downloadKit(fingerprint) {
  const link = document.createElement("a");
  link.href = await kit(fingerprint, "text");
  link.download = "";
  link.click();
}

/** Opens the page to print in another tab, which a browser lets happen only at the very click. @param {string} fingerprint */
export async function printKit(fingerprint) {
  const tab = open("about:blank");
  try {
    const path = await kit(fingerprint, "page");
    if (!tab) throw new Error(t("settings.key.no_tab"));
    tab.location.href = path;
  } catch (failure) {
    tab?.close();
    throw failure;
  }
}

/** The key on the screen with all ways to take it elsewhere. */
class KeyText extends Part {
  static properties = { held: { attribute: false } };

  submission = new Submission(this);

  constructor() {
    super();
    /** @type {Held} */
    this.held = { fingerprint: "", key: "", confirmed: null };
  }

  #copy = () => copy(this.held.key, /** @type {Element} */ (this.querySelector("code")), t("settings.key.copied"));

  render() {
    const { fingerprint, key } = this.held;
    return html`
      <span class="keytext"><code class="key">${key}</code></span>
      <div class="buttons">
        <button type="button" @click=${() => this.submission.run(() => downloadKit(fingerprint))}>${icon("download")}${t("settings.key.download")}</button>
        <button type="button" class="quiet" @click=${() => this.submission.run(() => printKit(fingerprint))}>${icon("print")}${t("settings.key.print")}</button>
        <button type="button" class="quiet" @click=${this.#copy}>${icon("copy")}${t("settings.key.copy")}</button>
      </div>
      ${errorOf(this.submission.error)}`;
  }
}
customElements.define("hk-key-text", KeyText);

/** Tells by the event `kept` that the hub has the word of somebody who has the key. */
class KeepKey extends Part {
  static properties = { held: { attribute: false }, typing: { type: Boolean } };

  submission = new Submission(this);

  constructor() {
    super();
    /** @type {Held} */
    this.held = { fingerprint: "", key: "", confirmed: null };
    /** Whether the key is away from the screen, and asked for. */
    this.typing = false;
    this.hint = unique("hint");
    this.failed = unique("error");
  }

  /** @param {boolean} typing */
  #turn = async (typing) => {
    this.typing = typing;
    this.submission.error = "";
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector(typing ? "input" : "button"))?.focus();
  };

  #confirm = this.submission.submit(async ({ characters }) => {
    await call("homekeep/backup/keys/confirm", { fingerprint: this.held.fingerprint, characters: characters.trim() });
    this.dispatchEvent(new CustomEvent("kept"));
  });

  render() {
    return this.typing ? this.#type() : this.#show();
  }

  #show() {
    return html`
      ${note("wait", t("settings.key.why"), "key")}
      <hk-key-text .held=${this.held}></hk-key-text>
      <p class="muted">${t("settings.key.where")}</p>
      <div class="ends"><button type="button" @click=${() => this.#turn(true)}>${t("settings.key.kept")}</button></div>`;
  }

  #type() {
    const { error, busy } = this.submission;
    const groups = GROUPS.test(this.held.key);
    return html`
      <form @submit=${this.#confirm}>
        <div class="field">
          <label for=${`${this.hint}-field`}>${t(groups ? "settings.key.last_group" : "settings.key.last_characters")}</label>
          <small id=${this.hint}>${t("settings.key.last_hint")}</small>
          <input id=${`${this.hint}-field`} class="code" name="characters" required minlength="1" maxlength="4" autocomplete="off" autocapitalize="characters"
            spellcheck="false" aria-describedby="${this.hint} ${this.failed}" aria-invalid=${error ? "true" : "false"}>
          <span id=${this.failed} role="alert">${error ? html`<span class="error">${error}</span>` : nothing}</span>
        </div>
        <div class="ends">
          <button type="button" class="quiet" @click=${() => this.#turn(false)}>${t("settings.key.show_again")}</button>
          <button type="submit" ?disabled=${busy}>${t("settings.key.confirm")}</button>
        </div>
      </form>`;
  }
}
customElements.define("hk-keep-key", KeepKey);
