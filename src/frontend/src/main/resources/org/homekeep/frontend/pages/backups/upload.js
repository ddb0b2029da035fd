// @ts-check
/** A backup from a file of this device. */

import { css, html, nothing } from "lit";
import { HubError, accessToken } from "../../hub/tokens.js";
import { ABORTED, sendFile } from "../../hub/upload.js";
import { HERE } from "../../text/places.js";
import { size, t } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";
import { Part, go, say, styled } from "../../ui/part.js";
import { Pace } from "./model.js";
import { told } from "./progress.js";

styled(css`
  hk-upload { display: block; }
  hk-upload .card { margin-bottom: 1.25rem; }
  hk-upload .line { display: flex; justify-content: space-between; flex-wrap: wrap; gap: .2rem 1rem; margin-bottom: .4rem; }
  hk-upload .line b { min-width: 0; overflow-wrap: anywhere; }
  hk-upload .line .number { white-space: normal; font-size: .9rem; }
  hk-upload progress { margin-bottom: .75rem; }
`);

/** The one file that is being sent, wherever on the page somebody is meanwhile. */
class Uploading extends EventTarget {
  /** @type {File | undefined} */
  file;
  /** Why the last one was not taken in. */
  error = "";
  pace = new Pace();
  #stop = new AbortController();

  /** @param {File} file @returns {Promise<string | undefined>} the id of the backup; undefined when it was not taken in */
  async begin(file) {
    this.file = file;
    this.error = "";
    this.pace = new Pace();
    this.#stop = new AbortController();
    this.#tell();
    addEventListener("beforeunload", guard);
    try {
      const how = { token: await accessToken(), signal: this.#stop.signal, onProgress: this.#progress };
      return (await sendFile(`/api/backup/upload?agent_id=${HERE}`, file, how)).backup_id;
    } catch (failure) {
      const { code, status, message } = /** @type {HubError} */ (failure);
      this.error = code === ABORTED ? "" : status ? message : t("backups.upload.broke_off");
      return undefined;
    } finally {
      this.file = undefined;
      removeEventListener("beforeunload", guard);
      this.#tell();
    }
  }

  cancel() {
    this.#stop.abort();
  }

  /** @param {number} bytes @param {number} total */
  #progress = (bytes, total) => {
    this.pace.take(bytes, total);
    this.#tell();
  };

  #tell = () => this.dispatchEvent(new Event("change"));
}

/** Who closes the page breaks the upload off; who goes elsewhere on it does not. @param {Event} event */
const guard = (event) => event.preventDefault();

const uploading = new Uploading();

/** Whether this page sends a file. */
export const isUploading = () => uploading.file !== undefined;

/** Shows an upload while there is one; `choose()` begins it. */
class Upload extends Part {
  connectedCallback() {
    super.connectedCallback();
    uploading.addEventListener("change", this.#redraw);
  }

  disconnectedCallback() {
    uploading.removeEventListener("change", this.#redraw);
    if (!uploading.file) uploading.error = "";
    super.disconnectedCallback();
  }

  #redraw = () => this.requestUpdate();

  /** Lets somebody choose a file. */
  choose() {
    /** @type {HTMLInputElement} */ (this.querySelector("input")).click();
  }

  #chosen = async (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const file = input.files?.[0];
    input.value = "";
    if (!file || uploading.file) return;
    const id = await uploading.begin(file);
    // Somebody may have gone elsewhere meanwhile, and have come back.
    const shown = document.querySelector("hk-upload");
    if (id) {
      say(t("backups.upload.done"));
      // Who is busy with something else is not taken away from it.
      if (shown && !document.querySelector("dialog[open]")) go(`/backups/all/${encodeURIComponent(id)}`);
    } else if (uploading.error && !shown) {
      say(`${t("backups.upload.failed")} ${uploading.error}`, "bad");
      uploading.error = "";
    }
  };

  render() {
    const { error, file } = uploading;
    return html`
      <input type="file" hidden accept=".tar,application/x-tar" aria-label=${t("backups.upload.action")} @change=${this.#chosen}>
      ${error ? html`<div class="note bad" role="alert">${icon("alert")}<div>${t("backups.upload.failed")} ${error}</div></div>` : nothing}
      ${file ? this.#progress(file) : nothing}`;
  }

  /** @param {File} file */
  #progress(file) {
    const { pace } = uploading;
    return html`
      <section class="card" aria-label=${t("backups.upload.action")}>
        <div class="line"><b>${file.name}</b><span class="number muted">${pace.total === 0 ? size(file.size) : pace.done ? t("backups.upload.checking") : told(pace)}</span></div>
        ${pace.done ? html`<progress aria-label=${file.name}></progress>` : html`<progress max="1" .value=${pace.share} aria-label=${file.name}></progress>`}
        <p class="buttons end"><button type="button" class="quiet small" @click=${() => uploading.cancel()}>${t("common.cancel")}</button></p>
      </section>`;
  }
}
customElements.define("hk-upload", Upload);
