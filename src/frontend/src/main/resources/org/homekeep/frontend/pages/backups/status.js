// @ts-check
/** How the backups stand, at a glance: one card, and the light of three, two, one. */

import { css, html, nothing } from "lit";
import { ago, list, number, size, t, when } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";
import { markdown } from "../../ui/markdown.js";
import { styled } from "../../ui/part.js";
import { judge, threeTwoOne } from "./model.js";
import { moment } from "./pieces.js";

/** @typedef {import("./data.js").Shelf} Shelf @typedef {import("./data.js").Delivery} Delivery */

const SIGNS = { good: "check", wait: "clock", bad: "alert" };

styled(css`
  .standing { margin-bottom: 1.25rem; }
  .standing h2 { margin-bottom: .3rem; font-size: 1.4rem; letter-spacing: -.01em; }
  .face { flex: none; display: inline-flex; padding: .8rem; border-radius: 50%; background: color-mix(in srgb, currentcolor 15%, transparent); }
  .face .icon { width: 2rem; height: 2rem; stroke-width: 2.2; }
  @media (max-width: 52rem) {
    .standing .state { gap: .85rem; }
    .face { padding: .5rem; }
    .face .icon { width: 1.5rem; height: 1.5rem; }
  }
  .standing p { margin-bottom: .5rem; max-width: 46rem; }
  .standing .next { display: flex; gap: .5rem; color: var(--soft); }
  .standing .next .icon { margin-top: .1rem; }
  .standing .buttons { margin-top: .9rem; }
  .rule { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: clamp(.3rem, 2vw, .75rem); margin: 0 0 1rem; padding: 0; list-style: none; }
  .rule li { display: grid; justify-items: center; align-content: start; gap: .15rem; padding: .9rem clamp(.1rem, 1vw, .4rem); border-radius: 12px; hyphens: auto; overflow-wrap: anywhere; text-align: center; line-height: 1.3; font-size: .9rem; color: var(--tone); background: color-mix(in srgb, var(--tone) 11%, transparent); }
  .rule .good { --tone: var(--good); }
  .rule .wait { --tone: var(--wait); }
  .rule b { display: inline-flex; align-items: center; gap: .3rem; font-size: 1.7rem; line-height: 1.1; }
  .rule b .icon { width: 1.2rem; height: 1.2rem; stroke-width: 2.5; }
  .rule span { color: var(--ink); }
  .rule small { font-size: clamp(.68rem, 3vw, .81rem); }
`);

/**
 * @typedef {{ why: { title: string, text: string }[], unkept: boolean, damaged: boolean }} Troubles what the hub says of backups that could
 *   not be made, whether nobody has said that the key is kept (backups that nobody can open are none), and whether a copy is damaged
 */

/**
 * The card that says how the backups stand, and what to do.
 * @param {Shelf} shelf
 * @param {Delivery[]} deliveries
 * @param {Troubles} troubles
 */
export function standing(shelf, deliveries, { why, unkept, damaged }) {
  const { tone: judged, what, newest } = judge(shelf, deliveries);
  const locked = unkept && newest?.copies.some((copy) => copy.protected);
  const tone = (locked || damaged) && judged === "good" ? "wait" : judged;
  const completed = shelf.info.last_completed_automatic_backup;
  const attempted = shelf.info.last_attempted_automatic_backup;
  const missing = newest?.failed ?? [];
  const waiting = deliveries.filter((each) => each.backup_id === newest?.id).map((each) => each.agent_id);
  const values = {
    ago: newest ? ago(newest.date) : "",
    completed: completed ? ago(completed) : "",
    attempted: attempted ? ago(attempted) : "",
    locations: list(shelf.namesOf(what === "on_its_way" ? waiting : missing)),
    silent: list(shelf.silent),
  };
  const reasons = what === "failed" ? why : [];
  return html`
    <section class="card standing" aria-labelledby="standing">
      <div class="state">
        <span class="face ${tone}">${icon(tone === judged ? SIGNS[tone] : damaged ? "alert" : "key")}</span>
        <div>
          <h2 id="standing">${t(`backups.status.${what}.title`, values)}</h2>
          ${reasons.length
            ? reasons.map((each) => html`<p><b>${each.title}</b></p>${markdown(each.text)}`)
            : tone === judged ? html`<p>${t(`backups.status.${what}.text`, values)}</p>` : nothing}
          ${what === "failed" ? html`<p class="muted">${completed ? t("backups.status.last_good", values) : t("backups.status.no_good")}</p>` : nothing}
          ${newest && newest.copies.length ? whereabouts(shelf, newest) : nothing}
          ${next(shelf)}
          ${damaged ? html`<p><b>${t("backups.status.damaged")}</b> ${t("backups.status.damaged_text")}</p>
            <p class="buttons"><a class="button quiet small" href="/repairs">${icon("wrench")}${t("backups.to_repairs")}</a></p>` : nothing}
          ${locked ? html`<p><b>${t("backups.status.unkept")}</b> ${t("backups.status.unkept_text")}</p>
            <p class="buttons"><a class="button quiet small" href="/backups/key">${icon("key")}${t("backups.status.keep")}</a></p>` : nothing}
          ${buttons(what)}
        </div>
      </div>
    </section>`;
}

