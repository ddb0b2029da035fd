// @ts-check
/** What runs here, where, and how it is. */

import { html, nothing } from "lit";
import { call, hub } from "../../hub/connection.js";
import { Loaded, Subscribed } from "../../hub/live.js";
import { api } from "../../hub/tokens.js";
import { ago, has, size, t, textsOf, when } from "../../text/texts.js";
import { ask } from "../../ui/dialog.js";
import { icon } from "../../ui/icons.js";
import { Page, save, say } from "../../ui/part.js";
import { Submission } from "../../ui/submission.js";
import { HomeDialog } from "./home.js";
import { tabs } from "./tabs.js";

/** What people look for first; everything else is a detail. */
const MAIN = ["homekeep_version", "running_since", "disk_free", "memory_used", "config_dir", "data_dir", "timezone"];

/** What is of no use here: it is said for clients of Home Assistant alone. */
const LEFT_OUT = ["dev", "hassio", "docker", "virtualenv", "installation_type"];
const MEBIBYTE = 1024 * 1024;
const DESCRIPTIONS = ["openapi", "asyncapi"];

class SystemPage extends Page {
  static properties = { ...Page.properties, facts: { state: true } };

  constructor() {
    super();
    /** Domain → name of a fact → what is known of it. @type {Record<string, Record<string, any>> | undefined} */
    this.facts = undefined;
    /** Why the hub does not tell. */
    this.refused = "";
  }

  submission = new Submission(this);
  home = new Loaded(this, () => call("get_config"));
  titles = new Loaded(this, () => textsOf("title"));
  health = new Subscribed(this, "system_health/info", (event) => this.#learn(event), {}, (failure) => this.#refuse(failure));

  /** @param {Error} failure */
  #refuse({ message }) {
    this.refused = message;
    this.requestUpdate();
  }

  /** What the backup manager does at the moment. */
  #doing = "idle";
  backups = new Subscribed(this, "backup/subscribe_events", (event) => (this.#doing = event.manager_state));

  /** @param {any} event */
  #learn(event) {
    if (event.type === "initial") {
      this.facts = Object.fromEntries(Object.entries(event.data).map(([domain, { info }]) => [domain, info]));
    } else if (event.type === "update" && this.facts) {
      const known = event.success ? event.data : { type: "failed", error: event.error?.msg };
      this.facts = { ...this.facts, [event.domain]: { ...this.facts[event.domain], [event.key]: known } };
    }
  }

  #rename = async () => {
    const dialog = new HomeDialog();
    dialog.home = this.home.value;
    if (!(await dialog.ask())) return;
    say(t("system.home.saved"));
    this.home.reload();
  };

  #restart = async () => {
    const warning = { create_backup: "making", restore_backup: "restoring" }[this.#doing];
    let gone = false;
    const listen = () => {
      gone ||= hub.state === "lost";
      if (!gone || hub.state !== "ready") return;
      hub.removeEventListener("state", listen);
      say(t("system.restart.done"));
    };
    hub.addEventListener("state", listen);
    const asked = await ask({
      heading: t("system.restart.title"),
      text: html`${warning ? html`<b>${t(`system.restart.${warning}`)}</b> ` : nothing}${t("system.restart.text")}`,
      action: t("system.restart.begin"),
      danger: Boolean(warning),
      run: () => call("call_service", { domain: "homeassistant", service: "restart" }),
    });
    if (!asked) hub.removeEventListener("state", listen);
    else if (!gone) say(t("system.restart.begun"));
  };

  /** @param {string} name */
  #describe = (name) =>
    this.submission.run(async () => {
      const described = await api(`/api/${name}.json`);
      save(`homekeep-${name}.json`, new Blob([JSON.stringify(described, null, 2)], { type: "application/json" }));
    });

