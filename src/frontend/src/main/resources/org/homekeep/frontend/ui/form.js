// @ts-check
/** A form that a hub describes, as it is filled in. */

import { css, html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { t } from "../text/texts.js";
import { initialValues, mistakes, shownOptions, submitted } from "./fields.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { Part, styled } from "./part.js";

styled(css`
  hk-fields { display: grid; gap: 1.1rem; }
  hk-fields .hint { color: var(--soft); font-size: .9rem; font-weight: 400; }
  hk-fields .hint p { margin: 0; }
  hk-fields .must { color: var(--bad); }
  hk-fields .framed { display: flex; align-items: center; gap: .5rem; }
  hk-fields .framed > span { color: var(--soft); font-weight: 400; white-space: nowrap; }
  hk-fields .framed > input { min-width: 0; }
  hk-fields .parts { display: grid; grid-template-columns: repeat(auto-fit, minmax(5.5rem, 1fr)); gap: .75rem; }
  hk-fields details { border: 1px solid var(--line); border-radius: 12px; padding: .2rem 1rem; }
  hk-fields details[open] { padding-bottom: 1rem; }
  hk-fields summary { padding: .6rem 0; font-weight: 600; cursor: pointer; }
  hk-fields details > div { display: grid; gap: 1.1rem; }
  hk-fields input[type="range"] { padding: 0; }
  hk-fields textarea.code { font-family: ui-monospace, "Cascadia Mono", Menlo, monospace; font-size: .9rem; }
`);

const PARTS = ["days", "hours", "minutes", "seconds"];

/**
 * @typedef {import("./fields.js").Field} Field
 * @typedef {{
 *   label: (path: string) => string | undefined, hint: (path: string) => string | undefined,
 *   option: (key: string | undefined, option: import("./fields.js").Option) => string
 * }} Words
 */

let count = 0;

class Fields extends Part {
  static properties = { fields: { attribute: false }, errors: { attribute: false }, wrong: { state: true }, shown: { state: true } };

  #id = `fields-${++count}`;

  constructor() {
    super();
    /** @type {Field[]} */
    this.fields = [];
    /** @type {Words} */
    this.words = { label: () => undefined, hint: () => undefined, option: (key, option) => option.label };
    /** What the hub says of fields, by name or path. @type {Record<string, string>} */
    this.errors = {};
    /** What was wrong before it was sent. @type {Record<string, string>} */
    this.wrong = {};
    /** The password fields that show what is in them. @type {Set<string>} */
    this.shown = new Set();
    /** @type {Record<string, any> | undefined} */
    this.values = undefined;
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    if (this.values === undefined) this.values = initialValues(this.fields);
    if (changed.has("errors")) this.wrong = {};
  }

  /** What was typed, to be sent; undefined when something is wrong, which is shown then. @returns {Record<string, any> | undefined} */
  read() {
    const values = this.values ?? {};
    this.wrong = mistakes(this.fields, values, this);
    return Object.keys(this.wrong).length > 0 ? undefined : submitted(this.fields, values);
  }

  /** @param {string} path @param {any} value */
  #set(path, value) {
    const names = path.split(".");
    const last = /** @type {string} */ (names.pop());
    names.reduce((part, name) => (part[name] ??= {}), /** @type {any} */ (this.values))[last] = value;
    // What was wrong is being put right; whether it is shows when it is sent.
    if (this.wrong[path]) this.wrong = Object.fromEntries(Object.entries(this.wrong).filter(([name]) => name !== path));
    this.requestUpdate();
  }

  /** @param {string} path */
  #get = (path) => path.split(".").reduce((part, name) => part?.[name], /** @type {any} */ (this.values));

  render() {
    return html`${this.fields.map((field) => this.#field(field, field.name))}`;
  }

  /** @param {Field} field @param {string} path @returns {unknown} */
  #field(field, path) {
    const id = `${this.#id}-${path.replaceAll(".", "-")}`;
    const hint = this.words.hint(path);
    const error = this.wrong[path] ?? this.errors[path] ?? this.errors[field.name] ?? "";
    const about = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || nothing;
    const part = { field, path, id, about, error, value: this.#get(path), label: this.words.label(path) ?? field.name };
    const notes = html`
      ${hint ? html`<div class="hint" id="${id}-hint">${markdown(hint)}</div>` : nothing}
      ${error ? html`<span class="error" id="${id}-error">${error}</span>` : nothing}`;
    switch (field.kind) {
      case "section":
        return this.#section(part, hint, error);
      case "constant":
        return html`<p class="muted">${this.words.label(path) ? html`<strong>${part.label}</strong> ` : nothing}${field.text}</p>`;
      case "flag":
        return html`<div class="field">${this.#flag(part)}${notes}</div>`;
      case "choices":
        return this.#group(part, notes, this.#choices(part));
      case "duration":
        return this.#group(part, notes, this.#duration(part));
      case "choice":
        if (field.list && !field.own) return this.#group(part, notes, this.#radios(part));
      // A list that opens has a label as a line has.
      default:
        return html`<div class="field"><label for=${id}><span>${part.label}${this.#must(field)}</span></label>${this.#input(part)}${notes}</div>`;
    }
  }

  /** @param {Field} field */
  #must = (field) => (field.required ? html`<span class="must" aria-hidden="true"> *</span>` : nothing);

  /** @param {any} part @param {string | undefined} hint @param {string} error */
  #section({ field, path, label }, hint, error) {
    const broken = error || [...Object.keys(this.errors), ...Object.keys(this.wrong)].some(
      (name) => name.startsWith(`${path}.`) || field.fields.some((/** @type {Field} */ inner) => inner.name === name));
    return html`
      <details ?open=${Boolean(field.expanded || broken)}>
        <summary>${label}</summary>
        <div>
          ${hint ? html`<div class="hint">${markdown(hint)}</div>` : nothing}
          ${error ? html`<span class="error" role="alert">${error}</span>` : nothing}
          ${field.fields.map((/** @type {Field} */ inner) => this.#field(inner, `${path}.${inner.name}`))}
        </div>
      </details>`;
  }

  /** @param {any} part @param {unknown} notes @param {unknown} inputs */
  #group({ field, label, about }, notes, inputs) {
    return html`<fieldset aria-describedby=${about}><legend>${label}${this.#must(field)}</legend>${inputs}${notes}</fieldset>`;
  }

  /** @param {any} part */
  #flag({ field, path, value, about, error, label }) {
    return html`
      <label class="check">
        <input type="checkbox" role="switch" data-field=${path} .checked=${live(value === true)} ?disabled=${field.disabled} aria-describedby=${about}
          aria-invalid=${error ? "true" : nothing} @change=${(/** @type {any} */ event) => this.#set(path, event.target.checked)}>
        <span>${label}</span>
      </label>`;
  }

  /** @param {any} part */
  #radios({ field, path, id, value, error }) {
    return this.#options(field).map(({ value: option, label }) => html`
      <label class="check">
        <input type="radio" name=${id} data-field=${path} .checked=${live(value === option)} ?disabled=${field.disabled}
          aria-invalid=${error ? "true" : nothing} @change=${() => this.#set(path, option)}>
        <span>${label}</span>
      </label>`);
  }

  /** @param {any} part */
  #choices({ field, path, id, value, error }) {
    const chosen = /** @type {string[]} */ (value ?? []);
    const options = this.#options(field);
    const own = chosen.filter((each) => !options.some((option) => option.value === each));
    const toggle = (/** @type {string} */ option, /** @type {boolean} */ on) =>
      this.#set(path, on ? [...chosen, option] : chosen.filter((each) => each !== option));
    const type = (/** @type {string} */ text) =>
      this.#set(path, [...chosen.filter((each) => !own.includes(each)), ...text.split("\n").map((line) => line.trim()).filter(Boolean)]);
    return html`
      ${options.map((option) => html`
        <label class="check">
          <input type="checkbox" data-field=${path} .checked=${live(chosen.includes(option.value))} ?disabled=${field.disabled}
            aria-invalid=${error ? "true" : nothing} @change=${(/** @type {any} */ event) => toggle(option.value, event.target.checked)}>
          <span>${option.label}</span>
        </label>`)}
      ${field.own
        ? html`<label for="${id}-own">${t("integrations.flow.others")}<textarea id="${id}-own" data-field=${path} rows="2" .value=${own.join("\n")}
            @change=${(/** @type {any} */ event) => type(event.target.value)}></textarea></label>`
        : nothing}`;
  }

  /** @param {any} part */
  #duration({ field, path, value, error }) {
    const set = (/** @type {string} */ name, /** @type {string} */ typed) => this.#set(path, { ...value, [name]: typed });
    return html`<div class="parts">${PARTS.filter((name) => name !== "days" || field.days || value?.days).map((name) => html`
      <label>${t(`integrations.flow.${name}`)}
        <input type="number" min="0" step="1" inputmode="numeric" data-field=${path} .value=${live(String(value?.[name] ?? ""))}
          ?disabled=${field.disabled} aria-invalid=${error ? "true" : nothing}
          @input=${(/** @type {any} */ event) => set(name, event.target.value)}></label>`)}</div>`;
  }

  /** @param {Field} field */
  #options = (field) => shownOptions(field, (option) => this.words.option(field.translationKey, option));

  /** @param {any} part */
  #input(part) {
    const { field, path, id, about, error, value } = part;
    const typed = (/** @type {any} */ event) => this.#set(path, event.target.value);
    const invalid = error ? "true" : nothing;
    switch (field.kind) {
      case "lines":
      case "list":
      case "object":
        return html`
          ${field.kind === "list" ? html`<small>${t("integrations.flow.one_per_line")}</small>` : nothing}
          <textarea id=${id} data-field=${path} class=${field.kind === "object" ? "code" : ""} spellcheck=${field.kind === "lines" ? "true" : "false"}
            .value=${live(value ?? "")} ?readonly=${field.disabled} aria-required=${field.required ? "true" : nothing} aria-invalid=${invalid}
            aria-describedby=${about} @input=${typed}></textarea>`;
      case "choice":
        return field.own ? this.#ownChoice(part) : this.#dropdown(part);
      case "password":
        return this.#password(part);
      case "number":
        return field.slider
          ? html`<div class="framed">
              <input type="range" id=${id} data-field=${path} min=${field.min} max=${field.max} step=${field.step} .value=${live(String(value ?? field.min))}
                ?disabled=${field.disabled} aria-describedby=${about} @input=${typed}>
              <output for=${id} class="number">${value ?? field.min} ${field.suffix ?? ""}</output></div>`
          : this.#framed(field, html`
              <input type="number" id=${id} data-field=${path} inputmode=${field.step === 1 ? "numeric" : "decimal"} min=${field.min ?? nothing}
                max=${field.max ?? nothing} step=${field.step ?? "any"} .value=${live(String(value ?? ""))} ?readonly=${field.disabled}
                aria-required=${field.required ? "true" : nothing} aria-invalid=${invalid} aria-describedby=${about} @input=${typed}>`);
      default:
        return this.#framed(field, html`
          <input type=${TYPES[field.kind] ?? field.type ?? "text"} id=${id} data-field=${path} autocomplete=${field.autocomplete ?? "off"}
            autocapitalize="none" spellcheck="false" step=${stepOf(field, value)} .value=${live(value ?? "")} ?readonly=${field.disabled}
            aria-required=${field.required ? "true" : nothing} aria-invalid=${invalid} aria-describedby=${about} @input=${typed}>`);
    }
  }

  /** @param {Field} field @param {unknown} input */
  #framed({ prefix, suffix }, input) {
    return prefix || suffix
      ? html`<div class="framed">${prefix ? html`<span>${prefix}</span>` : nothing}${input}${suffix ? html`<span>${suffix}</span>` : nothing}</div>`
      : input;
  }

  /** @param {any} part */
  #dropdown({ field, path, id, about, error, value }) {
    return html`
      <select id=${id} data-field=${path} ?disabled=${field.disabled} aria-required=${field.required ? "true" : nothing}
        aria-invalid=${error ? "true" : nothing} aria-describedby=${about}
        @change=${(/** @type {any} */ event) => this.#set(path, event.target.value || undefined)}>
        ${field.required && value !== undefined ? nothing : html`<option value="" .selected=${value === undefined}>${t(field.required ? "integrations.flow.choose" : "integrations.flow.no_choice")}</option>`}
        ${this.#options(field).map((option) => html`<option value=${option.value} .selected=${option.value === value}>${option.label}</option>`)}
      </select>`;
  }

  /** @param {any} part */
  #ownChoice({ field, path, id, about, error, value }) {
    const options = this.#options(field);
    return html`
      <input id=${id} data-field=${path} list="${id}-options" autocomplete="off" .value=${live(value ?? "")} ?readonly=${field.disabled}
        aria-required=${field.required ? "true" : nothing} aria-invalid=${error ? "true" : nothing} aria-describedby=${about}
        @input=${(/** @type {any} */ event) => this.#set(path, event.target.value)}>
      <datalist id="${id}-options">${options.map((option) => html`<option value=${option.value}>${option.label}</option>`)}</datalist>`;
  }

  /** @param {any} part */
  #password({ field, path, id, about, error, value, label }) {
    const open = this.shown.has(path);
    const toggle = () => {
      const shown = new Set(this.shown);
      if (!shown.delete(path)) shown.add(path);
      this.shown = shown;
    };
    return html`
      <div class="framed">
        <input type=${open ? "text" : "password"} id=${id} data-field=${path} autocomplete=${field.autocomplete ?? "off"} autocapitalize="none"
          spellcheck="false" .value=${live(value ?? "")} ?readonly=${field.disabled} aria-required=${field.required ? "true" : nothing}
          aria-invalid=${error ? "true" : nothing} aria-describedby=${about}
          @input=${(/** @type {any} */ event) => this.#set(path, event.target.value)}>
        <button type="button" class="icon" aria-pressed=${open} aria-label=${t("integrations.flow.show_typed", { label })} @click=${toggle}>${icon("eye")}</button>
      </div>`;
  }
}
customElements.define("hk-fields", Fields);

/** Seconds are asked for only where there are some. @param {Field} field @param {any} value */
function stepOf({ kind }, value) {
  if (kind !== "time" && kind !== "datetime") return nothing;
  return /:\d\d:(?!00)/.test(String(value ?? "")) ? 1 : 60;
}

/** @type {Record<string, string>} */
const TYPES = { date: "date", time: "time", datetime: "datetime-local" };
