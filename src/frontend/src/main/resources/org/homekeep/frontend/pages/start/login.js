// @ts-check
/** Logging in: to this page, or to another client that sent its user here (`/auth/authorize`). */

import { html, nothing } from "lit";
import { answerLogin, beginLogin } from "../../hub/login.js";
import { CLIENT_ID, HubError, redeem } from "../../hub/tokens.js";
import { has, span, t } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";
import { Part } from "../../ui/part.js";
import { Submission } from "../../ui/submission.js";
import { brand } from "./brand.js";
import { askingClient } from "./client.js";
import { field, focusWrong } from "./fields.js";
import { forgetRestored, wasRestored } from "./restored.js";

class Login extends Part {
  static properties = { step: { state: true } };

  submission = new Submission(this);

  constructor() {
    super();
    /** @type {"init" | "mfa"} */
    this.step = "init";
    this.flow = "";
    this.keep = false;
    this.restored = wasRestored();
    /** Who asks for the login; undefined for this page itself. */
    this.client = askingClient();
  }

  firstUpdated() {
    document.title = `${t(this.client?.refused ? "start.client.refused" : "start.login.title")} – Homekeep`;
    this.querySelector("input")?.focus();
  }

  #logIn = async (/** @type {SubmitEvent} */ event) => {
    const before = this.step;
    const done = await this.submission.submit((fields) => this.#try(fields))(event);
    await this.updateComplete;
    if (!done && this.step === before) focusWrong(this);
    else this.querySelector("input")?.focus();
  };

  /** @param {Record<string, any>} fields */
  async #try({ keep, ...fields }) {
    if (this.step === "init") {
      this.keep = keep !== undefined;
      this.flow = await this.#told(() => beginLogin(this.client));
    }
    const step = await this.#told(() => answerLogin(this.flow, fields, this.client?.client_id ?? CLIENT_ID));
    if (step.done) return this.#enter(step.code);
    this.step = step.step;
    if (step.error) throw new HubError(t(has(`start.errors.${step.error}`) ? `start.errors.${step.error}` : "start.errors.unknown"));
    return undefined;
  }

  /**
   * @template T
   * @param {() => Promise<T>} ask
   * @returns {Promise<T>} fails in words for people
   */
  async #told(ask) {
    try {
      return await ask();
    } catch (failure) {
      const { status, code, message } = /** @type {HubError} */ (failure);
      if (status === 429) throw new HubError(t("start.errors.too_many", { wait: span(Number(/\d+/.exec(message)?.[0] ?? 60)) }));
      if (status === 404 || code) this.step = "init";
      if (status === 404 || message === "") throw new HubError(t("start.errors.too_late"));
      if (status === 403) throw new HubError(t("start.errors.blocked"));
      throw failure;
    }
  }

  /** @param {string} code */
  async #enter(code) {
    forgetRestored();
    if (!this.client) {
      await redeem(code, this.keep);
      dispatchEvent(new Event("homekeep-begin"));
      return;
    }
    const back = new URL(this.client.redirect_uri);
    back.searchParams.set("code", code);
    if (this.client.state !== null) back.searchParams.set("state", this.client.state);
    location.assign(back);
  }

  render() {
    return html`
      <main class="start">${brand}
        <section class="card narrow">
          ${this.client?.refused ? this.#refused() : this.step === "init" ? this.#password() : this.#code()}
        </section>
      </main>`;
  }

  #refused() {
    return html`
      <h1>${t("start.client.refused")}</h1>
      <p>${t("start.client.refused_why")}</p>
      <p class="muted">${t("start.client.refused_what")}</p>
      <a class="button quiet" href="/">${t("start.client.to_homekeep")}</a>`;
  }

  #password() {
    return html`
      <h1>${t("start.login.title")}</h1>
      ${this.restored ? html`<div class="note">${icon("check")}<div>${t("start.restore.log_in")}</div></div>` : nothing}
      ${this.client ? html`
        <div class="note wait">${icon("link")}<div>
          <p>${t("start.client.asks", { client: this.client.name })}</p>
          <small>${t("start.client.careful", { target: this.client.target })}</small>
        </div></div>` : html`<p class="muted">${t("start.login.lead")}</p>`}
      <form @submit=${this.#logIn}>
        ${field({ name: "username", label: t("start.login.username"), autocomplete: "username", code: true })}
        ${field({ name: "password", type: "password", label: t("start.login.password"), autocomplete: "current-password", error: this.submission.error })}
        ${this.client ? nothing : html`
          <label class="check"><input type="checkbox" name="keep"><span>${t("start.login.keep")}<small>${t("start.login.keep_hint")}</small></span></label>`}
        ${this.#end()}
      </form>`;
  }

  #code() {
    return html`
      <h1>${t("start.login.code_title")}</h1>
      <p class="muted">${t("start.login.code_lead")}</p>
      <form @submit=${this.#logIn}>
        ${field({ name: "code", label: t("start.login.code"), inputmode: "numeric", autocomplete: "one-time-code", maxlength: 10, code: true,
          error: this.submission.error })}
        ${this.#end()}
      </form>`;
  }

  #end = () => html`<button type="submit" ?disabled=${this.submission.busy}>${t("start.login.action")}</button>`;
}
customElements.define("hk-login", Login);
