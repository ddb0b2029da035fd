// @ts-check
/** What settings that are not saved yet would delete, and why. */

import { html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { ago, has, hubWords, list, size, t, when } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";
import { Part } from "../../ui/part.js";
import { note, same } from "./shared.js";
import { nameOf } from "./store.js";

const PAUSE_MS = 350;
const SHOWN = 30;

class RetentionPreview extends Part {
  static properties = { asked: { attribute: false }, places: { attribute: false }, only: {}, answer: { state: true }, error: { state: true } };

  constructor() {
    super();
    /** The fields of `homekeep/backup/retention/preview`. @type {any} */
    this.asked = {};
    /** @type {import("./store.js").Place[]} */
    this.places = [];
    /** The one location that is looked at; empty for all. */
    this.only = "";
    /** @type {any} */
    this.answer = undefined;
    this.error = "";
  }

  /** @type {any} */
  #shown;
  #turn = 0;

  willUpdate() {
    if (same(this.#shown, this.asked)) return;
    const first = this.#shown === undefined;
    this.#shown = this.asked;
    // Nobody shall save by what was said of other settings.
    this.answer = undefined;
    this.error = "";
    const turn = ++this.#turn;
    setTimeout(() => turn === this.#turn && this.#ask(turn), first ? 0 : PAUSE_MS);
  }

  disconnectedCallback() {
    this.#turn++;
    this.#shown = undefined;
    super.disconnectedCallback();
  }

  /** @param {number} turn */
  async #ask(turn) {
    try {
      const [answer, say] = await Promise.all([call("homekeep/backup/retention/preview", this.#shown), hubWords()]);
      if (turn !== this.#turn) return;
      answer.copies.forEach((/** @type {any} */ copy) => (copy.message = say(copy.message)));
      this.answer = answer;
    } catch (failure) {
      if (turn === this.#turn) this.error = /** @type {Error} */ (failure).message;
    }
  }

  render() {
    if (this.error) return note("bad", this.error);
    if (!this.answer) return html`<p class="muted">${t("settings.preview.looking")}</p>`;
    const here = this.answer.copies.filter((/** @type {any} */ copy) => !this.only || copy.agent_id === this.only);
    const going = here.filter((/** @type {any} */ copy) => copy.action === "delete");
    const bytes = going.reduce((/** @type {number} */ sum, /** @type {any} */ copy) => sum + copy.size, 0);
    const silent = Object.keys(this.answer.agent_errors).filter((id) => !this.only || id === this.only);
    return html`
      <div role="status">${going.length
        ? note("wait", t("settings.preview.goes", { count: going.length, size: size(bytes), all: here.length }), "trash")
        : note("", t(here.length ? "settings.preview.nothing_goes" : "settings.preview.nothing_there"), "check")}
      ${silent.length
        ? note("wait", t("settings.preview.silent", { names: list(silent.map((id) => nameOf(this.places, id))) })) : nothing}</div>
      ${going.length ? html`
        <details><summary>${t("settings.preview.which")}</summary>
          <ul class="rows">${going.slice(0, SHOWN).map((/** @type {any} */ copy) => this.#row(copy))}</ul>
          ${going.length > SHOWN ? html`<p class="muted">${t("settings.preview.more", { count: going.length - SHOWN })}</p>` : nothing}
        </details>` : nothing}`;
  }

  /** @param {any} copy */
  #row = (copy) => html`
    <li>${icon("trash")}
      <span class="what">${copy.name}
        <small title=${when(copy.date)}>${ago(copy.date)} · ${this.only ? nothing : html`${nameOf(this.places, copy.agent_id)} · `}${reason(copy)}</small></span>
      <span class="number">${size(copy.size)}</span></li>`;
}
customElements.define("hk-retention-preview", RetentionPreview);

/** @param {any} copy */
const reason = ({ reason: code, message }) => (has(`settings.preview.${code}`) ? t(`settings.preview.${code}`) : message);
