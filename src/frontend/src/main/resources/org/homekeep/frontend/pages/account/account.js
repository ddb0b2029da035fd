// @ts-check
/** One's own account: who one is, how one logs in, and where one is logged in. */

import { html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { Loaded } from "../../hub/live.js";
import { leave } from "../../hub/login.js";
import { chooseLanguage, chosenLanguage, languages, t } from "../../text/texts.js";
import { ask } from "../../ui/dialog.js";
import { failure } from "../../ui/failure.js";
import { icon } from "../../ui/icons.js";
import { Page, say } from "../../ui/part.js";
import { PasswordDialog } from "./password.js";
import { SecondFactorDialog } from "./second-factor.js";
import "./sessions.js";
import "./tokens.js";

class AccountPage extends Page {
  user = new Loaded(this, () => call("auth/current_user"));
  /** Only administrators may look user names up. */
  login = new Loaded(this, async () => {
    const me = await call("auth/current_user");
    return me.is_admin ? (await call("config/auth/list")).find((/** @type {any} */ each) => each.id === me.id)?.username ?? "" : "";
  });

  #changePassword = async () => {
    if (await new PasswordDialog().ask()) say(t("account.password.changed"));
  };

  #setUp = async (/** @type {string} */ module) => {
    const dialog = new SecondFactorDialog();
    dialog.module = module;
    if (!(await dialog.ask())) return;
    say(t("account.factor.is_on"));
    this.user.reload();
  };

  #remove = async (/** @type {string} */ module) => {
    const removed = await ask({
      heading: t("account.factor.remove_title"),
      text: t("account.factor.remove_text"),
      action: t("account.factor.remove"),
      danger: true,
      run: () => call("auth/depose_mfa", { mfa_module_id: module }),
    });
    if (!removed) return;
    say(t("account.factor.is_off"));
    this.user.reload();
  };

  #speak = (/** @type {Event} */ event) => {
    chooseLanguage(/** @type {HTMLSelectElement} */ (event.target).value);
    location.reload();
  };

  render() {
    const { value: user, error } = this.user;
    return html`
      <div class="title"><h1>${t("account.title")}</h1></div>
      ${error && !user ? failure(error, this.user.reload) : html`
        <div class="stack">
          ${user ? this.#who(user) : html`<section class="card"><span class="skeleton"></span><span class="skeleton"></span></section>`}
          ${user ? html`<div class="grid">${this.#password()}${user.mfa_modules.map((/** @type {any} */ one) => this.#factor(one))}</div>` : nothing}
          <hk-sessions class="card"></hk-sessions>
          <hk-tokens class="card"></hk-tokens>
          ${this.#language()}
        </div>`}`;
  }

  /** @param {any} user */
  #who(user) {
    const role = user.is_owner ? "owner" : user.is_admin ? "admin" : "user";
    return html`
      <section class="card">
        <div class="heading"><h2>${user.name}</h2><span class="chip">${t(`system.users.roles.${role}`)}</span></div>
        ${this.login.value ? html`<p class="muted">${t("account.logs_in_as")} <strong>${this.login.value}</strong></p>` : nothing}
        <button type="button" class="quiet" @click=${leave}>${icon("leave")}${t("nav.log_out")}</button>
      </section>`;
  }

  #password = () => html`
    <section class="card">
      <h2>${t("account.password.title")}</h2>
      <p class="muted">${t("account.password.lead")}</p>
      <button type="button" class="quiet" @click=${this.#changePassword}>${icon("key")}${t("account.password.change")}</button>
    </section>`;

  /** @param {{ id: string, enabled: boolean }} module */
  #factor({ id, enabled }) {
    return html`
      <section class="card">
        <div class="heading"><h2>${t("account.factor.title")}</h2>
          ${enabled ? html`<span class="chip good">${icon("check")}${t("account.factor.on")}</span>` : html`<span class="chip">${t("account.factor.off")}</span>`}</div>
        <p class="muted">${t("account.factor.lead")}</p>
        ${enabled
          ? html`<button type="button" class="quiet danger" @click=${() => this.#remove(id)}>${t("account.factor.remove")}</button>`
          : html`<button type="button" class="quiet" @click=${() => this.#setUp(id)}>${icon("shield")}${t("account.factor.set_up")}</button>`}
      </section>`;
  }

  #language() {
    const chosen = chosenLanguage();
    return html`
      <section class="card">
        <label>${t("account.language")}
          <select @change=${this.#speak}>
            <option value="" ?selected=${!chosen}>${t("account.as_browser")}</option>
            ${languages.map((one) => html`<option value=${one} lang=${one} ?selected=${one === chosen}>${nameOf(one)}</option>`)}
          </select>
          <small>${t("account.language_hint")}</small>
        </label>
      </section>`;
  }
}
customElements.define("hk-account", AccountPage);

/** A language in its own words. @param {string} language */
const nameOf = (language) => new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;