/** @param {Shelf} shelf @param {import("./data.js").Backup} newest */
function whereabouts(shelf, newest) {
  const ids = newest.copies.map((copy) => copy.id);
  const locked = newest.copies.filter((copy) => copy.protected).length;
  const how = locked === ids.length ? "all" : locked ? "some" : "none";
  return html`<p>${t("backups.where", { count: ids.length, locations: list(shelf.namesOf(ids)), size: size(newest.size) })}
    ${t(`backups.locked.${how}`, { count: ids.length })}</p>`;
}

/** @param {Shelf} shelf */
function next({ info, config }) {
  const at = info.next_automatic_backup;
  if (!config.automatic_backups_configured) return nothing;
  if (!at) return html`<p class="next">${icon("clock")}<span>${t("backups.no_next")}</span></p>`;
  // The hub's clock is not that of this device, or the backup is just about to begin.
  if (new Date(at).getTime() < Date.now()) return nothing;
  const extra = info.next_automatic_backup_additional ? t("backups.next_extra") : "";
  return html`<p class="next">${icon("clock")}<span>${t("backups.next")} ${moment(at)}, ${when(at)}. ${extra}</span></p>`;
}

/** @param {string} what */
function buttons(what) {
  switch (what) {
    case "not_set_up":
    case "by_hand":
      return html`<p class="buttons"><a class="button" href="/backups/setup">${t("backups.set_up")}</a></p>`;
    case "failed":
      return html`<p class="buttons"><a class="button quiet small" href="/repairs">${icon("wrench")}${t("backups.to_repairs")}</a>
        <a class="button quiet small" href="/system/log">${icon("list")}${t("backups.to_log")}</a></p>`;
    default:
      return nothing;
  }
}

/** Three copies, two kinds of storage, one away from home. @param {Shelf} shelf */
export function rule(shelf) {
  const { copies, kinds, away, good, unused, owed } = threeTwoOne(shelf);
  /** @type {[name: string, has: number, wanted: number][]} */
  const parts = [["copies", copies, 3], ["kinds", kinds, 2], ["away", away, 1]];
  const lacking = parts.filter(([, has, wanted]) => has < wanted).map(([name]) => name);
  return html`
    <section class="card" aria-labelledby="rule">
      <h2 id="rule">${t("backups.rule.title")}</h2>
      <ul class="rule">
        ${parts.map(([name, has, wanted]) => html`
          <li class=${has >= wanted ? "good" : "wait"}>
            <b>${number(has)}${has >= wanted ? icon("check", t("backups.rule.enough")) : icon("alert", t("backups.rule.not_enough"))}</b>
            <span>${t(`backups.rule.${name}`, { count: has })}</span>
            <small class="muted">${t("backups.rule.wanted", { count: wanted })}</small>
          </li>`)}
      </ul>
      ${good ? html`<p class="muted">${t("backups.rule.good")}</p>` : advice(lacking, unused, owed)}
    </section>`;
}

/**
 * @param {string[]} lacking
 * @param {import("./data.js").Location | undefined} unused
 * @param {import("./data.js").Location[]} owed
 */
const advice = (lacking, unused, owed) => html`
  <p>${t(`backups.rule.lacking_${lacking.includes("away") ? "away" : lacking[0]}`)}</p>
  ${owed.length
    ? html`<p>${t("backups.rule.owed", { locations: list(owed.map((each) => each.name)) })}</p>`
    : unused
    ? html`<p><a href="/backups/settings">${t("backups.rule.use", { location: unused.name })}</a></p>`
    : html`<p><a href="/integrations">${t("backups.rule.add")}</a></p>`}`;
