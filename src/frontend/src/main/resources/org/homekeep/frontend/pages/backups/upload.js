// @ts-check
/** A backup from a file of this device. */

import { css, html, nothing } from "lit";
import { accessToken } from "../../hub/tokens.js";
import { HERE } from "../../text/places.js";
import { hubWords, size, t } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";
import { Part, go, say, styled } from "../../ui/part.js";
import { Pace } from "./model.js";
import { told } from "./progress.js";

styled(css`
  hk-upload { display: block; }
  hk-upload .card { margin-bottom: 1.25rem; }
  hk-upload .line { display: flex; justify-content: space-between; flex-wrap: wrap; gap: .2rem 1rem; margin-bottom: .4rem; }
  hk-upload .line b { min-width: 0; overflow-wrap: anywhere; }
`);

/** Sends a file; the browser tells how far it is for this way of asking alone. */
class Sending {
  request = new XMLHttpRequest();

  /** @param {File} file @param {(bytes: number, total: number) => void} onProgress @returns {Promise<string>} the id of the backup */
  async send(file, onProgress) {
    const { request } = this;
    const token = await accessToken();
    return new Promise((resolve, reject) => {
      request.upload.onprogress = (event) => onProgress(event.loaded, event.total);
      request.onload = () => {
        if (request.status === 201) resolve(JSON.parse(request.responseText).backup_id);
        else hubWords().then((say) => reject(new Error(say(refusal(request)))));
      };
      request.onerror = () => reject(new Error(t("backups.upload.broke_off")));
      request.onabort = () => reject(undefined);
      request.open("POST", `/api/backup/upload?agent_id=${HERE}`);
      request.setRequestHeader("Authorization", `Bearer ${token}`);
      const form = new FormData();
      form.append("file", file, file.name);
      request.send(form);
    });
  }
}

/** @param {XMLHttpRequest} request */
function refusal(request) {
  try {
    // What it is about is said beside it.
    return JSON.parse(request.responseText).message.replace(/^Can't \w+ backup file: /, "");
  } catch {
    return request.responseText || t("common.answered_with", { status: String(request.status) });
  }
}

/** Shows an upload while there is one; `choose()` begins it. */
class Upload extends Part {
  static properties = { file: { state: true }, error: { state: true }, news: { state: true } };

  constructor() {
    super();
    /** @type {File | undefined} */
    this.file = undefined;
    this.error = "";
    this.news = 0;
    this.pace = new Pace();
    /** @type {Sending | undefined} */
    this.sending = undefined;
  }

  /** Who closes the page breaks the upload off; who goes elsewhere on it does not. */
  #guard = (/** @type {Event} */ event) => event.preventDefault();

  /** Lets somebody choose a file. */
  choose() {
    /** @type {HTMLInputElement} */ (this.querySelector("input")).click();
  }

  #chosen = async (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const file = input.files?.[0];
    input.value = "";
    if (!file || this.file) return;
    this.file = file;
    this.error = "";
    this.pace = new Pace();
    this.sending = new Sending();
    addEventListener("beforeunload", this.#guard);
    try {
      const id = await this.sending.send(file, (bytes, total) => {
        this.pace.take(bytes, total);
        this.news++;
      });
      say(t("backups.upload.done"));
      // Who is busy with something else is not taken away from it.
      if (this.isConnected && !document.querySelector("dialog[open]")) go(`/backups/all/${encodeURIComponent(id)}`);
    } catch (failure) {
      this.error = failure ? /** @type {Error} */ (failure).message : "";
      if (this.error && !this.isConnected) say(`${t("backups.upload.failed")} ${this.error}`, "bad");
    } finally {
      this.file = undefined;
      removeEventListener("beforeunload", this.#guard);
    }
  };

  render() {
    return html`
      <input type="file" hidden accept=".tar,application/x-tar" aria-label=${t("backups.upload.action")} @change=${this.#chosen}>
      ${this.error ? html`<div class="note bad" role="alert">${icon("alert")}<div>${t("backups.upload.failed")} ${this.error}</div></div>` : nothing}
      ${this.file ? this.#progress(this.file) : nothing}`;
  }

  /** @param {File} file */
  #progress(file) {
    const { pace } = this;
    return html`
      <section class="card" aria-label=${t("backups.upload.action")}>
        <div class="line"><b>${file.name}</b><span class="number muted">${pace.total === 0 ? size(file.size) : pace.done ? t("backups.upload.checking") : told(pace)}</span></div>
        ${pace.done ? html`<progress aria-label=${file.name}></progress>` : html`<progress max="1" .value=${pace.share} aria-label=${file.name}></progress>`}
        <p class="buttons end"><button type="button" class="quiet small" @click=${() => this.sending?.request.abort()}>${t("common.cancel")}</button></p>
      </section>`;
  }
}
customElements.define("hk-upload", Upload);
