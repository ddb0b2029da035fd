// @ts-check
/** Where one is logged in. */

import { html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { Loaded } from "../../hub/live.js";
import { CLIENT_ID } from "../../hub/tokens.js";
import { ago, t, when } from "../../text/texts.js";
import { ask } from "../../ui/dialog.js";
import { icon } from "../../ui/icons.js";
import { Part, say } from "../../ui/part.js";

class Sessions extends Part {
  sessions = new Loaded(this, async () =>
    (await call("auth/refresh_tokens"))
      .filter((/** @type {any} */ token) => token.type === "normal")
      .sort((/** @type {any} */ one, /** @type {any} */ other) =>
        Number(other.is_current) - Number(one.is_current) || latest(other).localeCompare(latest(one))));

  /** @param {any} session */
  #end = async (session) => {
    const ended = await ask({
      heading: t("account.sessions.end_title"),
      text: t("account.sessions.end_text", { name: nameOf(session) }),
      action: t("account.sessions.end"),
      danger: true,
      run: () => call("auth/delete_refresh_token", { refresh_token_id: session.id }),
    });
    if (!ended) return;
    say(t("account.sessions.ended"));
    this.sessions.reload();
  };

  #endOthers = async () => {
    const ended = await ask({
      heading: t("account.sessions.end_others_title"),
      text: t("account.sessions.end_others_text"),
      action: t("account.sessions.end_others"),
      danger: true,
      run: () => call("auth/delete_all_refresh_tokens", { token_type: "normal", delete_current_token: false }),
    });
    if (!ended) return;
    say(t("account.sessions.ended"));
    this.sessions.reload();
  };

  render() {
    const { value: sessions, error } = this.sessions;
    return html`
      <div class="heading">
        <h2>${t("account.sessions.title")}</h2>
        ${(sessions?.length ?? 0) > 1 ? html`<button type="button" class="quiet small" @click=${this.#endOthers}>${t("account.sessions.end_others")}</button>` : nothing}
      </div>
      ${error ? html`<p class="error" role="alert">${error.message} <button type="button" class="plain" @click=${this.sessions.reload}>${t("common.retry")}</button></p>` : nothing}
      ${sessions
        ? html`<ul class="rows">${sessions.map((/** @type {any} */ one) => this.#row(one))}</ul>`
        : error ? nothing : html`<span class="skeleton"></span><span class="skeleton"></span>`}`;
  }

  /** @param {any} session */
  #row(session) {
    const used = session.last_used_at;
    return html`
      <li>
        ${icon(session.is_current ? "check" : "link")}
        <div class="what">
          <strong>${nameOf(session)}</strong> ${session.is_current ? html`<span class="chip good">${t("account.sessions.this_one")}</span>` : nothing}
          <small title=${when(latest(session))}>${used
            ? t("account.sessions.used", { when: ago(used), where: session.last_used_ip ?? "–" })
            : t("account.sessions.begun", { when: ago(session.created_at) })}</small>
        </div>
        ${session.is_current ? nothing : html`
          <button type="button" class="quiet small" aria-label=${t("account.sessions.end_this", { name: nameOf(session) })}
            @click=${() => this.#end(session)}>${t("account.sessions.end")}</button>`}
      </li>`;
  }
}
customElements.define("hk-sessions", Sessions);

/** @param {any} session @returns {string} */
const latest = (session) => session.last_used_at ?? session.created_at;

/** @param {any} session */
function nameOf(session) {
  if (session.client_name) return session.client_name;
  if (session.client_id === CLIENT_ID) return t("account.sessions.page");
  return URL.canParse(session.client_id ?? "") ? new URL(session.client_id).host : t("account.sessions.unknown");
}
