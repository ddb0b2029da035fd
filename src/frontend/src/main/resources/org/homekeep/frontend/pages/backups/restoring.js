// @ts-check
/** Following a restore: while the archive is fetched and looked at, while the hub is away, and when it is back. */

import { html, nothing } from "lit";
import { call, hub } from "../../hub/connection.js";
import { Subscribed } from "../../hub/live.js";
import { HubError, send } from "../../hub/tokens.js";
import { reasonOf } from "../../text/reasons.js";
import { restoreStep } from "../../text/restore-step.js";
import { t } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";

const ASK_MS = 2000;

/**
 * @typedef {"asking" | "preparing" | "away" | "restored" | "failed" | "refused"} Phase
 * `refused`: the hub is back, and does not know this user any more
 */

export class Restoring {
  /** @type {Phase} */
  phase = "asking";
  /** What the hub says of how far it is, or of what went wrong. */
  words = "";
  /** How much of it is done, where that is known. @type {number | undefined} */
  share;
  cancelling = false;
  #ordered = false;
  /** @type {number | undefined} */
  #asking;

  /** @param {import("lit").LitElement} host */
  constructor(host) {
    this.host = host;
    new Subscribed(host, "backup/subscribe_events", (event) => this.#hear(event));
    host.addController({
      hostConnected: () => hub.addEventListener("state", this.#onState),
      hostDisconnected: () => {
        hub.removeEventListener("state", this.#onState);
        clearInterval(this.#asking);
      },
    });
  }

  get busy() {
    return this.phase === "preparing" || this.phase === "away";
  }

  /** @param {Phase} phase @param {string} [words] @param {number} [share] */
  #become(phase, words = "", share = undefined) {
    this.phase = phase;
    this.words = words;
    this.share = share;
    this.host.requestUpdate();
  }

  /**
   * Orders a restore.
   * @param {() => Promise<any>} order
   */
  async run(order) {
    this.#ordered = false;
    this.cancelling = false;
    this.#become("preparing");
    try {
      await order();
      this.#leave();
    } catch (failure) {
      // The restart cuts the answer off.
      if (this.#ordered || hub.state !== "ready") return this.#leave();
      this.#become("asking");
      throw failure;
    }
  }

  /** @param {any} event */
  #hear(event) {
    if (this.phase === "preparing" && event.manager_state === "restore_backup" && event.state === "core_restart") this.#leave();
  }

  #leave() {
    this.#ordered = true;
    if (this.phase !== "preparing") return;
    this.#become("away");
    this.#asking = setInterval(this.#ask, ASK_MS);
  }

  /** Until the hub is back its address says how far it is. */
  #ask = async () => {
    try {
      await send("/api/onboarding");
    } catch (failure) {
      if (/** @type {HubError} */ (failure).status !== 503 || this.phase !== "away") return;
      const { text, share } = restoreStep(/** @type {HubError} */ (failure));
      this.#become("away", text, share);
    }
  };

  #onState = () => {
    if (this.phase !== "away") return;
    if (hub.state === "ready") this.#look();
    else if (hub.state === "refused") this.#end("refused");
  };

  async #look() {
    try {
      const { last_action_event: event } = await call("backup/info");
      const about = event?.manager_state === "restore_backup" ? event : undefined;
      // The hub that has not gone yet still speaks of its order.
      if (about?.state === "core_restart" || about?.state === "in_progress") return;
      if (about?.state === "completed") this.#end("restored");
      else this.#end("failed", about?.reason ?? "");
    } catch (failure) {
      if (hub.state === "ready") this.#end("failed", /** @type {Error} */ (failure).message);
    }
  }

  /** @param {Phase} phase @param {string} [words] */
  #end(phase, words) {
    clearInterval(this.#asking);
    this.#become(phase, words);
  }

  #cancel = async () => {
    this.cancelling = true;
    this.words = "";
    this.host.requestUpdate();
    try {
      await call("homekeep/backup/cancel");
    } catch (failure) {
      this.cancelling = false;
      this.words = /** @type {Error} */ (failure).message;
      this.host.requestUpdate();
    }
  };

  content() {
    const text = (/** @type {string} */ name) => t(`backups.restore.phase.${name}`);
    switch (this.phase) {
      case "preparing":
      case "away":
        return html`
          <div class="following" role="status">
            <h3>${text(this.phase)}</h3>
            <progress aria-label=${text(this.phase)} value=${this.share ?? nothing}></progress>
            <p>${this.words || text(`${this.phase}_text`)}</p>
            ${this.phase === "away" ? html`<p class="muted">${text("away_hint")}</p>` : nothing}
          </div>`;
      case "restored":
        return html`<div class="following" role="status"><span class="good">${icon("check")}</span><h3>${text("restored")}</h3><p>${text("restored_text")}</p></div>`;
      case "refused":
        return html`<div class="following" role="status"><span class="wait">${icon("person")}</span><h3>${text("refused")}</h3><p>${text("refused_text")}</p></div>`;
      default:
        return html`<div class="following" role="alert"><span class="bad">${icon("alert")}</span><h3>${text("failed")}</h3><p>${reasonOf(this.words) || text("failed_text")}</p></div>`;
    }
  }

  /** @param {() => void} close */
  actions(close) {
    if (this.phase === "preparing") {
      return html`<button type="button" class="quiet" ?disabled=${this.cancelling} @click=${this.#cancel}>${t("backups.restore.cancel")}</button>`;
    }
    if (this.phase === "away") return nothing;
    return html`<button type="button" autofocus @click=${close}>${t(this.phase === "refused" ? "backups.restore.log_in" : "common.done")}</button>`;
  }
}
