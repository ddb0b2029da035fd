// @ts-check
/** A backup while it is made: what is being done, how far each location is, and how to stop it. */

import { css, html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { percent, rate, size, span, t } from "../../text/texts.js";
import { ask } from "../../ui/dialog.js";
import { icon } from "../../ui/icons.js";
import { Part, say, styled } from "../../ui/part.js";
import { Pace } from "./model.js";

/** What a backup goes through, as the hub names it; the first has no name. */
const STAGES = ["", "home_assistant", "upload_to_agents", "cleaning_up"];

styled(css`
  hk-making { display: block; margin-bottom: 1.25rem; }
  .stages { display: grid; grid-template-columns: repeat(4, 1fr); gap: .5rem; margin: 0 0 1.1rem; padding: 0; list-style: none; }
  .stages li { display: flex; gap: .4rem; align-items: center; padding-top: .55rem; border-top: 4px solid var(--line); color: var(--soft); font-size: .9rem; line-height: 1.3; }
  .stages .past { border-color: var(--accent); }
  .stages .now { border-color: var(--accent); color: var(--ink); font-weight: 600; }
  .stages .icon { width: 1rem; height: 1rem; color: var(--good); }
  .uploads { display: grid; gap: .9rem; margin: 0; padding: 0; list-style: none; }
  .uploads .line { display: flex; justify-content: space-between; flex-wrap: wrap; gap: .1rem 1rem; margin-bottom: .3rem; }
  .uploads .line > :first-child { font-weight: 550; }
  .uploads .line > :last-child { color: var(--soft); font-size: .9rem; font-variant-numeric: tabular-nums; }
  @media (max-width: 52rem) {
    .stages { grid-template-columns: 1fr; gap: .25rem; }
    .stages li { padding: .15rem 0 .15rem .75rem; border-top: 0; border-left: 4px solid var(--line); }
  }
`);

/** Remembers what the events say of the backup that is being made. */
export class Making {
  state = "idle";
  stage = "";
  /** @type {Map<string, Pace>} */
  uploads = new Map();

  /** @param {any} event */
  take(event) {
    if (event.agent_id) {
      const pace = this.uploads.get(event.agent_id) ?? new Pace();
      pace.take(event.uploaded_bytes, event.total_bytes);
      this.uploads = new Map(this.uploads).set(event.agent_id, pace);
      return;
    }
    if (event.manager_state !== this.state) this.uploads = new Map();
    this.state = event.manager_state;
    this.stage = event.stage ?? "";
  }

  get running() {
    return this.state === "create_backup" || this.state === "receive_backup";
  }
}

class MakingPart extends Part {
  static properties = { making: { attribute: false }, shelf: { attribute: false }, news: {} };

  constructor() {
    super();
    /** @type {Making} */
    this.making = new Making();
    /** @type {import("./data.js").Shelf | undefined} */
    this.shelf = undefined;
    /** Changes with each event. */
    this.news = 0;
  }

  #cancel = async () => {
    const stopped = await ask({
      heading: t("backups.cancel.title"),
      text: t("backups.cancel.text"),
      action: t("backups.cancel.action"),
      cancel: t("backups.cancel.go_on"),
      danger: true,
      run: () => call("homekeep/backup/cancel"),
    });
    if (stopped) say(t("backups.cancel.done"));
  };

  render() {
    const { making } = this;
    if (!making.running) return nothing;
    if (making.state === "receive_backup") {
      return html`<section class="card"><h2>${t("backups.receiving")}</h2><progress aria-label=${t("backups.receiving")}></progress></section>`;
    }
    const at = Math.max(0, STAGES.indexOf(making.stage));
    return html`
      <section class="card" aria-labelledby="making">
        <div class="heading">
          <h2 id="making">${t("backups.making")}</h2>
          <button type="button" class="quiet small" @click=${this.#cancel}>${icon("close")}${t("backups.cancel.begin")}</button>
        </div>
        <ol class="stages">
          ${STAGES.map((stage, i) => html`
            <li class=${i < at ? "past" : i === at ? "now" : ""} aria-current=${i === at ? "step" : nothing}>
              ${i < at ? icon("check", t("common.done")) : nothing}<span>${t(`backups.stages.${stage || "begin"}`)}</span>
            </li>`)}
        </ol>
        <p class="unseen" role="status">${t(`backups.stages.${STAGES[at] || "begin"}`)}</p>
        ${making.uploads.size
          ? html`<ul class="uploads">${[...making.uploads].map(([id, pace]) => this.#upload(id, pace))}</ul>`
          : html`<progress aria-label=${t("backups.making")}></progress>`}
      </section>`;
  }

  /** @param {string} id @param {Pace} pace */
  #upload(id, pace) {
    const name = this.shelf?.nameOf(id) ?? id;
    return html`<li>
      <div class="line"><span>${name}</span><span>${pace.done ? t("backups.arrived", { size: size(pace.total) }) : told(pace)}</span></div>
      <progress max="1" .value=${pace.share} aria-label=${name}></progress>
    </li>`;
  }
}
customElements.define("hk-making", MakingPart);

/** How far something is, in one line. @param {Pace} pace */
export function told(pace) {
  const parts = [percent(pace.share), t("backups.of", { done: size(pace.bytes), total: size(pace.total) })];
  if (pace.rate) parts.push(rate(pace.rate));
  if (pace.left !== undefined) parts.push(left(pace.left));
  return parts.join(" · ");
}

/** @param {number} seconds */
export const left = (seconds) =>
  seconds < 60 ? t("backups.left_soon") : t("backups.left", { span: span(seconds) });
