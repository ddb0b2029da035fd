// @ts-check
/** Tokens for programs of one's own, which live for long. */

import { css, html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { Loaded } from "../../hub/live.js";
import { ago, day, t } from "../../text/texts.js";
import { copy } from "../../ui/copy.js";
import { Dialog, ask } from "../../ui/dialog.js";
import { icon } from "../../ui/icons.js";
import { Part, say, styled } from "../../ui/part.js";
import { field, sent } from "../start/fields.js";

const LIFESPANS = [90, 365, 3650];

class Tokens extends Part {
  tokens = new Loaded(this, async () =>
    (await call("auth/refresh_tokens")).filter((/** @type {any} */ token) => token.type === "long_lived_access_token"));

  #make = async () => {
    await new TokenDialog().ask();
    this.tokens.reload();
  };

  /** @param {any} token */
  #delete = async (token) => {
    const deleted = await ask({
      heading: t("account.tokens.delete_title"),
      text: t("account.tokens.delete_text", { name: token.client_name }),
      action: t("common.delete"),
      danger: true,
      run: () => call("auth/delete_refresh_token", { refresh_token_id: token.id }),
    });
    if (!deleted) return;
    say(t("account.tokens.deleted"));
    this.tokens.reload();
  };

  render() {
    const { value: tokens, error } = this.tokens;
    return html`
      <div class="heading">
        <h2>${t("account.tokens.title")}</h2>
        <button type="button" class="quiet small" @click=${this.#make}>${icon("plus")}${t("account.tokens.make")}</button>
      </div>
      ${error ? html`<p class="error" role="alert">${error.message} <button type="button" class="plain" @click=${this.tokens.reload}>${t("common.retry")}</button></p>` : nothing}
      ${tokens === undefined ? (error ? nothing : html`<span class="skeleton"></span>`)
        : tokens.length === 0 ? html`<p class="muted">${t("account.tokens.none")}</p>`
          : html`<ul class="rows">${tokens.map((/** @type {any} */ one) => this.#row(one))}</ul>`}`;
  }

  /** @param {any} token */
  #row(token) {
    return html`
      <li>
        ${icon("key")}
        <div class="what"><strong>${token.client_name}</strong>
          <small>${token.last_used_at ? t("account.tokens.used", { when: ago(token.last_used_at) }) : t("account.tokens.never_used")}
            ${token.expire_at ? html` · ${t("account.tokens.until", { day: day(token.expire_at) })}` : nothing}</small></div>
        <button type="button" class="quiet small" aria-label=${t("account.tokens.delete_this", { name: token.client_name })}
          @click=${() => this.#delete(token)}>${t("common.delete")}</button>
      </li>`;
  }
}
customElements.define("hk-tokens", Tokens);

class TokenDialog extends Dialog {
  heading = t("account.tokens.make");
  token = "";

  #make = async (/** @type {SubmitEvent} */ event) => {
    const { client_name, lifespan } = sent(event);
    const made = await this.submission.run(async () => {
      this.token = await call("auth/long_lived_access_token", { client_name, lifespan: Number(lifespan) });
    });
    await this.updateComplete;
    if (made) /** @type {HTMLElement | null} */ (this.querySelector("[data-copy]"))?.focus();
  };

  content() {
    if (this.token) {
      return html`
        <div class="note wait">${icon("alert")}<div>${t("account.tokens.once")}</div></div>
        <p class="token" tabindex="0"><code>${this.token}</code></p>`;
    }
    return html`
      <p class="muted">${t("account.tokens.lead")}</p>
      <form id="token-form" @submit=${this.#make}>
        ${field({ name: "client_name", label: t("account.tokens.name"), hint: t("account.tokens.name_hint"), maxlength: 100, autofocus: true })}
        <label>${t("account.tokens.lifespan")}
          <select name="lifespan">${LIFESPANS.map((days) => html`<option value=${days} ?selected=${days === 365}>${t(`account.tokens.days_${days}`)}</option>`)}</select>
        </label>
      </form>`;
  }

  actions() {
    if (this.token) {
      return html`
        <button type="button" data-copy @click=${() => copy(this.token, /** @type {HTMLElement} */ (this.querySelector("code")))}>${icon("copy")}${t("account.tokens.copy")}</button>
        <button type="button" class="quiet" @click=${() => this.close(true)}>${t("common.done")}</button>`;
    }
    return html`
      <button type="button" class="quiet" @click=${() => this.close()}>${t("common.cancel")}</button>
      <button type="submit" form="token-form" ?disabled=${this.submission.busy}>${t("account.tokens.make_short")}</button>`;
  }
}
customElements.define("hk-token-dialog", TokenDialog);

styled(css`
  .token { margin: 0; padding: .8rem 1rem; border-radius: 10px; background: var(--page); overflow-wrap: anywhere; user-select: all; }
`);
