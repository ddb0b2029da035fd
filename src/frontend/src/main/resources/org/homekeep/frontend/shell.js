// @ts-check
/** The frame around every place: where one can go, whether the hub is there, and what it says in passing. */

import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { html as literally, unsafeStatic } from "lit/static-html.js";
import { call, hub } from "./hub/connection.js";
import { Loaded, Subscribed } from "./hub/live.js";
import { leave } from "./hub/login.js";
import { match, placeOf } from "./routes.js";
import { t } from "./text/texts.js";
import { icon } from "./ui/icons.js";
import { Part, clickedPlace, go, mayLeave } from "./ui/part.js";

const SAID_MS = 6000;

/** @type {[section: string, path: string, sign: string, adminOnly: boolean][]} */
const SECTIONS = [
  ["backups", "/backups", "shield", true],
  ["integrations", "/integrations", "plug", true],
  ["repairs", "/repairs", "wrench", true],
  ["system", "/system", "server", true],
  ["account", "/account", "person", false],
];

class Shell extends Part {
  static properties = {
    path: { state: true },
    place: { state: true },
    said: { state: true },
    trouble: { state: true },
  };

  constructor() {
    super();
    /** Where somebody is going, or is. */
    this.path = "";
    /** What is shown. @type {(NonNullable<ReturnType<typeof match>> & { path: string }) | undefined} */
    this.place = undefined;
    /** @type {{ text: string, tone: string } | undefined} */
    this.said = undefined;
    this.trouble = "";
  }

  user = new Loaded(this, () => call("auth/current_user"));
  issues = new Loaded(this, async () => (await call("repairs/list_issues")).issues.filter((/** @type {any} */ issue) => !issue.ignored));
  changes = new Subscribed(this, "subscribe_events", () => this.issues.reload(), { event_type: "repairs_issue_registry_updated" });

  connectedCallback() {
    super.connectedCallback();
    addEventListener("popstate", this.#back);
    addEventListener("homekeep-go", this.#go);
    addEventListener("homekeep-say", this.#say);
    hub.addEventListener("state", this.#redraw);
    this.addEventListener("click", this.#follow);
    this.#show();
  }

  disconnectedCallback() {
    removeEventListener("popstate", this.#back);
    removeEventListener("homekeep-go", this.#go);
    removeEventListener("homekeep-say", this.#say);
    hub.removeEventListener("state", this.#redraw);
    super.disconnectedCallback();
  }

  #redraw = () => this.requestUpdate();

  /** Links within the page do not load it again. */
  #follow = (/** @type {MouseEvent} */ event) => {
    const path = clickedPlace(event);
    if (!path) return;
    event.preventDefault();
    go(path);
  };

  #go = (/** @type {any} */ { detail: { path, replace } }) => {
    if (replace) history.replaceState(null, "", path);
    else history.pushState(null, "", path);
    this.#show();
  };

  #back = () => {
    if (mayLeave(location.pathname + location.search)) this.#show();
  };

  #show = async () => {
    const path = placeOf(location.pathname);
    if (path !== location.pathname) history.replaceState(null, "", path + location.search);
    const first = this.path === "";
    this.path = path;
    const place = match(path);
    // When it fails, the hub may have been updated, and have other files now.
    const there = !place || await import(`./pages/${place.route.module}.js`).then(() => true, () => false);
    if (this.path !== path) return;
    this.trouble = there ? "" : t("common.part_missing");
    this.place = place && { ...place, path, params: { ...place.params, query: new URLSearchParams(location.search) } };
    await this.updateComplete;
    if (!first) this.#arrive();
  };

  /** Whoever does not see the page change is told by the focus. */
  #arrive() {
    scrollTo(0, 0);
    const main = /** @type {HTMLElement} */ (this.querySelector("main"));
    main.focus({ preventScroll: true });
  }

  #say = (/** @type {any} */ { detail }) => {
    this.said = detail;
    setTimeout(() => this.said === detail && (this.said = undefined), SAID_MS);
  };

  render() {
    const { value: user } = this.user;
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>${t("nav.skip")}</a>
      <header class="bar">
        <a class="brand" href="/backups">${mark}<span>Homekeep</span></a>
        <button type="button" class="quiet small" @click=${leave}>${icon("leave")}<span>${t("nav.log_out")}</span></button>
      </header>
      <nav class="sections" aria-label=${t("nav.label")}>
        ${SECTIONS.filter(([, , , adminOnly]) => !adminOnly || user?.is_admin !== false).map((section) => this.#section(section))}
      </nav>
      ${hub.state === "lost" ? html`<p class="banner" role="status">${t("common.lost")} ${t("start.retrying")}</p>` : nothing}
      <main id="main" tabindex="-1">${this.#content()}</main>
      <div class="said" role="status" aria-live="polite">
        ${this.said ? html`<p class=${this.said.tone}>${icon(this.said.tone === "good" ? "check" : "alert")}${this.said.text}</p>` : nothing}
      </div>`;
  }

  /** @param {typeof SECTIONS[number]} section */
  #section([section, path, sign]) {
    const here = this.place?.route.section === section;
    const issues = section === "repairs" ? (this.issues.value ?? []) : [];
    const count = issues.length;
    const tone = issues.some((/** @type {any} */ issue) => issue.severity !== "warning") ? "" : "wait";
    return html`
      <a href=${path} aria-current=${here ? "page" : nothing}>
        ${icon(sign)}<span>${t(`nav.${section}`)}</span>
        ${count ? html`<span class="badge ${tone}">${count}<span class="unseen"> ${t("nav.issues", { count })}</span></span>` : nothing}
      </a>`;
  }

  #content() {
    if (this.trouble) {
      return html`<h1>${t("common.trouble")}</h1><p>${this.trouble}</p>
        <button type="button" @click=${() => location.reload()}>${t("common.reload")}</button>`;
    }
    if (!this.place) {
      return match(this.path) ? nothing : html`<h1>${t("common.nothing_here")}</h1><p><a href="/backups">${t("common.to_backups")}</a></p>`;
    }
    if (this.#forbidden) return this.#notForYou();
    const tag = unsafeStatic(this.place.route.tag);
    // By where this is, not by where somebody is going: what is shown until then is not made anew.
    return keyed(this.place.path, literally`<${tag} .params=${this.place.params}></${tag}>`);
  }

  /** Whether the hub answers nothing that is asked here. */
  get #forbidden() {
    const section = this.place?.route.section;
    return this.user.value?.is_admin === false && SECTIONS.some(([name, , , adminOnly]) => name === section && adminOnly);
  }

  #notForYou = () => html`
    <h1>${t("nav.not_for_you")}</h1>
    <p>${t("nav.not_for_you_text", { name: this.user.value.name })}</p>
    <p><a class="button quiet" href="/account">${icon("person")}${t("account.title")}</a></p>`;

  updated() {
    // What has a page of its own says its title itself.
    const heading = this.querySelector("main > h1")?.textContent?.trim();
    if (heading) document.title = `${heading} – Homekeep`;
  }

  #skip = (/** @type {Event} */ event) => {
    event.preventDefault();
    event.stopPropagation();
    /** @type {HTMLElement} */ (this.querySelector("main")).focus();
  };
}
customElements.define("hk-shell", Shell);

const mark = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><path d="M16 2 3 12.500V27a3 3 0 0 0 3 3h20a3 3 0 0 0 3-3V12.500z"/><path d="m10.500 18.500 4 4 7.500-8"/></svg>`;
