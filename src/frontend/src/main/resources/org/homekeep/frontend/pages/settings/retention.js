// @ts-check
/** How long backups stay. */

import { html, nothing } from "lit";
import { t } from "../../text/texts.js";
import { Part } from "../../ui/part.js";
import { edited, errorOf, note, unique } from "./shared.js";
import { EVERYTHING, PERIODS, RECOMMENDED } from "./store.js";

/** @typedef {import("./store.js").Retention} Retention @typedef {"steps" | "limit" | "all"} Mode */

const MOST = EVERYTHING.copies;

/** @param {Retention} retention @returns {Mode} */
function modeOf({ copies, days, generations }) {
  if (copies !== null || days !== null) return "limit";
  return Object.keys(generations).length ? "steps" : "all";
}

/** What is to be typed in yet. @param {Retention & { mode?: Mode }} retention */
export const incomplete = (retention) => retention.mode !== undefined && retention.mode !== modeOf(retention);

class RetentionFields extends Part {
  static properties = { value: { attribute: false }, titled: { type: Boolean } };

  constructor() {
    super();
    /** @type {Retention & { mode?: Mode }} `mode` while what is typed in does not fit it */
    this.value = RECOMMENDED.retention;
    this.name = unique("retention");
    /** Whether a heading says already what this is about. */
    this.titled = false;
  }

  /** @param {Retention} retention @param {Mode} mode */
  #change(retention, mode) {
    const { copies, days, generations } = retention;
    const value = { copies, days, generations };
    edited(this, modeOf(value) === mode ? value : { ...value, mode });
  }

  /** @param {Mode} mode */
  #choose(mode) {
    const { copies, days, generations } = this.value;
    const none = { copies: null, days: null, generations: {} };
    const steps = Object.keys(generations).length ? generations : RECOMMENDED.retention.generations;
    if (mode === "steps") this.#change({ ...none, generations: steps }, mode);
    else if (mode === "limit") this.#change({ copies: copies ?? (days === null ? 7 : null), days, generations: {} }, mode);
    else this.#change(none, mode);
  }

  render() {
    const mode = this.value.mode ?? modeOf(this.value);
    return html`
      <fieldset class="options">
        <legend class=${this.titled ? "unseen" : ""}>${t("settings.retention.legend")}</legend>
        <div>${this.#option("steps", mode)}${mode === "steps" ? this.#steps() : nothing}</div>
        <div>${this.#option("limit", mode)}${mode === "limit" ? this.#limits() : nothing}</div>
        <div>${this.#option("all", mode)}</div>
      </fieldset>`;
  }

  /** @param {Mode} mode @param {Mode} chosen */
  #option = (mode, chosen) => html`
    <label class="check"><input type="radio" name=${this.name} .checked=${mode === chosen} @change=${() => this.#choose(mode)}>
      <span>${t(`settings.retention.${mode}`)}<small>${t(`settings.retention.${mode}_hint`)}</small></span></label>`;

  #steps() {
    return html`
      <div class="inset">${this.#periods("steps")}
        ${errorOf(Object.keys(this.value.generations).length ? "" : t("settings.retention.no_number"))}</div>`;
  }

  #limits() {
    const { copies, days, generations } = this.value;
    return html`
      <div class="inset">
        <div class="numbers">
          ${this.#number(t("settings.retention.copies"), copies, (value) => this.#change({ ...this.value, copies: value }, "limit"))}
          ${this.#number(t("settings.retention.days"), days, (value) => this.#change({ ...this.value, days: value }, "limit"))}
        </div>
        ${errorOf(copies === null && days === null ? t("settings.retention.no_number") : "")}
        ${copies === EVERYTHING.copies && days === null ? note("wait", t("settings.retention.held")) : nothing}
        <details ?open=${Object.keys(generations).length > 0}>
          <summary>${t("settings.retention.besides")}</summary>
          ${this.#periods("limit")}
        </details>
      </div>`;
  }

  /** @param {Mode} mode */
  #periods = (mode) => html`
    <div class="numbers" role="group" aria-label=${t("settings.retention.one_each")}>
      ${PERIODS.map((period) => this.#number(t(`settings.retention.${period}`), this.value.generations[period] ?? null,
        (value) => this.#change({ ...this.value, generations: this.#with(period, value) }, mode)))}
    </div>`;

  /** @param {typeof PERIODS[number]} period @param {number | null} value */
  #with(period, value) {
    const all = { ...this.value.generations, [period]: value };
    return Object.fromEntries(PERIODS.filter((each) => all[each]).map((each) => [each, all[each]]));
  }

  /** @param {string} label @param {number | null} value @param {(value: number | null) => void} change */
  #number = (label, value, change) => html`
    <label>${label}<input type="number" inputmode="numeric" min="1" max=${MOST} step="1" .value=${value === null ? "" : String(value)}
      @input=${(/** @type {any} */ { target }) => change(inBounds(target))}></label>`;
}
customElements.define("hk-retention-fields", RetentionFields);

/** @param {HTMLInputElement} input */
function inBounds(input) {
  const value = Math.trunc(input.valueAsNumber);
  return value >= 1 ? Math.min(value, MOST) : null;
}
