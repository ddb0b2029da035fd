// @ts-check
/** When backups are made. */

import { html, nothing } from "lit";
import { t, weekday } from "../../text/texts.js";
import { Part } from "../../ui/part.js";
import { edited, errorOf, unique } from "./shared.js";
import { DAYS } from "./store.js";
import { between, zoneWords } from "./words.js";

const USUAL_TIME = "03:00:00";

class ScheduleFields extends Part {
  static properties = { value: { attribute: false }, zone: {} };

  constructor() {
    super();
    /** @type {import("./store.js").Schedule} */
    this.value = { recurrence: "daily", days: [], time: null };
    this.zone = "UTC";
    this.days = unique("days");
    this.time = unique("time");
  }

  /** @param {Partial<import("./store.js").Schedule>} change */
  #change(change) {
    edited(this, { ...this.value, ...change });
  }

  /** @param {string} day @param {boolean} on */
  #day(day, on) {
    const days = DAYS.filter((each) => (each === day ? on : this.value.days.includes(each)));
    this.#change({ days });
  }

  render() {
    const { recurrence, days, time } = this.value;
    const chosen = recurrence === "custom_days";
    return html`
      <div class="form">
        <fieldset>
          <legend>${t("settings.schedule.how_often")}</legend>
          ${this.#option(this.days, !chosen, t("settings.schedule.daily"), "", () => this.#change({ recurrence: "daily" }))}
          ${this.#option(this.days, chosen, t("settings.schedule.custom_days"), "", () => this.#change({ recurrence: "custom_days" }))}
          ${chosen ? html`
            <div class="inset">
              <div class="days" role="group" aria-label=${t("settings.schedule.custom_days")}>
                ${DAYS.map((day, i) => html`
                  <label><input type="checkbox" .checked=${days.includes(day)} aria-label=${weekday(i)}
                    @change=${(/** @type {any} */ event) => this.#day(day, event.target.checked)}>${weekday(i, "short")}</label>`)}
              </div>
              ${errorOf(days.length ? "" : t("settings.schedule.no_day"))}
            </div>` : nothing}
        </fieldset>
        <fieldset>
          <legend>${t("settings.schedule.at_what_time")}</legend>
          ${this.#option(this.time, time === null, t("settings.schedule.any_time"),
            t("settings.schedule.any_time_hint", { between: between() }), () => this.#change({ time: null }))}
          ${this.#option(this.time, time !== null, t("settings.schedule.own_time"), "", () => this.#change({ time: USUAL_TIME }))}
          ${time === null ? nothing : html`
            <div class="inset"><input class="short" type="time" required aria-label=${t("settings.schedule.own_time")}
              .value=${time.slice(0, 5)} @change=${this.#time}></div>`}
          <small>${zoneWords(this.zone)}</small>
        </fieldset>
      </div>`;
  }

  #time = (/** @type {any} */ { target }) => {
    if (target.value) this.#change({ time: `${target.value}:00` });
    else target.value = this.value.time?.slice(0, 5);
  };

  /** @param {string} name @param {boolean} on @param {string} label @param {string} hint @param {() => void} choose */
  #option = (name, on, label, hint, choose) => html`
    <label class="check"><input type="radio" name=${name} .checked=${on} @change=${choose}>
      <span>${label}${hint ? html`<small>${hint}</small>` : nothing}</span></label>`;
}
customElements.define("hk-schedule-fields", ScheduleFields);
