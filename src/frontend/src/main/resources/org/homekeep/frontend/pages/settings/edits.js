// @ts-check
/** Settings that are changed on a page and saved with a button; the hub's may change in the meantime. */

import { html, nothing } from "lit";
import { list, t } from "../../text/texts.js";
import { Submission } from "../../ui/submission.js";
import { Guard } from "./guard.js";
import { note, same } from "./shared.js";

/** @typedef {Record<string, any>} Values by the names of parts, which are saved and compared one by one */

export class Edits {
  /** What the hub has. @type {any} */
  base;
  /** What stands on the page. @type {any} */
  value;
  /** Parts that were changed here and elsewhere. @type {string[]} */
  conflicts = [];

  /**
   * @param {import("lit").LitElement} host
   * @param {{ load: () => Promise<any>, save: (before: any, after: any) => Promise<any>, name: (part: string) => string,
   *   problem?: (value: any) => string, saved: () => void }} about
   *   `load` ends in {@link take} and fails when it cannot; `problem` is why it cannot be saved as it is
   */
  constructor(host, about) {
    this.host = host;
    this.about = about;
    this.submission = new Submission(host);
    this.guard = new Guard(host, () => (this.dirty
      ? { heading: t("settings.unsaved"), text: t("settings.unsaved_text"), action: t("settings.drop") } : undefined));
    host.addController(this);
  }

  hostConnected() {
    document.addEventListener("visibilitychange", this.#look);
  }

  hostDisconnected() {
    document.removeEventListener("visibilitychange", this.#look);
  }

  #look = () => {
    if (document.visibilityState === "visible") this.about.load().catch(() => {});
  };

  /** The names of the parts that are changed here. @returns {string[]} */
  get changed() {
    return Object.keys(this.value ?? {}).filter((part) => !same(this.base[part], this.value[part]));
  }

  get dirty() {
    return this.changed.length > 0;
  }

  /** What the hub has now; what was changed here stays as it is here. @param {Values} fresh */
  take(fresh) {
    const before = this.base;
    const mine = before ? this.changed : [];
    this.conflicts = [...new Set([...this.conflicts, ...mine.filter((part) => !same(before[part], fresh[part]))])]
      .filter((part) => mine.includes(part) && !same(this.value[part], fresh[part]));
    this.value = Object.fromEntries(Object.keys(fresh).map((part) =>
      [part, mine.includes(part) ? merged(before[part], this.value[part], fresh[part], part) : fresh[part]]));
    this.base = fresh;
    this.host.requestUpdate();
  }

  /** @param {Values} change */
  set(change) {
    this.value = { ...this.value, ...change };
    this.host.requestUpdate();
  }

  discard = () => {
    this.value = this.base;
    this.conflicts = [];
    this.submission.error = "";
    this.host.requestUpdate();
  };

  save = async () => {
    const known = this.conflicts;
    // What is changed while it is being saved is not saved with it.
    let sent = this.value;
    const done = await this.submission.run(async () => {
      await this.about.load();
      if (this.conflicts.some((part) => !known.includes(part))) throw new Error(t("settings.look_again"));
      sent = this.value;
      await this.about.save(this.base, sent);
    });
    if (!done) return;
    this.base = sent;
    this.conflicts = [];
    this.about.saved();
    await this.about.load().catch(() => {});
  };

  /** The bar that is there while something is not saved. */
  bar() {
    if (!this.dirty) return nothing;
    const { busy, error } = this.submission;
    const problem = this.about.problem?.(this.value) ?? "";
    const names = list(this.conflicts.map(this.about.name));
    return html`
      <div class="savebar" role="region" aria-label=${t("settings.not_saved")}>
        <div>${this.conflicts.length ? note("wait", t("settings.conflict", { names })) : nothing}
          ${error ? html`<span class="error" role="alert">${error}</span>`
            : problem ? html`<span class="error">${problem}</span>` : html`<b>${t("settings.not_saved")}</b>`}</div>
        <div class="buttons">
          <button type="button" class="quiet" ?disabled=${busy} @click=${this.discard}>${t("settings.discard")}</button>
          <button type="button" ?disabled=${busy || problem !== ""} @click=${this.save}>${t("common.save")}</button>
        </div>
      </div>`;
  }
}

/** In a map with one value for each location, what was changed here is laid over what came. */
function merged(/** @type {any} */ before, /** @type {any} */ mine, /** @type {any} */ fresh, /** @type {string} */ part) {
  if (part !== "encrypted" || typeof fresh === "boolean") return mine;
  return { ...fresh, ...Object.fromEntries(Object.entries(mine).filter(([id, value]) => before[id] !== value)) };
}

/** Loads anew, or fails. @param {import("../../hub/live.js").Loaded<any>} loaded */
export async function reloaded(loaded) {
  await loaded.reload();
  if (loaded.error) throw loaded.error;
}
