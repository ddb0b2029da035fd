// @ts-check
/** What the pages about the settings of backups have in common: how they wait, and how they look. */

import { css, html, nothing } from "lit";
import { t } from "../../text/texts.js";
import { failure } from "../../ui/failure.js";
import { icon } from "../../ui/icons.js";
import { styled } from "../../ui/part.js";

/**
 * What stands on a page until all of this is there, or could not be loaded; undefined when it is there.
 * @param {...import("../../hub/live.js").Loaded<any>} loads
 */
export function waitingFor(...loads) {
  const failed = loads.find((each) => each.value === undefined && each.error);
  if (failed?.error) return failure(failed.error, () => loads.forEach((each) => each.reload()));
  if (loads.every((each) => each.value !== undefined)) return undefined;
  return html`
    <div class="card" aria-busy="true"><span class="unseen">${t("common.loading")}</span>
      <span class="skeleton"></span><span class="skeleton"></span><span class="skeleton"></span></div>`;
}

/** @param {"wait" | "bad" | ""} tone @param {unknown} content @param {string} [sign] */
export const note = (tone, content, sign = tone ? "alert" : "info") =>
  html`<div class="note ${tone}">${icon(sign)}<div>${content}</div></div>`;

/** @param {string} error */
export const errorOf = (error) => (error ? html`<p class="error" role="alert">${error}</p>` : nothing);

/** Tells whoever has set a component's `value` of another one. @param {HTMLElement} component @param {any} value */
export const edited = (component, value) => component.dispatchEvent(new CustomEvent("edit", { detail: value }));

let count = 0;

/** An id that no other element has. @param {string} prefix */
export const unique = (prefix) => `${prefix}-${++count}`;

/** Whether two values out of JSON are the same. @param {any} one @param {any} other @returns {boolean} */
export function same(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => key in other && same(one[key], other[key]));
}

styled(css`
  .column { max-width: 46rem; }
  .column > h1:not(:has(+ .lead)) { margin-bottom: 1.25rem; }
  .column .note:last-child { margin-bottom: 0; }
  .options { display: grid; gap: .75rem; }
  .options > div { display: grid; gap: .75rem; }
  .inset { margin: 0 0 .25rem 2.1rem; display: grid; gap: .9rem; }
  .numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: .9rem; }
  .numbers label { align-content: end; }
  .column :is(fieldset > p, .form > p, .form > .note, .form > div > .note) { margin: 0; }
  hk-key-text { display: block; margin-bottom: 1rem; }
  .days { display: flex; flex-wrap: wrap; gap: .4rem; }
  .days label { display: inline-flex; align-items: center; gap: .45rem; min-height: 2.6rem; padding: .2rem .75rem; font-weight: 500; border: 1px solid var(--edge); border-radius: 10px; cursor: pointer; }
  .days label:has(:checked) { border-color: var(--accent); background: color-mix(in srgb, var(--accent) 10%, var(--card)); }
  .days input { margin: 0; }
  .short { max-width: 11rem; }
  .amount { display: flex; justify-content: space-between; gap: 1rem; }
  .amount > .number { color: var(--soft); }
  .place { display: grid; gap: .7rem; padding: 1rem 0; border-top: 1px solid var(--line); }
  .place:first-child { border-top: 0; padding-top: 0; }
  .place:last-child { padding-bottom: 0; }
  .place > div:not(.inset) { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: flex-start; justify-content: space-between; }
  .place > div:not(.inset) > label { flex: 1 1 8.5rem; }
  .places + * { margin-top: 1rem; }
  .summary.rows > li { flex-wrap: nowrap; }
  .place b { font-weight: 600; }
  .places { list-style: none; margin: 0; padding: 0; }
  .place .inset { margin-left: 3.2rem; }
  .place .note { margin: 0; padding: .6rem .9rem; }
  .ends { display: flex; flex-wrap: wrap; gap: .75rem; justify-content: space-between; margin-top: 1.5rem; }
  .ends > :only-child:not(.quiet) { margin-left: auto; }
  .progress { display: grid; gap: .4rem; margin-bottom: 1.25rem; color: var(--soft); }
  .progress span { font-size: .9rem; }
  .savebar { position: sticky; z-index: 4; bottom: 1rem; display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 1rem; margin-top: 1.5rem; padding: .8rem 1.1rem; background: var(--raised); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--lifted); }
  .savebar > :first-child { flex: 1 1 14rem; display: grid; gap: .5rem; }
  .savebar > .buttons { margin-left: auto; }
  .keytext { display: block; padding: 1rem 1.15rem; margin-bottom: 1rem; text-align: center; background: var(--page); border: 1px dashed var(--edge); border-radius: 12px; }
  hk-keep-key .code { max-width: 9rem; font-family: ui-monospace, "Cascadia Mono", Menlo, monospace; letter-spacing: .2em; text-transform: uppercase; }
  hk-backup-key .state > .sign { flex: none; display: inline-flex; padding: .55rem; border-radius: 50%; background: color-mix(in srgb, currentcolor 15%, transparent); }
  hk-backup-key .sign .icon { width: 1.5rem; height: 1.5rem; }
  hk-backup-key .state + .buttons { margin-top: 1.25rem; }
  .bullets { margin: 0 0 1rem; padding: 0; list-style: none; display: grid; gap: .75rem; }
  .bullets li { display: flex; gap: .75rem; align-items: flex-start; }
  .bullets .icon { margin-top: .1rem; color: var(--accent); }
  .bullets small { display: block; color: var(--soft); }
  .column summary { cursor: pointer; font-weight: 550; padding: .3rem 0; }
  .column details > :not(summary) { margin-top: .75rem; }
  @media (max-width: 52rem) {
    .savebar { bottom: 4.9rem; }
    .place .inset { margin-left: 1rem; }
    .ends { flex-direction: column-reverse; }
    .ends > * { width: 100%; }
  }
  @media (max-height: 26rem) { .savebar { position: static; } }
`);
