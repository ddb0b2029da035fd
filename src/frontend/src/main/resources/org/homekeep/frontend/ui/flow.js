// @ts-check
/** The dialog of any flow of an integration: each step is made of what the hub says of it and of the integration's own texts. */

import { css, html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { hub } from "../hub/connection.js";
import { HubError } from "../hub/tokens.js";
import { t } from "../text/texts.js";
import { Dialog } from "./dialog.js";
import { fieldsOf } from "./fields.js";
import { description, externalStep, menuStep, progressStep } from "./flow-steps.js";
import { FlowTexts } from "./flow-texts.js";
import { following } from "./flows.js";
import "./form.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { styled } from "./part.js";

const LOOK_MS = 5000;

styled(css`
  hk-flow .choices { display: grid; gap: .6rem; margin: 0; padding: 0; list-style: none; }
  hk-flow .choices button { width: 100%; justify-content: space-between; text-align: left; padding: .75rem 1rem; }
  hk-flow .choices small { display: block; color: var(--soft); font-weight: 400; }
  hk-flow .picture { display: block; max-width: 100%; padding: .5rem; background: #fff; border-radius: 8px; }
  hk-flow .content ul:not(.choices), hk-flow .content ol { padding-left: 1.3rem; }
  hk-flow .content { display: grid; gap: 1rem; }
  hk-flow .content > .note, hk-flow .content > p, hk-flow .content .note p { margin: 0; }
`);

/**
 * @typedef {{
 *   kind: Kind, body?: any, flow?: string, heading: string, placeholders?: Record<string, string> | null,
 *   done?: (step: any) => unknown
 * }} Request `flow` is one that is open already; `done` says what is shown when it has made something, before the dialog is closed
 *
 * @typedef {{ made: boolean, text: string, step: any }} Result
 * @typedef {import("./flows.js").Kind} Kind
 */

class FlowDialog extends Dialog {
  static properties = { step: { state: true }, failure: { state: true }, share: { state: true }, errors: { state: true } };

  /** @type {Request} */
  request = /** @type {any} */ ({});

  constructor() {
    super();
    /** @type {any} */
    this.step = undefined;
    /** Why there is no step to show. */
    this.failure = "";
    /** How much of what takes a while is done. @type {number | undefined} */
    this.share = undefined;
    /** @type {Record<string, string>} */
    this.errors = {};
    /** @type {Kind} */
    this.kind = /** @type {any} */ (undefined);
    /** The flow that ends with this dialog. @type {string | undefined} */
    this.own = undefined;
    /** @type {(() => void)[]} */
    this.leaving = [];
    /** @type {import("./fields.js").Field[]} */
    this.fields = [];
    /** How many forms were shown; one that comes back with errors keeps what was typed. */
    this.turn = 0;
    this.over = false;
    /** The words of its steps; there before any of them. @type {FlowTexts} */
    this.texts = /** @type {any} */ (undefined);
  }

  connectedCallback() {
    super.connectedCallback();
    const told = (/** @type {any} */ event) => event.data.flow_id === this.step?.flow_id;
    const moved = (/** @type {any} */ event) => told(event) && this.#look();
    const progressed = (/** @type {any} */ event) => told(event) && (this.share = event.data.progress);
    const timer = setInterval(() => this.#waiting() && this.#look(), LOOK_MS);
    const back = () => hub.state === "ready" && this.#waiting() && this.#look();
    hub.addEventListener("state", back);
    this.leaving = [
      hub.subscribe("subscribe_events", { event_type: "data_entry_flow_progressed" }, moved),
      hub.subscribe("subscribe_events", { event_type: "data_entry_flow_progress_update" }, progressed),
      () => clearInterval(timer),
      () => hub.removeEventListener("state", back),
    ];
    this.#begin();
  }

  disconnectedCallback() {
    this.leaving.forEach((leave) => leave());
    if (this.own) this.kind.line.end(this.own).catch(() => {});
    this.own = undefined;
    super.disconnectedCallback();
  }

  /** What is typed is worth less than not to be locked in while a service does not answer. */
  get mayLeave() {
    return true;
  }

  /** Whether the hub goes on by itself. */
  #waiting = () => this.step?.type === "progress" || this.step?.type === "external";

  #begin = async () => {
    this.kind = this.request.kind;
    this.failure = "";
    this.submission.error = "";
    this.step = undefined;
    this.over = false;
    const { flow, body } = this.request;
    try {
      this.texts = await FlowTexts.load(this.kind, this.request.placeholders);
      const step = await (flow ? this.kind.line.look(flow) : this.kind.line.start(body ?? {}));
      if (!flow) this.own = step.flow_id;
      await this.#show(step);
    } catch (failure) {
      const { status, message } = /** @type {HubError} */ (failure);
      this.failure = flow && status === 404 ? t("integrations.flow.over") : message;
    }
  };

  #look = async () => {
    const { flow_id } = this.step;
    try {
      const step = await this.kind.line.look(flow_id);
      if (this.step.flow_id === flow_id && this.#waiting() && !(step.type === this.step.type && step.step_id === this.step.step_id)) await this.#show(step);
    } catch (failure) {
      // Whatever else it is, it looks again in a moment.
      if (/** @type {HubError} */ (failure).status === 404) this.#end();
    }
  };

  #end() {
    this.over = true;
    this.own = undefined;
    this.submission.error = t("integrations.flow.over");
    this.requestUpdate();
  }

  /** @param {any} step */
  async #show(step) {
    const ended = step.type === "abort" || step.type === "create_entry";
    if (ended) this.own = undefined;
    if (!this.isConnected) {
      if (!ended && !this.request.flow) this.kind.line.end(step.flow_id).catch(() => {});
      return;
    }
    const again = step.errors && Object.keys(step.errors).length > 0 && step.step_id === this.step?.step_id && step.flow_id === this.step?.flow_id;
    this.share = undefined;
    this.step = step;
    this.fields = fieldsOf(step.data_schema ?? []);
    this.turn += again ? 0 : 1;
    this.errors = Object.fromEntries(Object.entries(step.errors ?? {}).map(([name, key]) => [name, this.texts.error(step, key)]));
    if (ended && (await this.#conclude(step))) return;
    await this.updateComplete;
    this.#focus();
  }

  /** @param {any} step @returns {Promise<boolean>} whether the dialog is over or goes on elsewhere */
  async #conclude(step) {
    const kind = step.next_flow && following(step.next_flow, this.kind, step);
    // What was made stays made, also when what was to follow is over.
    const next = kind && (await Promise.all([FlowTexts.load(kind, this.request.placeholders), kind.line.look(step.next_flow[1])]).catch(() => undefined));
    if (next) {
      const [texts, first] = next;
      this.own = step.next_flow[1];
      this.kind = kind;
      this.texts = texts;
      await this.#show(first);
      return true;
    }
    const made = step.type === "create_entry" || step.reason.endsWith("_successful");
    if (!made || (step.type === "create_entry" && this.request.done)) return false;
    const text = step.type === "abort" ? this.texts.reason(step) : (this.texts.in(step, `create_entry.${step.description ?? "default"}`) ?? "");
    this.close({ made, text, step });
    return true;
  }

  #focus() {
    const content = this.querySelector(".content");
    const first = content?.querySelector("[aria-invalid=true]") ?? content?.querySelector("input:not([readonly]):not(:disabled), select, textarea")
      ?? content?.querySelector("a.button, .choices button") ?? this.querySelector("footer button:last-of-type");
    /** @type {HTMLElement | null | undefined} */ (first)?.focus();
  }

  #submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const fields = /** @type {any} */ (this.querySelector("hk-fields"));
    const data = fields ? fields.read() : {};
    if (data) return this.#send(data);
    return fields.updateComplete.then(() => this.#focus());
  };

  /** @param {any} data */
  #send = (data) =>
    this.submission.run(async () => {
      const { flow_id } = this.step;
      this.errors = {};
      try {
        await this.#show(await this.kind.line.submit(flow_id, data));
      } catch (failure) {
        const { status, body } = /** @type {HubError} */ (failure);
        if (status === 404) {
          this.over = true;
          throw new HubError(t("integrations.flow.over"));
        }
        if (!body?.errors) throw failure;
        this.#refuse(body.errors);
      }
    });

  /** What the hub says of what was typed. @param {Record<string, any>} errors */
  #refuse(errors) {
    const all = Object.entries(errors).flatMap(([name, said]) => {
      const inner = typeof said === "string" && said.startsWith("{") ? JSON.parse(said) : undefined;
      return inner ? Object.entries(inner).map(([field, text]) => [`${name}.${field}`, String(text)]) : [[name, [said].flat().join(" ")]];
    });
    this.errors = Object.fromEntries(all);
    this.updateComplete.then(() => this.#focus());
  }

  /** What was made stays made when the dialog is left by its cross. @param {any} [result] */
  close(result) {
    super.close(result ?? (this.step?.type === "create_entry" ? { made: true, text: "", step: this.step } : undefined));
  }

  render() {
    this.heading = (this.step && this.texts.about(this.step, "title")) || this.request.heading;
    return super.render();
  }

  content() {
    if (this.failure) return html`<p class="error" role="alert">${this.failure}</p>`;
    switch (this.step?.type) {
      case undefined:
        return html`<div role="status"><span class="unseen">${t("common.loading")}</span><span class="skeleton"></span><span class="skeleton"></span></div>`;
      case "form":
        return this.#form();
      case "menu":
        return menuStep(this.texts, this.step, this.submission.busy || this.over, (id) => this.#send({ next_step_id: id }));
      case "progress":
        return progressStep(this.texts, this.step, this.share);
      case "external":
        return externalStep(this.texts, this.step);
      case "abort":
        return html`<div class="note wait" role="status">${icon("info")}<div>${markdown(this.texts.reason(this.step))}</div></div>`;
      default:
        return this.request.done?.(this.step);
    }
  }

  #form() {
    const { fields } = this;
    const placed = (/** @type {string} */ name) => name !== "base" && fields.some((field) => name.split(".")[0] === field.name || field.fields?.some((inner) => inner.name === name));
    const general = Object.entries(this.errors).filter(([name]) => !placed(name)).map(([, text]) => text);
    const some = fields.some((field) => field.required) && fields.some((field) => !field.required && field.kind !== "constant");
    return html`
      ${description(this.texts, this.step)}
      ${general.length > 0 ? html`<div class="note bad" role="alert">${icon("alert")}<div>${general.map((text) => markdown(text))}</div></div>` : nothing}
      <form id="flow-form" novalidate @submit=${this.#submit}>
        ${fields.length > 0
          ? keyed(this.turn, html`<hk-fields .fields=${this.fields} .words=${this.texts.words(this.step)} .errors=${this.errors}></hk-fields>`)
          : nothing}
        ${some ? html`<small class="muted">${t("integrations.flow.required")}</small>` : nothing}
      </form>`;
  }

  actions() {
    const again = html`<button type="button" @click=${this.#begin}>${t(this.over ? "integrations.flow.again" : "common.retry")}</button>`;
    const cancel = html`<button type="button" class="quiet" @click=${() => this.close()}>${t("common.cancel")}</button>`;
    if (this.failure || this.over) return this.request.flow ? cancel : html`${cancel}${again}`;
    if (this.step?.type === "abort") return html`<button type="button" @click=${() => this.close()}>${t("common.close")}</button>`;
    if (this.step?.type === "create_entry") {
      return html`<button type="button" class="quiet" @click=${() => this.close()}>${t("common.done")}</button>`;
    }
    if (this.step?.type !== "form") return cancel;
    const action = this.texts.about(this.step, "submit") ?? t(this.step.last_step === false ? "common.next" : "integrations.flow.submit");
    return html`${cancel}<button type="submit" form="flow-form" ?disabled=${this.submission.busy}>${this.submission.busy ? t("integrations.flow.sending") : action}</button>`;
  }
}
customElements.define("hk-flow", FlowDialog);

/**
 * Leads a person through a flow.
 * @param {Request} request
 * @returns {Promise<Result | undefined>} what came of it; undefined when it was left, or made nothing
 */
export async function runFlow(request) {
  const dialog = new FlowDialog();
  dialog.request = request;
  dialog.heading = request.heading;
  return dialog.ask();
}
