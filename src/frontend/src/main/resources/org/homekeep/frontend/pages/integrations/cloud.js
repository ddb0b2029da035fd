// @ts-check
/** Home Assistant Cloud: logging in to it, what it says of the account, and logging out. It has no flow, but calls of its own. */

import { css, html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { Loaded, Subscribed } from "../../hub/live.js";
import { HubError, post } from "../../hub/tokens.js";
import { day, t } from "../../text/texts.js";
import { ask } from "../../ui/dialog.js";
import { failure } from "../../ui/failure.js";
import { icon } from "../../ui/icons.js";
import { link } from "../../ui/markdown.js";
import { Part, say, styled } from "../../ui/part.js";
import { Submission } from "../../ui/submission.js";
import "./added.js";

/** Where people have their account. */
const ACCOUNT = "https://account.nabucasa.com/";

styled(css`
  hk-cloud { display: block; margin-bottom: 1.25rem; }
  hk-cloud form { max-width: 26rem; }
  hk-cloud dl + .buttons { margin-top: 1.25rem; }
  hk-cloud .card > hk-added { display: block; margin-bottom: 1.25rem; }
`);

class Cloud extends Part {
  static properties = { code: { state: true }, told: { state: true } };

  status = new Loaded(this, async () => {
    const status = await call("cloud/status");
    // What the account says may need the service, which may be away; who is logged in is known here.
    const subscription = status.logged_in ? await call("cloud/subscription").catch((/** @type {Error} */ error) => ({ error: error.message })) : {};
    return { ...status, subscription };
  });

  changes = new Subscribed(this, "cloud/subscribe_events", () => this.status.reload());
  submission = new Submission(this);

  constructor() {
    super();
    /** Whether the service wants the code of a second factor. */
    this.code = false;
    this.email = "";
    /** Something that was done and is to be read. */
    this.told = "";
    this.unconfirmed = false;
    this.fresh = false;
  }

  #logIn = this.submission.submit(async (fields) => {
    this.told = "";
    this.unconfirmed = false;
    const email = this.code ? this.email : fields.email.trim();
    this.email = email;
    try {
      await post("/api/cloud/login", { email, ...(this.code ? { code: fields.code } : { password: fields.password }) });
    } catch (failure) {
      const { code } = /** @type {HubError} */ (failure);
      if (code === "mfarequired") return this.#askCode();
      if (code === "mfaexpiredornotstarted") this.code = false;
      this.unconfirmed = code === "usernotconfirmed";
      throw failure;
    }
    this.code = false;
    this.fresh = true;
    await this.status.reload();
    return undefined;
  });

  async #askCode() {
    this.code = true;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector("input[name=code]"))?.focus();
  }

  #back = () => {
    this.submission.error = "";
    this.code = false;
  };

  /** @param {string} path @param {string} told */
  #mail = (path, told) =>
    this.submission.run(async () => {
      const field = /** @type {HTMLInputElement} */ (this.querySelector("input[name=email]"));
      this.email = field.value.trim();
      this.told = "";
      if (this.email === "") {
        field.focus();
        throw new HubError(t("integrations.cloud.address_first"));
      }
      await post(path, { email: this.email });
      this.told = told;
    });

  #logOut = async () => {
    const yes = await ask({
      heading: t("integrations.cloud.log_out_title"),
      text: t("integrations.cloud.log_out_text"),
      action: t("integrations.cloud.log_out"),
      danger: true,
      run: () => post("/api/cloud/logout"),
    });
    if (!yes) return;
    this.fresh = false;
    await this.status.reload();
    say(t("integrations.cloud.logged_out_now"));
  };

  render() {
    const { value: status, error } = this.status;
    if (error) return failure(error, this.status.reload);
    if (!status) return html`<div class="card"><span class="skeleton"></span><span class="skeleton"></span></div>`;
    return html`<section class="card" aria-labelledby="cloud-account">
      <h2 id="cloud-account">${t(status.logged_in ? "integrations.cloud.account" : this.code ? "integrations.cloud.code_title" : "integrations.cloud.log_in_title")}</h2>
      ${status.logged_in ? this.#account(status) : this.code ? this.#second() : this.#first()}
    </section>`;
  }

  #end = (/** @type {string} */ action) => html`
    ${this.submission.error ? html`<p class="error" role="alert" id="cloud-error">${this.submission.error}</p>` : nothing}
    ${this.told ? html`<p class="good" role="status">${this.told}</p>` : nothing}
    <div class="buttons"><button type="submit" ?disabled=${this.submission.busy}>${this.submission.busy ? t("integrations.flow.sending") : action}</button>
      ${this.code ? html`<button type="button" class="quiet" @click=${this.#back}>${t("common.back")}</button>` : nothing}</div>`;

  #first() {
    const about = this.submission.error ? "cloud-error" : nothing;
    return html`
      <p>${t("integrations.cloud.lead")}</p>
      <form @submit=${this.#logIn}>
        <label>${t("integrations.cloud.email")}<input name="email" type="email" autocomplete="username" required .value=${this.email} aria-describedby=${about}></label>
        <label>${t("integrations.cloud.password")}<input name="password" type="password" autocomplete="current-password" required aria-describedby=${about}></label>
        ${this.#end(t("integrations.cloud.log_in"))}
        <p><button type="button" class="plain" @click=${() => this.#mail("/api/cloud/forgot_password", t("integrations.cloud.mail_sent"))}>${t("integrations.cloud.forgotten")}</button></p>
        ${this.unconfirmed ? html`<p><button type="button" class="plain" @click=${() => this.#mail("/api/cloud/resend_confirm", t("integrations.cloud.mail_sent"))}>${t("integrations.cloud.resend")}</button></p>` : nothing}
      </form>
      <p class="small">${link(t("integrations.cloud.no_account"), ACCOUNT)}</p>`;
  }

  #second = () => html`
    <p>${t("integrations.cloud.code_lead")}</p>
    <form @submit=${this.#logIn}>
      <label>${t("integrations.cloud.code")}<input name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="10"
        aria-describedby=${this.submission.error ? "cloud-error" : nothing}></label>
      ${this.#end(t("integrations.cloud.log_in"))}
    </form>`;

  /** @param {any} status */
  #account({ email, active_subscription: active, subscription }) {
    const until = subscription.plan_renewal_date;
    return html`
      ${this.fresh && active ? html`<hk-added .heading=${t("integrations.cloud.logged_in_now")} .entry=${{ domain: "cloud", state: "loaded" }}></hk-added>` : nothing}
      ${active ? nothing : html`<div class="note wait">${icon("alert")}<div>${t("integrations.cloud.no_subscription")} ${link(t("integrations.cloud.open_account"), ACCOUNT)}</div></div>`}
      <dl class="facts">
        <dt>${t("integrations.cloud.email")}</dt><dd>${email}</dd>
        <dt>${t("integrations.cloud.subscription")}</dt>
        <dd>${subscription.error ?? (active ? (until ? t("integrations.cloud.active_until", { date: day(new Date(until * 1000)) }) : t("integrations.cloud.active")) : t("integrations.cloud.inactive"))}</dd>
        <dt>${t("integrations.cloud.holds")}</dt><dd>${t("integrations.cloud.holds_text")}</dd>
      </dl>
      <div class="buttons">
        <button type="button" class="quiet" @click=${this.#logOut}>${t("integrations.cloud.log_out")}</button>
        ${link(t("integrations.cloud.open_account"), ACCOUNT, "button quiet")}
      </div>`;
  }
}
customElements.define("hk-cloud", Cloud);
