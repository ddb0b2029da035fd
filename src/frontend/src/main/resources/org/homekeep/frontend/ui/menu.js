// @ts-check
/** A button that opens a short list of actions. */

import { html, nothing } from "lit";
import { t } from "../text/texts.js";
import { icon } from "./icons.js";
import { Part } from "./part.js";

/** The height of what may stand at the lower edge of a telephone. */
const BAR = 72;

/** @typedef {{ label: string, icon?: string, danger?: boolean, disabled?: boolean, run: () => void }} Action */

class Menu extends Part {
  static properties = { actions: { attribute: false }, label: {}, open: { state: true }, up: { state: true } };

  constructor() {
    super();
    /** @type {Action[]} */
    this.actions = [];
    this.label = "";
    this.open = false;
    /** Whether there is no room below. */
    this.up = false;
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("pointerdown", this.#outside);
  }

  disconnectedCallback() {
    document.removeEventListener("pointerdown", this.#outside);
    super.disconnectedCallback();
  }

  #outside = (/** @type {Event} */ event) => {
    if (!event.composedPath().includes(this)) this.open = false;
  };

  #show = async () => {
    this.up = false;
    this.open = !this.open;
    await this.updateComplete;
    const list = this.querySelector("[role=menu]")?.getBoundingClientRect();
    const { top } = this.getBoundingClientRect();
    this.up = list !== undefined && list.bottom > innerHeight - BAR && top > list.height;
    await this.updateComplete;
    this.#items()[0]?.focus();
  };

  #items = () => /** @type {HTMLButtonElement[]} */ ([...this.querySelectorAll("[role=menuitem]:not(:disabled)")]);

  #key = (/** @type {KeyboardEvent} */ event) => {
    if (!this.open) return;
    const items = this.#items();
    const at = items.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items[(to + items.length) % items.length]?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.stopPropagation();
      this.open = false;
      if (event.key === "Escape") this.querySelector("button")?.focus();
    }
  };

  /** @param {Action} action */
  #run(action) {
    this.open = false;
    this.querySelector("button")?.focus();
    action.run();
  }

  render() {
    return html`
      <div class="menu ${this.up ? "up" : ""}" @keydown=${this.#key}>
        <button type="button" class="icon" aria-haspopup="menu" aria-expanded=${this.open} aria-label=${this.label || t("common.more")}
          @click=${this.#show}>${icon("more")}</button>
        ${this.open
          ? html`<div role="menu" aria-label=${this.label || t("common.more")}>${this.actions.map((action) => html`
              <button type="button" role="menuitem" tabindex="-1" class=${action.danger ? "danger" : ""} ?disabled=${action.disabled}
                @click=${() => this.#run(action)}>${action.icon ? icon(action.icon) : nothing}${action.label}</button>`)}</div>`
          : nothing}
      </div>`;
  }
}
customElements.define("hk-menu", Menu);
