// @ts-check
/** A field to type into, with its hint and with what is wrong about it, which belong together for everybody. */

import { html, nothing } from "lit";

/**
 * @typedef {{ name: string, label: string, hint?: unknown, error?: string, type?: string, value?: string, autocomplete?: string,
 *   required?: boolean, minlength?: number, maxlength?: number, inputmode?: string, code?: boolean, autofocus?: boolean }} Field
 * `code` for what is no word of any language: no capital letters, no spelling
 */

/** @param {Field} field */
export function field({ name, label, hint, error, type = "text", value, required = true, code = false, ...more }) {
  const known = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
  return html`
    <div class="field">
      <label for="field-${name}">${label}</label>
      <input id="field-${name}" name=${name} type=${type} ?required=${required} .value=${value ?? ""}
        autocomplete=${more.autocomplete ?? "off"} inputmode=${more.inputmode ?? nothing} ?autofocus=${more.autofocus}
        minlength=${more.minlength ?? nothing} maxlength=${more.maxlength ?? nothing}
        autocapitalize=${code ? "none" : nothing} spellcheck=${code ? "false" : nothing}
        aria-invalid=${error ? "true" : nothing} aria-describedby=${known || nothing}>
      ${hint ? html`<small id="${name}-hint">${hint}</small>` : nothing}
      ${error ? html`<p class="error" id="${name}-error" role="alert">${error}</p>` : nothing}
    </div>`;
}

/** Puts the focus where something is wrong. @param {import("lit").LitElement} part */
export async function focusWrong(part) {
  await part.updateComplete;
  const wrong = /** @type {HTMLInputElement | null} */ (part.querySelector("[aria-invalid=true]"));
  wrong?.focus();
  wrong?.select?.();
}

/** The fields of a form that was sent. @param {SubmitEvent} event @returns {Record<string, any>} */
export function sent(event) {
  event.preventDefault();
  return Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)));
}
