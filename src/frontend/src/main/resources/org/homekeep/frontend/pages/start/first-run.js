// @ts-check
/** The first minutes of a hub: its first account, or a backup of another hub; then the home. */

import { css, html, nothing } from "lit";
import { makeFirstUser } from "../../hub/login.js";
import { HubError, loggedIn, redeem, send } from "../../hub/tokens.js";
import { language, t } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";
import { Part, styled } from "../../ui/part.js";
import { Submission } from "../../ui/submission.js";
import { brand } from "./brand.js";
import { field, focusWrong, sent } from "./fields.js";
import "./first-home.js";
import "./first-restore.js";
import { wasRestored } from "./restored.js";

const SIGNS = ["check", "lock", "shield"];

/** @typedef {"looking" | "welcome" | "restore" | "home" | "elsewhere"} Step */

class FirstRun extends Part {
  static properties = { step: { state: true }, wrong: { state: true } };

  submission = new Submission(this);

  constructor() {
    super();
    /** @type {Step} */
    this.step = loggedIn() ? "home" : "looking";
    this.wrong = "";
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.step === "looking") this.#look();
  }

  /** Whoever may not set this hub up is told so before they type anything. */
  async #look() {
    try {
      await send("/api/onboarding/backup/info");
      this.#to("welcome");
    } catch (failure) {
      const { status } = /** @type {HubError} */ (failure);
      if (status === 401) dispatchEvent(new Event("homekeep-begin"));
      else this.#to(status === 403 ? "elsewhere" : "welcome");
    }
  }

  updated() {
    const heading = this.querySelector("h1")?.textContent?.trim();
    document.title = heading ? `${heading} – Homekeep` : "Homekeep";
  }

  /** @param {Step} step */
  async #to(step) {
    const first = this.step === "looking";
    this.step = step;
    await this.updateComplete;
    if (!first) /** @type {HTMLElement | null} */ (this.querySelector("h1"))?.focus();
  }

  #make = async (/** @type {SubmitEvent} */ event) => {
    const { name, username, password, again } = sent(event);
    this.wrong = password === again ? "" : t("start.first.not_the_same");
    if (this.wrong) return focusWrong(this);
    const made = await this.submission.run(async () => {
      await redeem(await makeFirstUser({ name, username: username.trim().toLowerCase(), password, language }));
    });
    return made && this.#to("home");
  };

  render() {
    switch (this.step) {
      case "looking":
        return html`<main class="start" aria-busy="true"><section class="card narrow"><span class="skeleton"></span><span class="skeleton"></span></section></main>`;
      case "home":
        return html`<hk-first-home></hk-first-home>`;
      case "restore":
        return html`<hk-first-restore @leave=${() => this.#to("welcome")}></hk-first-restore>`;
      case "elsewhere":
        return this.#elsewhere();
      default:
        return this.#welcome();
    }
  }

  #welcome() {
    const { error, busy } = this.submission;
    return html`
      <main class="start">
        ${brand}
        <div class="split">
        <section>
          <h1 tabindex="-1">${t("start.first.claim")}<br>${t("start.first.claim_proof")}</h1>
          <p class="lead">${t("start.first.what_for")}</p>
          <ul class="ticks">${SIGNS.map((sign, i) => html`<li>${icon(sign)}<span>${t(`start.first.reason_${i + 1}`)}</span></li>`)}</ul>
        </section>
        <div class="stack">
          <section class="card">
            ${wasRestored() ? html`<div class="note">${icon("info")}<div>${t("start.restore.without_accounts")}</div></div>` : nothing}
            <h2>${t("start.first.title")}</h2>
            <p class="muted">${t("start.first.lead")}</p>
            <form @submit=${this.#make}>
              ${field({ name: "name", label: t("start.first.name"), autocomplete: "name", maxlength: 100 })}
              ${field({ name: "username", label: t("start.login.username"), autocomplete: "username", maxlength: 100, code: true })}
              ${field({ name: "password", type: "password", label: t("start.login.password"), autocomplete: "new-password", minlength: 8,
                hint: t("start.first.password_hint") })}
              ${field({ name: "again", type: "password", label: t("start.first.again"), autocomplete: "new-password", error: this.wrong })}
              ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
              <button type="submit" ?disabled=${busy}>${t("start.first.action")}</button>
            </form>
          </section>
          <section class="card other">
            <h2>${t("start.restore.offer")}</h2>
            <p class="muted">${t("start.restore.offer_lead")}</p>
            <button type="button" class="quiet" @click=${() => this.#to("restore")}>${icon("restore")}${t("start.restore.title")}</button>
          </section>
        </div>
        </div>
      </main>`;
  }

  #elsewhere() {
    return html`
      <main class="start">
        ${brand}
        <section class="card narrow">
          <h1 tabindex="-1">${t("start.elsewhere.title")}</h1>
          <p>${t("start.elsewhere.why")}</p>
          <p>${t("start.elsewhere.what")}</p>
          <ul class="plain-list">
            <li>${t("start.elsewhere.terminal")}</li>
            <li>${t("start.elsewhere.docker")} <code>docker logs</code></li>
            <li>${t("start.elsewhere.service")} <code>journalctl</code></li>
          </ul>
          <p class="muted">${t("start.elsewhere.looks_like")} <code>${location.origin}/setup/…</code></p>
        </section>
      </main>`;
  }
}
customElements.define("hk-first-run", FirstRun);

styled(css`
  .split { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 2rem 4rem; align-items: start; padding-top: 5vh; }
  .start > .brand { margin: 0; }
  .split .lead { margin-top: 1rem; }
  .split h1 { font-size: clamp(1.9rem, 1.3rem + 2.6vw, 3rem); outline: none; }
  .ticks { list-style: none; margin: 1.75rem 0 0; padding: 0; display: grid; gap: 1rem; }
  .ticks li { display: flex; gap: .8rem; align-items: flex-start; }
  .ticks .icon { width: 2rem; height: 2rem; padding: .4rem; border-radius: 50%; color: var(--good); background: color-mix(in srgb, currentcolor 14%, transparent); }
  .plain-list { margin: 0 0 1rem; padding-left: 1.2rem; display: grid; gap: .4rem; }
  .start .narrow.roomy { max-width: 36rem; }
  .other { box-shadow: none; background: transparent; }
  .steps { margin: 0 0 .5rem; color: var(--soft); font-size: .9rem; font-weight: 550; }
  @media (max-width: 52rem) { .split { padding-top: 1rem; } }
`);
