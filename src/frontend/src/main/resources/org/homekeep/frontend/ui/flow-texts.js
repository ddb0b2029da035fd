// @ts-check
/** The words of a flow: those of its integration, and the hub's where an integration has none. */

import { textsOf } from "../text/texts.js";

/** The domain of the hub's own texts. */
const HUB = "homeassistant";

/**
 * @typedef {import("./flows.js").Kind} Kind
 * @typedef {Awaited<ReturnType<typeof textsOf>>} Texts
 */

export class FlowTexts {
  /**
   * @param {Kind} kind
   * @param {Record<string, string>} placeholders for all steps, besides those of each
   * @param {[own: Texts, selectors: Texts, hub: Texts]} texts
   */
  constructor(kind, placeholders, [own, selectors, hub]) {
    this.kind = kind;
    this.placeholders = placeholders;
    this.own = own;
    this.selectors = selectors;
    this.hub = hub;
  }

  /** @param {Kind} kind @param {Record<string, string> | null | undefined} placeholders */
  static async load(kind, placeholders) {
    const { category, domain } = kind;
    return new FlowTexts(kind, placeholders ?? {}, await Promise.all(
      [textsOf(category, [domain]), textsOf("selector", [domain]), textsOf("config", [HUB])]));
  }

  /** A text of the integration in a step. @param {any} step @param {string} key */
  in(step, key) {
    const { category, domain, root = "" } = this.kind;
    return this.own(`component.${domain}.${category}.${root}${key}`, { ...this.placeholders, ...step.description_placeholders });
  }

  /** A text of the integration about a step. @param {any} step @param {string} key */
  about = (step, key) => (step.step_id ? this.in(step, `step.${step.step_id}.${key}`) : undefined);

  /** @param {any} step @param {string} key */
  #common = (step, key) => this.hub(`component.${HUB}.config.${key}`, step.description_placeholders ?? {});

  /** What is wrong, in words. @param {any} step @param {unknown} key */
  error = (step, key) => this.in(step, `error.${key}`) ?? this.#common(step, `error.${key}`) ?? String(key);

  /** Why a flow has ended. @param {any} step */
  reason(step) {
    const key = `abort.${step.reason}`;
    const own = step.translation_domain === HUB ? undefined : this.in(step, key);
    return own ?? this.#common(step, key) ?? step.reason;
  }

  /** What stands at the fields of a form. @param {any} step @returns {import("./form.js").Words} */
  words(step) {
    const at = (/** @type {string} */ path, /** @type {string} */ what) => {
      const [section, field] = path.split(".");
      return field ? this.about(step, `sections.${section}.${what}.${field}`) : this.about(step, `${what}.${section}`);
    };
    const optionOf = (/** @type {string} */ key, /** @type {string} */ value) =>
      this.selectors(`component.${this.kind.domain}.selector.${key}.options.${value}`);
    return {
      label: (path) => at(path, "data") ?? this.about(step, `sections.${path}.name`),
      hint: (path) => at(path, "data_description") ?? this.about(step, `sections.${path}.description`),
      option: (key, { value, label }) => (key && optionOf(key, value)) || label,
    };
  }
}
