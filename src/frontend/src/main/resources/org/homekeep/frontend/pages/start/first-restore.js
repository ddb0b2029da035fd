// @ts-check
/** A backup of another hub, or of this one before its disk died: sent to the hub, opened with its key, restored. */

import { css, html, nothing } from "lit";
import { HubError } from "../../hub/tokens.js";
import { HERE } from "../../text/places.js";
import { SILENT_MS } from "../../text/restore-step.js";
import { ago, percent, size, t, when } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";
import { Part, styled } from "../../ui/part.js";
import { Submission } from "../../ui/submission.js";
import { folderName } from "../backups/pieces.js";
import { brand } from "./brand.js";
import { field, focusWrong, sent } from "./fields.js";
import { FAILED, info, order, untilRestored, upload } from "./restore-hub.js";
import { rememberRestored } from "./restored.js";

/** @typedef {"choose" | "sending" | "chosen" | "restoring"} Step */

class FirstRestore extends Part {
  static properties = { step: { state: true }, chosen: { state: true }, share: { state: true }, wrong: { state: true }, at: { state: true }, silent: { state: true } };

  submission = new Submission(this);

  constructor() {
    super();
    /** @type {Step} */
    this.step = "choose";
    /** Those that are on the hub already. @type {any[]} */
    this.backups = [];
    /** @type {any} */
    this.chosen = undefined;
    /** @type {File | undefined} */
    this.file = undefined;
    this.share = 0;
    this.wrong = "";
    /** Whether the last restore failed; the error of the submission says why. */
    this.failed = false;
    /** Whether nobody has answered for a while. */
    this.silent = false;
    /** Where the restore is, while the hub says so. @type {import("../../text/restore-step.js").RestoreStep | undefined} */
    this.at = undefined;
    this.sending = new AbortController();
  }

  connectedCallback() {
    super.connectedCallback();
    this.submission.run(() => this.#look());
  }

  disconnectedCallback() {
    this.sending.abort();
    super.disconnectedCallback();
  }

  async #look() {
    const { backups } = await info();
    this.backups = [...backups].sort((one, other) => other.date.localeCompare(one.date));
  }

