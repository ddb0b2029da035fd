// @ts-check
/** Who may use this hub, and for what. */

import { css, html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { Loaded } from "../../hub/live.js";
import { t } from "../../text/texts.js";
import { ask } from "../../ui/dialog.js";
import { icon } from "../../ui/icons.js";
import "../../ui/menu.js";
import { Page, say, styled } from "../../ui/part.js";
import { tabs } from "./tabs.js";
import { NewPasswordDialog, UserDialog, roleOf } from "./user.js";

class UsersPage extends Page {
  me = new Loaded(this, () => call("auth/current_user"));
  users = new Loaded(this, async () => (await call("config/auth/list")).filter((/** @type {any} */ user) => !user.system_generated));

  /** @param {Promise<any>} asked @param {string} said */
  async #done(asked, said) {
    if (!(await asked)) return;
    say(said);
    this.users.reload();
  }

  #add = () => this.#done(new UserDialog().ask(), t("system.users.added"));

  /** @param {any} user */
  #edit(user) {
    const dialog = new UserDialog();
    dialog.user = user;
    dialog.mayRename = this.me.value?.is_owner ?? false;
    dialog.heading = t("system.users.edit_title", { name: user.name });
    return this.#done(dialog.ask(), t("system.users.saved"));
  }

  /** @param {any} user */
  #password(user) {
    const dialog = new NewPasswordDialog();
    dialog.user = user;
    dialog.heading = t("system.users.password_title", { name: user.name });
    return this.#done(dialog.ask(), t("account.password.changed"));
  }

  /** @param {any} user @param {string} what @param {() => Promise<any>} run */
  #ask = (user, what, run) =>
    this.#done(
      ask({
        heading: t(`system.users.${what}_title`, { name: user.name }),
        text: t(`system.users.${what}_text`, { name: user.name }),
        action: t(`system.users.${what}`),
        danger: true,
        run,
      }),
      t(`system.users.${what}_done`));

  /** @param {any} user */
  #actions(user) {
    const { value: me } = this.me;
    const mine = user.id === me?.id;
    if (user.is_owner && !me?.is_owner) return [];
    const update = (/** @type {any} */ fields) => call("config/auth/update", { user_id: user.id, ...fields });
    return [
      { label: t("system.users.edit"), icon: "edit", run: () => this.#edit(user) },
      ...(me?.is_owner && user.username ? [{ label: t("system.users.password"), icon: "key", run: () => this.#password(user) }] : []),
      { label: t("system.users.factor"), icon: "shield",
        run: () => this.#ask(user, "factor", () => call("homekeep/remove_second_factor", { user_id: user.id })) },
      ...(user.is_owner || mine ? [] : [
        user.is_active
          ? { label: t("system.users.deactivate"), icon: "power", run: () => this.#ask(user, "deactivate", () => update({ is_active: false })) }
          : { label: t("system.users.activate"), icon: "power", run: () => this.#done(this.#tried(update({ is_active: true })), t("system.users.saved")) },
        { label: t("common.delete"), icon: "trash", danger: true,
          run: () => this.#ask(user, "delete", () => call("config/auth/delete", { user_id: user.id })) },
      ]),
    ];
  }

  /** @param {Promise<any>} change */
  async #tried(change) {
    try {
      await change;
      return true;
    } catch (failure) {
      say(/** @type {Error} */ (failure).message, "bad");
      return false;
    }
  }

  render() {
    const { value: users, error } = this.users;
    return html`
      <div class="title">
        <h1>${t("system.users.title")}</h1>
        <button type="button" @click=${this.#add}>${icon("plus")}${t("system.users.add")}</button>
      </div>
      ${tabs("/system/users")}
      <section class="card">
        ${error ? html`<div class="note bad">${icon("alert")}<div><p>${error.message}</p>
          <button type="button" class="quiet small" @click=${this.users.reload}>${t("common.retry")}</button></div></div>` : nothing}
        ${users ? html`<ul class="rows people">${users.map((/** @type {any} */ user) => this.#row(user))}</ul>`
          : error ? nothing : html`<span class="skeleton"></span><span class="skeleton"></span>`}
      </section>
      <p class="muted small below">${t("system.users.owner_note")}</p>`;
  }

  /** @param {any} user */
  #row(user) {
    const actions = this.#actions(user);
    return html`
      <li>
        ${icon("person")}
        <div class="what">
          <strong>${user.name}</strong> ${user.id === this.me.value?.id ? html`<span class="muted">(${t("system.users.you")})</span>` : nothing}
          <small>${user.username ?? t("system.users.no_login")}${user.local_only ? ` · ${t("system.users.local_only")}` : ""}</small>
          <span class="chips">
            <span class="chip">${t(`system.users.roles.${roleOf(user)}`)}</span>
            ${user.is_active ? nothing : html`<span class="chip wait">${t("system.users.inactive")}</span>`}
          </span>
        </div>
        ${actions.length ? html`<hk-menu .actions=${actions} .label=${t("system.users.actions", { name: user.name })}></hk-menu>` : nothing}
      </li>`;
  }
}
customElements.define("hk-users", UsersPage);

styled(css`
  .card + .below { margin-top: 1rem; }
`);
