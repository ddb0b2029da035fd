// @ts-check
/** Setting an authenticator app up: a picture for its camera, and a code that shows that it has understood. */

import { css, html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { HubError } from "../../hub/tokens.js";
import { t } from "../../text/texts.js";
import { Dialog } from "../../ui/dialog.js";
import { styled } from "../../ui/part.js";
import { field, focusWrong, sent } from "../start/fields.js";

export class SecondFactorDialog extends Dialog {
  heading = t("account.factor.set_up_title");
  module = "totp";
  wrong = "";
  /** @type {any} */
  step = undefined;

  connectedCallback() {
    super.connectedCallback();
    this.submission.run(async () => {
      this.step = await call("auth/setup_mfa", { mfa_module_id: this.module });
    });
  }

  #confirm = async (/** @type {SubmitEvent} */ event) => {
    const { code } = sent(event);
    this.wrong = "";
    const done = await this.submission.run(async () => {
      const answer = await call("auth/setup_mfa", { flow_id: this.step.flow_id, user_input: { code: code.replace(/\s/g, "") } });
      if (answer.type === "abort") throw new HubError(t("start.errors.unknown"));
      if (answer.type !== "create_entry") this.wrong = t("account.factor.code_wrong");
    });
    if (this.wrong) return focusWrong(this);
    return done && this.close(true);
  };

  content() {
    const told = this.step?.description_placeholders;
    if (!told) return this.submission.error ? nothing : html`<span class="skeleton"></span><span class="skeleton"></span>`;
    return html`
      <ol class="two-steps">
        <li>
          <p>${t("account.factor.scan")}</p>
          <img class="qr" alt=${t("account.factor.picture")} src=${`data:image/svg+xml,${encodeURIComponent(told.qr_code)}`}>
          <details><summary>${t("account.factor.by_hand")}</summary><p class="key">${told.code.match(/.{1,4}/g)?.join(" ")}</p></details>
        </li>
        <li>
          <form id="factor-form" @submit=${this.#confirm}>
            ${field({ name: "code", label: t("account.factor.code"), inputmode: "numeric", autocomplete: "one-time-code", maxlength: 10, code: true,
              autofocus: true, error: this.wrong })}
          </form>
        </li>
      </ol>
      <p class="note">${t("account.factor.lost")}</p>`;
  }

  actions() {
    return html`
      <button type="button" class="quiet" @click=${() => this.close()}>${t("common.cancel")}</button>
      ${this.step ? html`<button type="submit" form="factor-form" ?disabled=${this.submission.busy}>${t("account.factor.turn_on")}</button>` : nothing}`;
  }
}
customElements.define("hk-second-factor-dialog", SecondFactorDialog);

styled(css`
  .two-steps { margin: 0 0 1rem; padding-left: 1.3rem; display: grid; gap: 1rem; }
  .two-steps p { margin-bottom: .5rem; }
  .qr { display: block; background: #fff; border-radius: 10px; max-width: 100%; }
  .two-steps summary { cursor: pointer; padding: .35rem 0; color: var(--accent); font-weight: 550; }
`);
