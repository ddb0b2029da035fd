// @ts-check
/** What all components share. */

import { LitElement } from "lit";

/**
 * A component without a shadow: labels, descriptions and the one stylesheet reach across components, which is what screen readers
 * and forms need.
 */
export class Part extends LitElement {
  createRenderRoot() {
    return this;
  }
}

/**
 * A place of the page. It renders one `<h1>`; what stands in it is the title of the window, too.
 */
export class Page extends Part {
  static properties = { params: { attribute: false } };

  constructor() {
    super();
    /** What the address said: the names in its pattern, and `query`. @type {Record<string, any>} */
    this.params = {};
  }

  updated() {
    const heading = this.querySelector("h1")?.textContent?.trim();
    if (heading) document.title = `${heading} – Homekeep`;
  }
}

const sheets = new Set();

/** Adds the style of a module to the page, once. @param {import("lit").CSSResult} style */
export function styled(style) {
  const sheet = /** @type {CSSStyleSheet} */ (style.styleSheet);
  if (!sheets.has(sheet)) {
    sheets.add(sheet);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
}

/** Whether what is shown lets go: who has something to lose cancels the event, and may go later. @param {string} path */
export const mayLeave = (path) => dispatchEvent(new CustomEvent("homekeep-leave", { detail: { path }, cancelable: true }));

/** Goes to another place of the page. @param {string} path @param {{ replace?: boolean }} [how] */
export const go = (path, { replace = false } = {}) =>
  mayLeave(path) && dispatchEvent(new CustomEvent("homekeep-go", { detail: { path, replace } }));

/**
 * The place of the page that a click leads to: one on a link to it, in this window.
 * @param {MouseEvent} event
 * @returns {string} empty for any other click
 */
export function clickedPlace(event) {
  const link = /** @type {Element} */ (event.target).closest("a[href^='/']");
  if (!link || link.hasAttribute("download") || link.hasAttribute("target")) return "";
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return "";
  return link.getAttribute("href") ?? "";
}

/** Says something short at the edge of the page, also to screen readers. @param {string} text @param {"good" | "bad"} [tone] */
export const say = (text, tone = "good") =>
  dispatchEvent(new CustomEvent("homekeep-say", { detail: { text, tone } }));

/** Gives a file to the browser to save. @param {string} name @param {Blob} content */
export function save(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
