// @ts-check
/** Following a restore: while the archive is fetched and looked at, while the hub is away, and when it is back. */

import { html, nothing } from "lit";
import { call, hub } from "../../hub/connection.js";
import { Subscribed } from "../../hub/live.js";
import { HubError, send } from "../../hub/tokens.js";
import { reasonOf } from "../../text/reasons.js";
import { SILENT_MS, restoreStep } from "../../text/restore-step.js";
import { hubWords, t } from "../../text/texts.js";
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
  /** Whether the hub says that nothing came of it: then all is as it was. */
  #unchanged = false;
  /** Whether nobody will answer the order any more, so that the hub is asked what became of it. */
  #unanswered = false;
  #looking = false;
  /** When the hub last gave a sign of life. */
  #heard = 0;
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

  /** Whether people may go: at the hub it goes on without them, if at all. */
  get mayLeave() {
    return !this.busy || this.#isSilent;
  }

  get #isSilent() {
    return this.busy && this.#unanswered && performance.now() - this.#heard > SILENT_MS;
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
    this.#unanswered = false;
    this.cancelling = false;
    this.#become("preparing");
    try {
      await order();
      this.#leave();
    } catch (failure) {
      // The restart cuts the answer off, as a line that breaks does: then the hub goes on, and does not tell this page.
      if (this.#unanswered || hub.state !== "ready") return this.#follow();
      this.#become("asking");
      throw failure;
    }
  }

  /** @param {any} event */
  #hear(event) {
    if (this.phase === "preparing" && event.manager_state === "restore_backup" && event.state === "core_restart") this.#leave();
  }

  #leave() {
    if (!this.busy) return;
    this.#become("away", this.phase === "away" ? this.words : "");
    this.#follow();
  }

  /** Asks the hub from now on, whatever becomes of it and of the line. */
  #follow() {
    this.#unanswered = true;
    this.#heard = performance.now();
    this.#asking ??= setInterval(this.#ask, ASK_MS);
  }

  #ask = () => (hub.state === "ready" ? this.#look() : this.#listen());

  /** Until the hub is back its address says how far it is. */
  async #listen() {
    const failure = await send("/api/onboarding").then(() => undefined, (/** @type {HubError} */ why) => why);
    if (!this.busy) return;
    const step = failure && restoreStep(failure);
    if (!step) return this.host.requestUpdate();
    this.#heard = performance.now();
    this.#become("away", step.text, step.share);
  }

  #onState = () => {
    if (!this.busy || !this.#unanswered) return;
    if (hub.state === "ready") this.#look();
    else if (hub.state === "refused") this.#end("refused");
  };

  async #look() {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const { last_action_event: event } = await call("backup/info");
      this.#heard = performance.now();
      if (this.busy) await this.#judge(event?.manager_state === "restore_backup" ? event : undefined);
    } catch (failure) {
      if (hub.state === "ready" && this.busy) this.#end("failed", /** @type {Error} */ (failure).message);
    } finally {
      this.#looking = false;
    }
  }

  /** @param {any} event what the hub did last, when that was a restore */
  async #judge(event) {
    switch (event?.state) {
      case "core_restart":
        // It has not gone yet.
        return this.#leave();
      case "in_progress":
        return this.phase === "preparing" ? undefined : this.#become("preparing");
      case "completed":
        return this.#end("restored");
      default:
        this.#unchanged = event?.state === "failed" && event.reason !== "cancelled";
        return this.#end("failed", (await hubWords())(event?.reason ?? ""));
    }
  }

  /** @param {Phase} phase @param {string} [words] */
  #end(phase, words) {
    clearInterval(this.#asking);
    this.#asking = undefined;
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
            ${this.#isSilent ? html`<p class="wait">${text("silent")}</p>` : this.phase === "away" ? html`<p class="muted">${text("away_hint")}</p>` : nothing}
          </div>`;
      case "restored":
        return html`<div class="following" role="status"><span class="good">${icon("check")}</span><h3>${text("restored")}</h3><p>${text("restored_text")}</p></div>`;
      case "refused":
        return html`<div class="following" role="status"><span class="wait">${icon("person")}</span><h3>${text("refused")}</h3><p>${text("refused_text")}</p></div>`;
      default:
        return html`<div class="following" role="alert"><span class="bad">${icon("alert")}</span><h3>${text("failed")}</h3><p>${reasonOf(this.words) || text("failed_text")}</p>
          ${this.#unchanged ? html`<p>${t("backups.restore.unchanged")}</p>` : nothing}
          <p><a href="/system/log">${t("backups.history.to_log")}</a></p></div>`;
    }
  }

  /** @param {() => void} close */
  actions(close) {
    if (this.#isSilent) return html`<button type="button" class="quiet" @click=${close}>${t("common.close")}</button>`;
    if (this.phase === "preparing") {
      return html`<button type="button" class="quiet" ?disabled=${this.cancelling} @click=${this.#cancel}>${t("backups.restore.cancel")}</button>`;
    }
    if (this.phase === "away") return nothing;
    return html`<button type="button" autofocus @click=${close}>${t(this.phase === "refused" ? "backups.restore.log_in" : "common.done")}</button>`;
  }
}
