// @ts-check
/** The steps of a flow in which nothing is typed. */

import { html, nothing } from "lit";
import { percent, t } from "../text/texts.js";
import { icon } from "./icons.js";
import { markdown, target } from "./markdown.js";

/** @typedef {import("./flow-texts.js").FlowTexts} FlowTexts */

/** What an integration says above a step. @param {FlowTexts} texts @param {any} step */
export function description(texts, step) {
  const text = texts.about(step, "description");
  return text ? html`<div>${markdown(text)}</div>` : nothing;
}

/**
 * Several ways on.
 * @param {FlowTexts} texts
 * @param {any} step
 * @param {boolean} disabled
 * @param {(id: string) => void} choose
 */
export function menuStep(texts, step, disabled, choose) {
  const { menu_options: given } = step;
  const options = Array.isArray(given) ? given.map((each) => [each, each]) : Object.entries(given);
  return html`
    ${description(texts, step)}
    <ul class="choices">${options.map(([id, label]) => {
      const hint = texts.about(step, `menu_option_descriptions.${id}`);
      return html`
        <li><button type="button" class="quiet" ?disabled=${disabled} @click=${() => choose(id)}>
          <span>${texts.about(step, `menu_options.${id}`) ?? label}
            ${hint ? html`<small>${hint}</small>` : nothing}</span>
          ${icon("right")}</button></li>`;
    })}</ul>`;
}

/**
 * Something that takes a while.
 * @param {FlowTexts} texts
 * @param {any} step
 * @param {number | undefined} share how much of it is done, when that is known
 */
export function progressStep(texts, step, share) {
  const text = texts.in(step, `progress.${step.progress_action}`) ?? t("integrations.flow.working");
  return html`
    ${description(texts, step)}
    <div role="status">${markdown(text)}</div>
    <div>
      <progress aria-label=${t("integrations.flow.working")} value=${share ?? nothing}></progress>
      ${share === undefined ? nothing : html`<small class="number muted">${percent(share)}</small>`}
    </div>`;
}

/** A page of the service itself. @param {FlowTexts} texts @param {any} step */
export function externalStep(texts, step) {
  const to = target(step.url);
  return html`
    ${description(texts, step)}
    <p>${t("integrations.flow.external")}</p>
    ${to ? html`<p><a class="button" href=${to.href} target="_blank" rel="noreferrer">${icon("link")}${t("integrations.flow.open")}<span class="unseen"> ${t("integrations.new_window")}</span></a></p>` : nothing}
    <p class="muted" role="status">${t("integrations.flow.waiting")}</p>`;
}
