// @ts-check
/** Dialogs: the browser's own, which keeps the focus inside and closes with Escape. */

import { html, nothing } from "lit";
import { hub } from "../hub/connection.js";
import { t } from "../text/texts.js";
import { icon } from "./icons.js";
import { Part, clickedPlace, go } from "./part.js";
import { Submission } from "./submission.js";

let count = 0;

/** Those that are shown, the one in front last. @type {Dialog[]} */
const shown = [];

/** The browser's button for going back closes what is in front, as people expect of it, and not the page behind it. */
addEventListener("homekeep-leave", (event) => {
  const front = shown.at(-1);
  if (!front || location.href === front.address) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  history.pushState(null, "", front.address);
  if (front.mayLeave) front.close();
}, { capture: true });

/** Nothing of somebody who is logged out stays on the screen. */
hub.addEventListener("state", () => {
  if (hub.state === "refused" || hub.state === "off") [...shown].reverse().filter((each) => !each.outlives).forEach((each) => each.close());
});

/**
 * A dialog. Subclasses say what is in it (`heading`, `content`, `actions`) and end it with `close(result)`.
 * Made with `new`, shown with `ask()`.
 */
export class Dialog extends Part {
  heading = "";
  /** Whether it needs more room than a question. */
  wide = false;
  submission = new Submission(this);
  #shown = "";
  #id = `dialog-${++count}`;
  /** @type {(result: any) => void} */
  #resolve = () => {};

  /** Where the page was when it was shown. */
  address = "";

  /** What had the focus before it, and gets it back. @type {Element | null} */
  #from = null;

  constructor() {
    super();
    this.addController({ hostUpdated: () => this.#showError() });
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("popstate", this.#back);
  }

  disconnectedCallback() {
    removeEventListener("popstate", this.#back);
    super.disconnectedCallback();
  }

  /** It would stay in front of another place. */
  #back = () => this.mayLeave && this.close();

  /** The same for a link in it, of which the frame of the page does not hear. */
  #follow = (/** @type {MouseEvent} */ event) => {
    const path = clickedPlace(event);
    if (!path) return;
    event.preventDefault();
    if (!this.mayLeave) return;
    this.close();
    go(path);
  };

  /** Shows it. @returns {Promise<any>} what it was closed with; undefined when it was left */
  ask() {
    this.#from = document.activeElement;
    this.address = location.href;
    shown.push(this);
    document.body.append(this);
    return new Promise((resolve) => (this.#resolve = resolve));
  }

  /** @param {any} [result] */
  close(result) {
    if (shown.includes(this)) shown.splice(shown.indexOf(this), 1);
    this.#resolve(result);
    this.remove();
    if (this.#from instanceof HTMLElement && this.#from.isConnected) this.#from.focus({ preventScroll: true });
  }

  /** @returns {unknown} */
  content() {
    return nothing;
  }

  /** @returns {unknown} */
  actions() {
    return nothing;
  }

  /** Whether it may be closed without an answer. */
  get mayLeave() {
    return !this.submission.busy;
  }

  /** Whether it stays when somebody is logged out. */
  get outlives() {
    return false;
  }

  firstUpdated() {
    const dialog = /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
    dialog.showModal();
    /** @type {HTMLElement | null} */ (dialog.querySelector("[autofocus]"))?.focus();
  }

  /** What went wrong is seen, however long the dialog is. */
  #showError() {
    if (this.submission.error === this.#shown) return;
    this.#shown = this.submission.error;
    this.querySelector("#dialog-error")?.scrollIntoView({ block: "nearest" });
    // A button that was pressed and could not be pressed again for a while has lost the focus.
    const pressed = /** @type {HTMLElement | null} */ (this.querySelector("dialog > footer > :last-child"));
    if (this.#shown && !this.contains(document.activeElement)) pressed?.focus({ preventScroll: true });
  }

  render() {
    return html`
      <dialog class=${this.wide ? "wide" : ""} aria-labelledby=${this.#id} @cancel=${this.#cancel} @close=${() => this.close()}
        @click=${this.#follow}>
        <header>
          <h2 id=${this.#id}>${this.heading}</h2>
          <button type="button" class="icon" aria-label=${t("common.close")} ?disabled=${!this.mayLeave} @click=${() => this.close()}>
            ${icon("close")}
          </button>
        </header>
        <div class="content">${this.content()}</div>
        ${this.submission.error ? html`<p class="error" id="dialog-error" role="alert">${this.submission.error}</p>` : nothing}
        <footer class="buttons">${this.actions()}</footer>
      </dialog>`;
  }

  #cancel(/** @type {Event} */ event) {
    if (event.target instanceof HTMLDialogElement && !this.mayLeave) event.preventDefault();
  }
}

class Question extends Dialog {
  /** @type {any} */
  question = {};

  content() {
    return html`<p>${this.question.text}</p>`;
  }

  actions() {
    const { action, danger, cancel } = this.question;
    return html`
      <button type="button" class="quiet" autofocus @click=${() => this.close(false)}>${cancel ?? t("common.cancel")}</button>
      <button type="button" class=${danger ? "danger" : ""} ?disabled=${this.submission.busy} @click=${this.#doIt}>${action}</button>`;
  }

  #doIt = async () => {
    const { run } = this.question;
    if (!run || (await this.submission.run(run))) this.close(true);
  };
}
customElements.define("hk-question", Question);

/**
 * Asks before something that cannot be taken back.
 * @param {{ heading: string, text: unknown, action: string, cancel?: string, danger?: boolean, run?: () => Promise<any> }} question
 *   `run` is done while the dialog is open, which says what went wrong
 * @returns {Promise<boolean>} whether it is to be done, or was
 */
export async function ask(question) {
  const dialog = new Question();
  dialog.heading = question.heading;
  dialog.question = question;
  return (await dialog.ask()) === true;
}
