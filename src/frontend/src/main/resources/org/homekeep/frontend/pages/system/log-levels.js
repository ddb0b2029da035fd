// @ts-check
/** How much the parts of the hub write into the log. */

import { html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { Loaded } from "../../hub/live.js";
import { has, t, textsOf } from "../../text/texts.js";
import { Part, say } from "../../ui/part.js";
import { Submission } from "../../ui/submission.js";

/** @type {Record<number, string>} */
const NAMES = { 10: "DEBUG", 20: "INFO", 30: "WARNING", 40: "ERROR", 50: "CRITICAL" };

class LogLevels extends Part {
  submission = new Submission(this);
  levels = new Loaded(this, () => call("logger/log_info"));
  titles = new Loaded(this, () => textsOf("title"));

  /** @param {string} domain @param {string} level */
  #set = async (domain, level) => {
    const set = await this.submission.run(() =>
      call("logger/integration_log_level", { integration: domain, level, persistence: "none" }));
    if (set) say(t("system.levels.set", { name: this.#nameOf(domain) }));
    this.levels.reload();
  };

  /** @param {string} domain */
  #nameOf = (domain) =>
    this.titles.value?.(`component.${domain}.title`) ?? (has(`system.levels.parts.${domain}`) ? t(`system.levels.parts.${domain}`) : domain);

  render() {
    const { value: levels, error } = this.levels;
    const failed = this.submission.error || error?.message;
    return html`
      <details>
        <summary>${t("system.levels.title")}</summary>
        <p class="muted">${t("system.levels.lead")}</p>
        ${failed ? html`<p class="error" role="alert">${failed}</p>` : nothing}
        <ul class="rows">${(levels ?? []).map((/** @type {any} */ one) => html`
          <li><div class="what"><strong>${this.#nameOf(one.domain)}</strong></div>
            <label><span class="unseen">${t("system.levels.of", { name: this.#nameOf(one.domain) })}</span>
              <select @change=${(/** @type {any} */ event) => this.#set(one.domain, event.target.value)}>
                ${Object.entries(NAMES).map(([number, name]) => html`
                  <option value=${name} ?selected=${Number(number) === one.level}>${t(`system.levels.names.${name.toLowerCase()}`)}</option>`)}
              </select></label></li>`)}</ul>
      </details>`;
  }
}
customElements.define("hk-log-levels", LogLevels);
