// @ts-check
/** The fields of a form as a hub describes them (`data_schema`): what they hold, how they are filled in, and what is sent. */

import { language, t } from "../text/texts.js";

/**
 * @typedef {{ value: string, label: string }} Option
 * @typedef {"line" | "password" | "lines" | "list" | "number" | "flag" | "choice" | "choices" | "duration" | "date" | "time"
 *   | "datetime" | "object" | "constant" | "section"} Kind
 * @typedef {{
 *   name: string, kind: Kind, required: boolean, initial: any, disabled?: boolean,
 *   type?: string, autocomplete?: string, prefix?: string, suffix?: string, shortest?: number, longest?: number,
 *   min?: number, max?: number, step?: number | "any", slider?: boolean,
 *   options?: Option[], own?: boolean, list?: boolean, sorted?: boolean, translationKey?: string,
 *   days?: boolean, fields?: Field[], expanded?: boolean, text?: string
 * }} Field
 */

/** The fields of a `data_schema`. @param {any[]} schema @returns {Field[]} */
export const fieldsOf = (schema) => schema.map(fieldOf);

/** @param {any} json @returns {Field} */
function fieldOf(json) {
  const selector = Object.entries(json.selector ?? {})[0];
  const given = { name: String(json.name), required: json.required === true, initial: json.description?.suggested_value ?? json.default };
  const field = { ...given, ...(selector ? selected(selector[0], selector[1] ?? {}, json) : typed(json)) };
  return { ...field, initial: field.initial ?? (field.kind === "flag" && field.required ? false : undefined) };
}

/** A field by its selector. @param {string} kind @param {any} settings @param {any} json @returns {Partial<Field> & { kind: Kind }} */
function selected(kind, settings, json) {
  const disabled = settings.read_only === true;
  switch (kind) {
    case "text":
      return { ...textOf(settings), ...lengths(json), disabled };
    case "number":
      return {
        kind: "number", disabled, min: settings.min, max: settings.max, step: settings.step ?? 1,
        slider: settings.mode === "slider" && settings.min !== undefined && settings.max !== undefined,
        suffix: settings.unit_of_measurement,
      };
    case "select":
      return {
        kind: settings.multiple ? "choices" : "choice", disabled, options: optionsOf(settings.options ?? []),
        own: settings.custom_value === true, list: settings.mode === "list" || settings.mode === "box",
        sorted: settings.sort === true, translationKey: settings.translation_key,
      };
    case "boolean":
      return { kind: "flag", disabled };
    case "duration":
      return { kind: "duration", disabled, days: settings.enable_day === true };
    case "date":
    case "time":
    case "datetime":
    case "object":
      return { kind, disabled };
    case "constant":
      return { kind: "constant", text: String(settings.label ?? settings.value ?? "") };
    default:
      return { kind: "line", type: "text", disabled };
  }
}

/** @param {any} settings @returns {Partial<Field> & { kind: Kind }} */
function textOf({ type = "text", multiline, multiple, prefix, suffix, autocomplete }) {
  if (multiple) return { kind: "list" };
  if (type === "password") return { kind: "password", autocomplete };
  return { kind: multiline ? "lines" : "line", type, prefix, suffix, autocomplete };
}

/** @param {any} json */
const lengths = (json) => ({ shortest: json.lengthMin, longest: json.lengthMax });

/** A field by its type. @param {any} json @returns {Partial<Field> & { kind: Kind }} */
function typed(json) {
  switch (json.type) {
    case "integer":
    case "float":
      return { kind: "number", min: json.valueMin, max: json.valueMax, step: json.type === "integer" ? 1 : "any" };
    case "boolean":
      return { kind: "flag" };
    case "select":
      return { kind: "choice", options: optionsOf(json.options) };
    case "multi_select":
      return { kind: "choices", options: optionsOf(json.options) };
    case "constant":
      return { kind: "constant", text: String(json.value ?? "") };
    case "positive_time_period_dict":
      return { kind: "duration" };
    case "datetime":
      return { kind: "datetime" };
    case "expandable":
      return { kind: "section", fields: fieldsOf(json.schema), expanded: json.expanded === true, required: false };
    default:
      return { kind: "line", type: json.format === "email" || json.format === "url" ? json.format : "text", ...lengths(json) };
  }
}

/** Texts, pairs, objects, or an object of labels. @param {any} options @returns {Option[]} */
function optionsOf(options) {
  if (!Array.isArray(options)) return Object.entries(options).map(([value, label]) => ({ value, label: String(label) }));
  return options.map((each) => {
    if (Array.isArray(each)) return { value: String(each[0]), label: String(each[1]) };
    return typeof each === "object" ? { value: String(each.value), label: String(each.label ?? each.value) } : { value: String(each), label: String(each) };
  });
}

/** Options in the order in which they are shown. @param {Field} field @param {(option: Option) => string} labelOf */
export function shownOptions(field, labelOf) {
  const shown = (field.options ?? []).map((option) => ({ value: option.value, label: labelOf(option) }));
  return field.sorted ? shown.sort((a, b) => a.label.localeCompare(b.label, language)) : shown;
}

