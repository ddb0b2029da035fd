// @ts-check
/** Asking a location on purpose whether it is well. */

import { css, html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { ago, hubWords, number, size, t } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";
import { Part, styled } from "../../ui/part.js";
import { Submission } from "../../ui/submission.js";
import { note } from "./shared.js";

styled(css`
  hk-test-location { display: block; margin-top: 1.5rem; }
  hk-test-location > p { margin: .4rem 0 0; }
  hk-test-location .note { margin: 1rem 0 0; }
`);

class TestLocation extends Part {
  static properties = { place: {} };

  submission = new Submission(this);
  /** The answer of the hub. @type {any} */
  found;

  constructor() {
    super();
    /** The id of the location. */
    this.place = "";
  }

  #test = () => this.submission.run(async () => {
    this.found = undefined;
    const found = await call("homekeep/backup/locations/test", { agent_id: this.place });
    const say = await hubWords();
    const { error, newest } = found;
    this.found = { ...found, error: error && say(error), newest: newest && { ...newest, message: say(newest.message) } };
    this.dispatchEvent(new CustomEvent("tested", { bubbles: true }));
  });

  render() {
    const { busy, error } = this.submission;
    return html`
      <div class="buttons">
        <button type="button" class="quiet" ?disabled=${busy} @click=${this.#test}>${icon("refresh")}${t("settings.location.test")}</button>
      </div>
      <p class="muted"><small>${t("settings.location.test_hint")}</small></p>
      <div role="status">
        ${busy ? html`<progress aria-label=${t("settings.location.testing")}></progress><p class="muted">${t("settings.location.testing")}</p>` : nothing}
        ${error ? note("bad", error) : nothing}
        ${this.found && !busy ? this.#result(this.found) : nothing}
      </div>`;
  }

  /** @param {any} found */
  #result({ answered, milliseconds, copies, bytes, newest, error }) {
    if (!answered) return note("bad", html`<p><b>${t("settings.location.test_failed")}</b></p><p>${error}</p>`);
    const seconds = number(Math.max(0.1, Math.round(milliseconds / 100) / 10));
    const bad = error || ["damaged", "missing"].includes(newest?.state);
    return note(bad ? "bad" : "", html`
      <p><b>${t("settings.location.test_answered", { seconds })}</b>
        ${copies ? t("settings.location.test_lists", { count: copies, size: size(bytes) }) : t("settings.location.nothing_there")}</p>
      ${error ? html`<p>${error}</p>` : nothing}
      ${newest ? html`<p>${this.#newest(newest)}</p>` : nothing}`, bad ? "alert" : "check");
  }

  /** @param {any} newest */
  #newest({ backup_id: id, name, state, verified, message }) {
    const link = html`<a href="/backups/all/${encodeURIComponent(id)}">${name}</a>`;
    if (state === "sound") return html`${t("settings.location.test_sound")} ${link}`;
    if (state !== "not_checkable") return html`${link}: ${message}`;
    return html`${verified
      ? t("settings.location.test_verified", { ago: ago(verified.at) })
      : t("settings.location.test_unverified")} ${link}`;
  }
}
customElements.define("hk-test-location", TestLocation);
