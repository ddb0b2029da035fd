// @ts-check
/** Logging in: to this page, or to another client that sent its user here (`/auth/authorize`). */

import { html, nothing } from "lit";
import { answerLogin, beginLogin } from "../../hub/login.js";
import { CLIENT_ID, HubError, redeem } from "../../hub/tokens.js";
import { has, t } from "../../text/texts.js";
import { Part } from "../../ui/part.js";
import { Submission } from "../../ui/submission.js";

class Login extends Part {
  static properties = { step: { state: true } };

  submission = new Submission(this);

  constructor() {
    super();
    /** @type {"init" | "mfa"} */
    this.step = "init";
    this.flow = "";
    this.keep = false;
    const asked = new URLSearchParams(location.search);
    const client = asked.get("client_id");
    /** Who asks for the login, when it is not this page. */
    this.client = location.pathname === "/auth/authorize" && client
      ? { client_id: client, redirect_uri: asked.get("redirect_uri") ?? client, state: asked.get("state") }
      : undefined;
  }

  firstUpdated() {
    document.title = `${t("start.login.title")} – Homekeep`;
  }

  updated() {
    this.querySelector("input")?.focus();
  }

  #logIn = this.submission.submit(async ({ keep, ...fields }) => {
    if (this.step === "init") {
      this.keep = keep !== undefined;
      this.flow = await beginLogin(this.client);
    }
    const step = await this.#answer(fields);
    if (step.done) return this.#enter(step.code);
    this.step = step.step;
    if (step.error) throw new HubError(t(has(`start.errors.${step.error}`) ? `start.errors.${step.error}` : "start.errors.unknown"));
    return undefined;
  });

  /** @param {any} fields */
  async #answer(fields) {
    try {
      return await answerLogin(this.flow, fields, this.client?.client_id ?? CLIENT_ID);
    } catch (failure) {
      const { status, code, message } = /** @type {HubError} */ (failure);
      if (status === 404 || code) this.step = "init";
      throw status === 404 || message === "" ? new HubError(t("start.errors.too_late")) : failure;
    }
  }

  /** @param {string} code */
  async #enter(code) {
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
      <main class="start">
        <section class="card narrow">${this.step === "init" ? this.#password() : this.#code()}</section>
      </main>`;
  }

  #password() {
    return html`
      <h1>${t("start.login.title")}</h1>
      <p class="muted">${this.client ? t("start.login.for_client", { client: new URL(this.client.client_id).host }) : t("start.login.lead")}</p>
      <form @submit=${this.#logIn}>
        <label>${t("start.login.username")}
          <input name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required></label>
        <label>${t("start.login.password")}<input name="password" type="password" autocomplete="current-password" required></label>
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
        <label>${t("start.login.code")}<input name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="10"></label>
        ${this.#end()}
      </form>`;
  }

  #end = () => html`
    ${this.submission.error ? html`<p class="error" role="alert">${this.submission.error}</p>` : nothing}
    <button type="submit" ?disabled=${this.submission.busy}>${t("start.login.action")}</button>`;
}
customElements.define("hk-login", Login);
