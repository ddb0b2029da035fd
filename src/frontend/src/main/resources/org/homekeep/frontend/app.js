// @ts-check
/** The start of the page: its texts first, then whatever the hub is ready for. */

import { html, nothing } from "lit";
import { call, hub } from "./hub/connection.js";
import { onboarding } from "./hub/login.js";
import { HubError, loggedIn, sentences } from "./hub/tokens.js";
import "./shell.js";
import { hubWords, loadTexts, t } from "./text/texts.js";
import { Part } from "./ui/part.js";

const RETRY_MS = 3000;

/** @typedef {"waiting" | "first" | "login" | "home"} View */

class App extends Part {
  static properties = { view: { state: true }, trouble: { state: true } };

  constructor() {
    super();
    /** @type {View} */
    this.view = "waiting";
    this.trouble = "";
  }

  connectedCallback() {
    super.connectedCallback();
    hub.addEventListener("state", () => hub.state === "refused" && this.begin());
    addEventListener("homekeep-begin", () => this.begin());
    this.begin();
  }

  /** Looks what there is to show: to somebody new, to somebody who is not logged in, or to the owner of the house. */
  async begin() {
    const authorizing = location.pathname === "/auth/authorize";
    if (loggedIn() && !authorizing) {
      hub.open();
      this.view = "home";
      // Nobody waits for it, and the next visit looks again.
      this.finish().catch(() => {});
      return;
    }
    try {
      const done = await onboarding().catch(noneAnyMore);
      this.trouble = "";
      await import(`./pages/start/${done.user ? "login" : "first-run"}.js`);
      this.view = done.user ? "login" : "first";
    } catch (failure) {
      // What is no answer of the hub is a file that is missing: the hub may have been updated, and have others now.
      this.trouble = failure instanceof HubError ? failure.message : t("common.part_missing");
      setTimeout(() => this.begin(), RETRY_MS);
    }
  }

  /** Somebody may have made the first account, and closed the browser before the home had a name. */
  async finish() {
    const { core_config: done } = await onboarding();
    if (done !== false || !(await call("auth/current_user")).is_owner) return;
    await import("./pages/start/first-run.js");
    if (this.view === "home") this.view = "first";
  }

  render() {
    switch (this.view) {
      case "home":
        return html`<hk-shell></hk-shell>`;
      case "login":
        return html`<hk-login></hk-login>`;
      case "first":
        return html`<hk-first-run></hk-first-run>`;
      default:
        return html`<main class="waiting" role="status">${this.trouble ? html`<p>${this.trouble}</p><p class="muted">${t("start.retrying")}</p>` : nothing}</main>`;
    }
  }
}

/** A hub that is set up may have no such path any more. @param {unknown} failure */
function noneAnyMore(failure) {
  if (failure instanceof HubError && failure.status === 404) return { user: true };
  throw failure;
}

/** There is no page without its texts; until they are there, it has the words that came with it. */
async function texts() {
  for (;;) {
    try {
      return await loadTexts();
    } catch {
      const said = document.createElement("p");
      said.className = "waiting";
      said.textContent = sentences.noAnswer;
      document.body.replaceChildren(said);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

async function start() {
  await texts();
  sentences.noAnswer = t("common.no_answer");
  sentences.status = (status) => t("common.answered_with", { status: String(status) });
  sentences.logIn = t("common.log_in_again");
  sentences.lost = t("common.lost");
  sentences.said = async (error) => (await hubWords())(error);
  customElements.define("hk-app", App);
  document.body.replaceChildren(document.createElement("hk-app"));
}

start();