  /** @param {Step} step */
  async #to(step) {
    this.step = step;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector("h1"))?.focus();
  }

  #send = async (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    this.file = input.files?.[0];
    if (!this.file) return;
    const file = this.file;
    this.sending = new AbortController();
    this.share = 0;
    this.#to("sending");
    const done = await this.submission.run(async () => {
      const id = await upload(file, (share) => (this.share = share), this.sending.signal);
      await this.#look();
      this.chosen = this.backups.find((backup) => backup.backup_id === id);
      this.failed = false;
    });
    this.#to(done && this.chosen ? "chosen" : "choose");
  };

  /** @param {any} backup */
  #choose(backup) {
    this.chosen = backup;
    this.wrong = this.submission.error = "";
    this.failed = false;
    this.#to("chosen");
  }

  #another = () => {
    this.submission.error = "";
    return this.#to("choose");
  };

  #restore = async (/** @type {SubmitEvent} */ event) => {
    const { key } = sent(event);
    this.wrong = "";
    this.failed = false;
    const ordered = await this.submission.run(async () => {
      try {
        await order(this.chosen.backup_id, key ?? "");
      } catch (failure) {
        const { code } = /** @type {HubError} */ (failure);
        if (code !== "incorrect_password") throw failure;
        this.wrong = t("start.restore.key_wrong");
      }
    });
    if (this.wrong) return focusWrong(this);
    if (!ordered) return undefined;
    await this.#to("restoring");
    return this.#wait();
  };

  async #wait() {
    const back = await this.submission.run(async () => {
      try {
        let heard = performance.now();
        await untilRestored((step, answered) => {
          if (answered) heard = performance.now();
          this.at = step;
          this.silent = performance.now() - heard > SILENT_MS;
        });
      } catch (failure) {
        this.failed = /** @type {HubError} */ (failure).code === FAILED;
        throw failure;
      }
      rememberRestored();
    });
    if (back) location.replace("/");
    else this.#to("chosen");
  }

  render() {
    return html`<main class="start">${brand}<section class="card narrow roomy">${this[`_${this.step}`]()}</section></main>`;
  }

  _choose() {
    const { error, busy } = this.submission;
    return html`
      <button type="button" class="plain back" @click=${() => this.dispatchEvent(new Event("leave"))}>${icon("left")}${t("common.back")}</button>
      <h1 tabindex="-1">${t("start.restore.title")}</h1>
      <p class="muted">${t("start.restore.lead")}</p>
      <label class="drop">${icon("upload")}
        <span>${t("start.restore.choose")}<small>${t("start.restore.choose_hint")}</small></span>
        <input type="file" accept=".tar,application/x-tar" ?disabled=${busy} @change=${this.#send}>
      </label>
      ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
      ${this.backups.length ? html`
        <h2 class="here">${t("start.restore.here")}</h2>
        <ul class="rows">${this.backups.map((backup) => this.#row(backup))}</ul>` : nothing}`;
  }

  /** @param {any} backup */
  #row(backup) {
    return html`
      <li>
        <div class="what"><strong>${backup.name}</strong><small>${when(backup.date)} · ${size(copyOf(backup).size)}</small></div>
        <button type="button" class="quiet small" aria-label=${t("start.restore.choose_this", { name: backup.name })}
          @click=${() => this.#choose(backup)}>${t("start.restore.choose_short")}</button>
      </li>`;
  }

  _sending() {
    return html`
      <h1 tabindex="-1">${t("start.restore.sending")}</h1>
      <p class="muted">${this.file?.name} · ${size(this.file?.size ?? 0)}</p>
      <progress max="1" .value=${this.share} aria-label=${t("start.restore.sending")}></progress>
      <p class="figures"><span>${percent(this.share)}</span><span>${this.share >= 1 ? t("start.restore.looking") : nothing}</span></p>
      <button type="button" class="quiet" @click=${() => this.sending.abort()}>${t("common.cancel")}</button>`;
  }

  _chosen() {
    const { error, busy } = this.submission;
    const { chosen: backup } = this;
    const locked = copyOf(backup).protected;
    return html`
      <button type="button" class="plain back" ?disabled=${busy} @click=${this.#another}>${icon("left")}${t("start.restore.another")}</button>
      <h1 tabindex="-1">${t("start.restore.this_one")}</h1>
      ${this.failed && error ? html`
        <div class="note bad" role="alert">${icon("alert")}<div>
          <p><b>${t("start.restore.failed")}</b></p><p>${error}</p><p>${t("start.restore.failed_text")}</p></div></div>` : nothing}
      <dl class="facts">
        <dt>${t("start.restore.name")}</dt><dd>${backup.name}</dd>
        <dt>${t("start.restore.made")}</dt><dd>${when(backup.date)} <span class="muted">(${ago(backup.date)})</span></dd>
        <dt>${t("start.restore.holds")}</dt><dd>${contents(backup).join(", ")}</dd>
        ${backup.homeassistant_version ? html`<dt>${t("start.restore.version")}</dt><dd>Home Assistant ${backup.homeassistant_version}</dd>` : nothing}
        <dt>${t("start.restore.size")}</dt><dd>${size(copyOf(backup).size)}</dd>
        <dt>${t("start.restore.protection")}</dt>
        <dd>${locked ? html`<span class="chip good">${icon("lock")}${t("start.restore.protected")}</span>`
          : html`<span class="chip wait">${icon("unlock")}${t("start.restore.unprotected")}</span>`}</dd>
      </dl>
      <div class="note wait">${icon("alert")}<div>${t("start.restore.what_happens")}</div></div>
      <form @submit=${this.#restore}>
        ${locked ? field({ name: "key", label: t("start.restore.key"), hint: keyHint(), error: this.wrong, code: true, maxlength: 200, autofocus: true }) : nothing}
        ${error && !this.failed ? html`<p class="error" role="alert">${error}</p>` : nothing}
        <button type="submit" ?disabled=${busy}>${icon("restore")}${busy ? t("start.restore.checking") : t("start.restore.action")}</button>
      </form>`;
  }

  _restoring() {
    return html`
      <h1 tabindex="-1">${t("start.restore.restoring")}</h1>
      <progress aria-label=${t("start.restore.restoring")} value=${this.at?.share ?? nothing}></progress>
      <p role="status">${this.at?.text ?? t("start.restore.restarting")}</p>
      ${this.silent ? html`<p class="wait" role="status">${t("backups.restore.phase.silent")}</p>` : html`<p class="muted">${t("start.restore.comes_back")}</p>`}`;
  }
}
customElements.define("hk-first-restore", FirstRestore);

/** @param {any} backup */
const copyOf = (backup) => backup.agents[HERE] ?? Object.values(backup.agents)[0] ?? { size: 0, protected: false };

const keyHint = () => html`${t("start.restore.key_hint")} <code>ABCD-1234-EFGH-5678-IJKL-9012-MNOP</code>`;

/** @param {any} backup @returns {string[]} */
function contents(backup) {
  const held = [
    backup.homeassistant_included && t("start.restore.settings"),
    backup.database_included && t("start.restore.database"),
    ...backup.folders.map(folderName),
    backup.addons.length > 0 && t("start.restore.addons", { count: backup.addons.length }),
  ].filter(Boolean);
  return held.length ? held : [t("start.restore.nothing")];
}

styled(css`
  hk-first-restore .card > .back { color: var(--accent); text-decoration: none; }
  .here { margin-top: 1.75rem; }
  .drop { position: relative; display: flex; gap: 1rem; align-items: center; padding: 1.2rem; border: 2px dashed var(--edge); border-radius: 12px; cursor: pointer; }
  .drop:hover, .drop:focus-within { border-color: var(--accent); background: color-mix(in srgb, var(--accent) 6%, transparent); }
  .drop:focus-within { outline: 3px solid color-mix(in srgb, var(--accent) 70%, transparent); outline-offset: 2px; }
  .drop small { display: block; }
  .drop + .error { margin-top: .75rem; }
  .drop .icon { width: 2rem; height: 2rem; color: var(--accent); }
  .drop input { position: absolute; inset: 0; opacity: 0; min-height: 0; height: 100%; cursor: pointer; }
  hk-first-restore h1 + .note { margin-top: 1rem; }
  .figures { display: flex; justify-content: space-between; margin: .5rem 0 1rem; font-variant-numeric: tabular-nums; }
  hk-first-restore h1 { outline: none; }
  hk-first-restore progress { margin: .75rem 0; }
  hk-first-restore .facts { margin-bottom: 1.25rem; }
`);