  render() {
    const { facts } = this;
    const { homeassistant: machine = {}, homekeep: itself = {}, ...others } = facts ?? {};
    const own = { ...machine, ...itself };
    const details = Object.keys(own).filter((name) => !MAIN.includes(name) && !LEFT_OUT.includes(name));
    return html`
      <h1>${t("system.title")}</h1>
      ${tabs("/system")}
      <div class="stack">
        ${this.#home()}
        <section class="card">
          <div class="heading"><h2>${t("system.health")}</h2>
            <button type="button" class="quiet small" @click=${this.#restart}>${icon("refresh")}${t("system.restart.begin")}</button></div>
          ${facts ? this.#list(own, MAIN) : this.refused ? html`<p class="error" role="alert">${this.refused}</p>`
            : html`<span class="skeleton"></span><span class="skeleton"></span><span class="skeleton"></span>`}
          ${facts ? html`<details><summary>${t("system.details")}</summary>${this.#list(own, details)}</details>` : nothing}
        </section>
        ${Object.entries(others).map(([domain, info]) => html`
          <section class="card"><h2>${this.titles.value?.(`component.${domain}.title`) ?? domain}</h2>${this.#list(info, Object.keys(info))}</section>`)}
        ${this.#about()}
      </div>`;
  }

  #home() {
    const { value: home, error } = this.home;
    if (error && !home) {
      return html`<div class="note bad">${icon("alert")}<div><p>${error.message}</p>
        <button type="button" class="quiet small" @click=${this.home.reload}>${t("common.retry")}</button></div></div>`;
    }
    return html`
      <section class="card">
        <div class="heading"><h2>${t("system.home.title")}</h2>
          <button type="button" class="quiet small" ?disabled=${!home} @click=${this.#rename}>${icon("edit")}${t("system.home.change")}</button></div>
        ${home ? html`
          <dl class="facts">
            <dt>${t("start.home.name")}</dt><dd>${home.location_name}</dd>
            <dt>${t("start.home.zone")}</dt><dd>${home.time_zone.replaceAll("_", " ")}</dd>
          </dl>` : html`<span class="skeleton"></span>`}
      </section>`;
  }

  /** @param {Record<string, any>} info @param {string[]} names */
  #list(info, names) {
    return html`<dl class="facts">${names.filter((name) => name in info).map((name) => html`
      <dt>${has(`system.facts.${name}`) ? t(`system.facts.${name}`) : name}</dt><dd>${shown(name, info[name])}</dd>`)}</dl>`;
  }

  #about() {
    const { error, busy } = this.submission;
    return html`
      <section class="card">
        <h2>${t("system.about")}</h2>
        <p>${t("system.licence")}</p>
        <p class="muted">${t("system.programs")}</p>
        <div class="buttons">
          ${DESCRIPTIONS.map((name) => html`
            <button type="button" class="quiet small" ?disabled=${busy} @click=${() => this.#describe(name)}>${icon("download")}${t(`system.describe_${name}`)}</button>`)}
          <a class="button quiet small" href=${new URL("../../readme.txt", import.meta.url).pathname} target="_blank">${t("system.readme")}</a>
        </div>
        ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
      </section>`;
  }
}
customElements.define("hk-system", SystemPage);

/** @param {string} name @param {any} value */
function shown(name, value) {
  if (value?.type === "pending") return html`<span class="skeleton" role="status" aria-label=${t("common.loading")}></span>`;
  if (value?.type === "failed") return html`<span class="bad">${icon("alert")} ${t("system.not_known")}</span>`;
  if (value?.type === "date") return html`<span title=${when(value.value)}>${name === "running_since" ? ago(value.value) : when(value.value)}</span>`;
  if (typeof value === "boolean") return t(value ? "system.yes" : "system.no");
  return amount(String(value));
}

/** The hub says how much as "42 of 512 MiB". @param {string} text */
function amount(text) {
  const [, some, all] = /^(\d+)(?: of (\d+))? MiB$/.exec(text) ?? [];
  if (!some) return text;
  return all ? t("system.some_of", { some: size(Number(some) * MEBIBYTE), all: size(Number(all) * MEBIBYTE) }) : size(Number(some) * MEBIBYTE);
}
