// @ts-check
/** Reading single copies back, to know whether they are still what was sent. */

import { html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { HERE } from "../../text/places.js";
import { ago, hubWords, size, t } from "../../text/texts.js";
import { ask } from "../../ui/dialog.js";
import { icon } from "../../ui/icons.js";

/** @typedef {import("./data.js").Copy} Copy @typedef {{ at: string, message: string } | null | undefined} Damage what was found wrong before somebody looked here @typedef {{ busy: boolean, result?: any, error?: string }} Check */

/** The copies of one backup that somebody has verified here. */
export class Checks {
  /** By the ids of the locations. @type {Map<string, Check>} */
  #checks = new Map();

  /**
   * @param {import("lit").LitElement} host
   * @param {() => string} backup its id
   * @param {() => void} changed hears when something became known of a copy
   */
  constructor(host, backup, changed) {
    this.host = host;
    this.backup = backup;
    this.changed = changed;
    host.addController({ hostConnected: () => this.#resume() });
  }

  /** What is being read goes on at the hub while nobody looks. */
  async #resume() {
    const { locations } = await call("homekeep/backup/locations").catch(() => ({ locations: [] }));
    for (const { agent_id: id, verifying } of locations) if (verifying === this.backup()) this.#run(id);
  }

  /** @param {string} id @param {Check} check */
  #set(id, check) {
    this.#checks.set(id, check);
    this.host.requestUpdate();
  }

  /** @param {string} id of the location */
  async #run(id) {
    if (this.#checks.get(id)?.busy) return;
    this.#set(id, { busy: true });
    try {
      const result = await call("homekeep/backup/copies/verify", { backup_id: this.backup(), agent_id: id });
      const say = await hubWords();
      this.#set(id, { busy: false, result: { ...result, message: say(result.message) } });
      this.changed();
    } catch (failure) {
      this.#set(id, { busy: false, error: /** @type {Error} */ (failure).message });
    }
  }

  /** @param {Copy} copy @param {string} location */
  async #begin(copy, location) {
    const wanted = copy.id === HERE || (await ask({
      heading: t("backups.verify.ask"),
      text: t("backups.verify.ask_text", { location, size: size(copy.size) }),
      action: t("backups.verify.begin"),
    }));
    if (wanted) this.#run(copy.id);
  }

  /** @param {Copy} copy */
  async #stop(copy) {
    await call("homekeep/backup/copies/verify/cancel", { backup_id: this.backup(), agent_id: copy.id }).catch(() => {});
  }

  /** @param {Copy} copy @param {string} location its name */
  button(copy, location) {
    const busy = this.#checks.get(copy.id)?.busy;
    // One button for both, so that it keeps the focus.
    return html`
      <button type="button" class="quiet small" aria-label=${t(busy ? "backups.verify.stop_one" : "backups.verify.begin_one", { location })}
        @click=${() => (busy ? this.#stop(copy) : this.#begin(copy, location))}>${icon(busy ? "close" : "shield")}${t(busy ? "backups.verify.stop" : "backups.verify.begin")}</button>`;
  }

  /** Whether a copy turned out to be no good. @param {Copy} copy @param {Damage} before */
  isBad(copy, before) {
    const result = this.#checks.get(copy.id)?.result?.result;
    return ["damaged", "missing"].includes(result) || (result !== "verified" && Boolean(before));
  }

  /** What is being done, or was found. @param {Copy} copy @param {Damage} before */
  outcome(copy, before) {
    const check = this.#checks.get(copy.id);
    const known = before && !["damaged", "missing", "verified"].includes(check?.result?.result)
      ? html`<span class="problem">${before.message} ${t("backups.details.damaged", { ago: ago(before.at) })}</span>` : nothing;
    return html`${known}<div role="status">${this.#said(check, copy)}</div>`;
  }

  /** @param {Check | undefined} check @param {Copy} copy */
  #said(check, copy) {
    if (!check) return nothing;
    if (check.busy) return html`
      <progress aria-label=${t("backups.verify.running_short")}></progress><small>${t("backups.verify.running", { size: size(copy.size) })}</small>`;
    if (check.error) return html`<span class="problem">${check.error}</span>`;
    const { result, message } = check.result;
    if (result === "damaged" || result === "missing") return html`<span class="problem">${t(`backups.verify.${result}`)} ${message}</span>`;
    if (result === "unknown") return html`<span class="problem">${t("backups.verify.unknown")} ${message}</span>`;
    return html`<small>${t(`backups.verify.${result}`)}</small>`;
  }
}
