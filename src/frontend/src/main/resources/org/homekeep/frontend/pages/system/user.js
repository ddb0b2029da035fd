// @ts-check
/** Making and changing one user. */

import { html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { t } from "../../text/texts.js";
import { Dialog } from "../../ui/dialog.js";
import { field, focusWrong, sent } from "../start/fields.js";

/** @type {Record<string, string>} */
const GROUPS = { user: "system-users", admin: "system-admin", readonly: "system-read-only" };
const LOGIN = "config/auth_provider/homeassistant";

/** @param {any} user */
export function roleOf(user) {
  if (user.is_owner) return "owner";
  return ["admin", "user", "readonly"].find((role) => user.group_ids.includes(GROUPS[role])) ?? "none";
}

export class UserDialog extends Dialog {
  heading = t("system.users.add");
  /** Who is changed; undefined for a new one. @type {any} */
  user = undefined;
  /** Whether the name to log in with may be changed. */
  mayRename = false;
  wrong = "";
  /** A user that was made, whose login could not be. */
  made = "";

  #save = async (/** @type {SubmitEvent} */ event) => {
    const fields = sent(event);
    this.wrong = this.user || fields.password === fields.again ? "" : t("start.first.not_the_same");
    if (this.wrong) {
      this.requestUpdate();
      return focusWrong(this);
    }
    const saved = await this.submission.run(() => (this.user ? this.#change(fields) : this.#make(fields)));
    return saved && this.close(true);
  };

  /** @param {Record<string, any>} fields */
  async #make({ name, username, password, role, local_only }) {
    const known = { name, group_ids: [GROUPS[role]], local_only: local_only !== undefined };
    if (this.made) await call("config/auth/update", { user_id: this.made, ...known });
    else this.made = (await call("config/auth/create", known)).user.id;
    await call(`${LOGIN}/create`, { user_id: this.made, username: username.trim().toLowerCase(), password });
  }

  /** @param {Record<string, any>} fields */
  async #change({ name, username, role, local_only }) {
    const { id: user_id, is_owner } = this.user;
    await call("config/auth/update", { user_id, name, ...(is_owner ? {} : { group_ids: [GROUPS[role]], local_only: local_only !== undefined }) });
    const wanted = username?.trim().toLowerCase();
    if (wanted && wanted !== this.user.username) await call(`${LOGIN}/admin_change_username`, { user_id, username: wanted });
  }

  /** A user without a login is of no use. */
  async close(/** @type {any} */ result = undefined) {
    if (!result && this.made) await call("config/auth/delete", { user_id: this.made }).catch(() => {});
    super.close(result);
  }

  content() {
    const { user } = this;
    return html`
      <form id="user-form" @submit=${this.#save}>
        ${field({ name: "name", label: t("system.users.name"), value: user?.name, maxlength: 100, autofocus: true })}
        ${!user || (this.mayRename && user.username)
          ? field({ name: "username", label: t("start.login.username"), value: user?.username, maxlength: 64, code: true, hint: t("system.users.username_hint") })
          : nothing}
        ${user ? nothing : html`
          ${field({ name: "password", type: "password", label: t("start.login.password"), autocomplete: "new-password", minlength: 8, hint: t("start.first.password_hint") })}
          ${field({ name: "again", type: "password", label: t("start.first.again"), autocomplete: "new-password", error: this.wrong })}`}
        ${user?.is_owner ? html`<p class="muted">${t("system.users.owner_stays")}</p>` : this.#role()}
      </form>`;
  }

  #role() {
    const role = this.user ? roleOf(this.user) : "user";
    return html`
      <fieldset>
        <legend>${t("system.users.may")}</legend>
        ${Object.keys(GROUPS).map((one) => html`
          <label class="check"><input type="radio" name="role" value=${one} required ?checked=${one === role}>
            <span>${t(`system.users.roles.${one}`)}<small>${t(`system.users.role_hints.${one}`)}</small></span></label>`)}
      </fieldset>
      <label class="check"><input type="checkbox" name="local_only" ?checked=${this.user?.local_only}>
        <span>${t("system.users.local_only")}<small>${t("system.users.local_only_hint")}</small></span></label>`;
  }

  actions() {
    return html`
      <button type="button" class="quiet" @click=${() => this.close()}>${t("common.cancel")}</button>
      <button type="submit" form="user-form" ?disabled=${this.submission.busy}>${t(this.user ? "common.save" : "system.users.add")}</button>`;
  }
}
customElements.define("hk-user-dialog", UserDialog);

/** For somebody who lost the password. */
export class NewPasswordDialog extends Dialog {
  /** @type {any} */
  user = undefined;
  wrong = "";

  #save = async (/** @type {SubmitEvent} */ event) => {
    const { password, again } = sent(event);
    this.wrong = password === again ? "" : t("start.first.not_the_same");
    if (this.wrong) {
      this.requestUpdate();
      return focusWrong(this);
    }
    const saved = await this.submission.run(() => call(`${LOGIN}/admin_change_password`, { user_id: this.user.id, password }));
    return saved && this.close(true);
  };

  content() {
    return html`
      <p class="muted">${t("system.users.password_lead", { name: this.user.name })}</p>
      <form id="new-password-form" @submit=${this.#save}>
        ${field({ name: "password", type: "password", label: t("account.password.new"), autocomplete: "new-password", minlength: 8, hint: t("start.first.password_hint"), autofocus: true })}
        ${field({ name: "again", type: "password", label: t("account.password.again"), autocomplete: "new-password", error: this.wrong })}
      </form>`;
  }

  actions() {
    return html`
      <button type="button" class="quiet" @click=${() => this.close()}>${t("common.cancel")}</button>
      <button type="submit" form="new-password-form" ?disabled=${this.submission.busy}>${t("common.save")}</button>`;
  }
}
customElements.define("hk-new-password-dialog", NewPasswordDialog);