/** What a form holds before anything is typed, by the names of its fields. @param {Field[]} fields @returns {Record<string, any>} */
export function initialValues(fields) {
  return Object.fromEntries(fields.map((field) => [field.name, field.kind === "section" ? initialValues(field.fields ?? []) : held(field)]));
}

/** A value as it is edited. @param {Field} field */
function held({ kind, initial }) {
  if (initial === undefined || initial === null) return undefined;
  switch (kind) {
    case "list":
      return initial.join("\n");
    case "object":
      return JSON.stringify(initial, null, 2);
    case "datetime":
      return String(initial).replace(" ", "T");
    default:
      return initial;
  }
}

/** @param {any} value */
const nothingTyped = (value) => value === undefined || value === null || value === "";

/**
 * What is sent of a form; what is empty is left out, so that the hub puts in what it has for that.
 * @param {Field[]} fields
 * @param {Record<string, any>} values as they are edited
 * @returns {Record<string, any>}
 */
export function submitted(fields, values) {
  /** @type {Record<string, any>} */
  const data = {};
  for (const field of fields) {
    const value = field.kind === "section" ? submitted(field.fields ?? [], values[field.name] ?? {}) : sent(field, values[field.name]);
    if (value !== undefined) data[field.name] = value;
  }
  return data;
}

/** @param {Field} field @param {any} value */
function sent(field, value) {
  if (field.kind === "list" && value !== undefined) return value.split("\n").map((/** @type {string} */ line) => line.trim()).filter(Boolean);
  if (field.kind === "constant" || nothingTyped(value)) return undefined;
  switch (field.kind) {
    case "number":
      return Number(value);
    case "object":
      return JSON.parse(value);
    case "time":
      return withSeconds(value);
    case "datetime":
      return withSeconds(value).replace("T", " ");
    case "duration":
      return durationOf(value);
    default:
      return value;
  }
}

/** @param {string} clock */
const withSeconds = (clock) => (/(^|T)\d\d:\d\d$/.test(clock) ? `${clock}:00` : clock);

/** @param {Record<string, any>} parts */
function durationOf(parts) {
  const typedIn = Object.entries(parts).filter(([, value]) => !nothingTyped(value));
  return typedIn.length > 0 ? Object.fromEntries(typedIn.map(([part, value]) => [part, Number(value)])) : undefined;
}

/**
 * What is wrong with what was typed, by the name of the field; `section.field` within a section.
 * @param {Field[]} fields
 * @param {Record<string, any>} values
 * @param {HTMLElement} form
 * @returns {Record<string, string>}
 */
export function mistakes(fields, values, form, path = "") {
  /** @type {Record<string, string>} */
  const wrong = {};
  for (const field of fields) {
    const at = path + field.name;
    if (field.kind === "section") Object.assign(wrong, mistakes(field.fields ?? [], values[field.name] ?? {}, form, `${at}.`));
    const sentence = mistake(field, values[field.name], [...form.querySelectorAll(`[data-field="${at}"]`)]);
    if (sentence) wrong[at] = sentence;
  }
  return wrong;
}

/** @param {Field} field @param {any} value @param {Element[]} inputs @returns {string} */
function mistake(field, value, inputs) {
  const invalid = inputs.map((input) => /** @type {HTMLInputElement} */ (input).validity).find((validity) => validity && !validity.valid);
  if (invalid?.badInput) return t("integrations.flow.wrong.number");
  const empty = nothingTyped(value) || (Array.isArray(value) && value.length === 0);
  if (field.required && empty && field.kind !== "flag" && field.kind !== "constant" && field.kind !== "choices" && field.kind !== "section") {
    return t(field.kind === "choice" ? "integrations.flow.wrong.nothing_chosen" : "integrations.flow.wrong.empty");
  }
  if (field.kind === "object" && !empty && !isObject(value)) return t("integrations.flow.wrong.object", { example: '{ "name": 1 }' });
  if (invalid?.rangeUnderflow && field.min !== undefined) return t("integrations.flow.wrong.too_small", { min: field.min });
  if (invalid?.rangeOverflow && field.max !== undefined) return t("integrations.flow.wrong.too_large", { max: field.max });
  if (invalid?.stepMismatch || invalid?.rangeUnderflow) return t("integrations.flow.wrong.whole");
  if (invalid?.typeMismatch) return t(`integrations.flow.wrong.${field.type === "email" ? "email" : "url"}`, { start: "https://" });
  if (typeof value === "string" && value !== "") {
    const length = [...value].length;
    if (field.shortest && length < field.shortest) return t("integrations.flow.wrong.too_short", { count: field.shortest });
    if (field.longest && length > field.longest) return t("integrations.flow.wrong.too_long", { count: field.longest });
  }
  return "";
}

/** @param {string} text */
function isObject(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
