// @ts-check
/** A new password for oneself. */

import { html } from "lit";
import { call } from "../../hub/connection.js";
import { HubError } from "../../hub/tokens.js";
import { t } from "../../text/texts.js";
import { Dialog } from "../../ui/dialog.js";
import { field, focusWrong, sent } from "../start/fields.js";

export class PasswordDialog extends Dialog {
  heading = t("account.password.change");
  /** What is wrong, and where. @type {{ field: string, text: string }} */
  wrong = { field: "", text: "" };

  #change = async (/** @type {SubmitEvent} */ event) => {
    const { current, password, again } = sent(event);
    this.wrong = { field: "", text: "" };
    if (password !== again) return this.#mark("again", t("start.first.not_the_same"));
    const changed = await this.submission.run(() => this.#send(current, password));
    if (this.wrong.field) return this.#mark(this.wrong.field, this.wrong.text);
    return changed && this.close(true);
  };

  /** @param {string} current_password @param {string} new_password */
  async #send(current_password, new_password) {
    try {
      await call("config/auth_provider/homeassistant/change_password", { current_password, new_password });
    } catch (failure) {
      if (/** @type {HubError} */ (failure).code !== "invalid_current_password") throw failure;
      this.wrong = { field: "current", text: t("account.password.wrong") };
    }
  }

  /** @param {string} name @param {string} text */
  #mark(name, text) {
    this.wrong = { field: name, text };
    this.requestUpdate();
    return focusWrong(this);
  }

  content() {
    /** @param {string} name */
    const error = (name) => (this.wrong.field === name ? this.wrong.text : "");
    return html`
      <p class="muted">${t("account.password.others_end")}</p>
      <form id="password-form" @submit=${this.#change}>
        ${field({ name: "current", type: "password", label: t("account.password.current"), autocomplete: "current-password", autofocus: true, error: error("current") })}
        ${field({ name: "password", type: "password", label: t("account.password.new"), autocomplete: "new-password", minlength: 8, hint: t("start.first.password_hint") })}
        ${field({ name: "again", type: "password", label: t("account.password.again"), autocomplete: "new-password", error: error("again") })}
      </form>`;
  }

  actions() {
    return html`
      <button type="button" class="quiet" @click=${() => this.close()}>${t("common.cancel")}</button>
      <button type="submit" form="password-form" ?disabled=${this.submission.busy}>${t("account.password.change")}</button>`;
  }
}
customElements.define("hk-password-dialog", PasswordDialog);
