// @ts-check
/** Asks before somebody leaves what is not finished. */

import { t } from "../../text/texts.js";
import { ask } from "../../ui/dialog.js";
import { go } from "../../ui/part.js";

/** @implements {Partial<import("lit").ReactiveController>} */
export class Guard {
  #passing = false;
  #here = "";

  /**
   * @param {import("lit").LitElement} host
   * @param {() => { heading: string, text: string, action: string, cancel?: string } | undefined} question undefined when nothing would be lost
   */
  constructor(host, question) {
    this.question = question;
    host.addController(this);
  }

  hostConnected() {
    this.#here = location.pathname + location.search;
    addEventListener("homekeep-leave", this.#leave);
    addEventListener("beforeunload", this.#unload);
  }

  hostDisconnected() {
    removeEventListener("homekeep-leave", this.#leave);
    removeEventListener("beforeunload", this.#unload);
  }

  /** The next one to go is not asked. */
  release() {
    this.#passing = true;
  }

  #leave = (/** @type {any} */ event) => {
    const { path } = event.detail;
    if (placeIn(path) === placeIn(this.#here)) {
      this.#here = path;
      return;
    }
    if (this.#passing || !this.question()) return;
    event.preventDefault();
    // With the browser's back button the address has changed already; the page has not.
    if (location.pathname !== placeIn(this.#here)) history.pushState(null, "", this.#here);
    this.#ask(path);
  };

  #unload = (/** @type {Event} */ event) => {
    if (!this.#passing && this.question()) event.preventDefault();
  };

  /** @param {string} path */
  async #ask(path) {
    const question = /** @type {any} */ (this.question());
    if (await ask({ danger: true, cancel: t("settings.stay"), ...question })) {
      this.#passing = true;
      go(path);
    }
  }
}

/** @param {string} path */
const placeIn = (path) => path.split("?")[0];
