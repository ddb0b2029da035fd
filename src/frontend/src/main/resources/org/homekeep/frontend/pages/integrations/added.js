// @ts-check
/** What stands in the dialog when something was added: that backups can go there now, and whether they shall. */

import { html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { Loaded } from "../../hub/live.js";
import { t } from "../../text/texts.js";
import { icon } from "../../ui/icons.js";
import { Part } from "../../ui/part.js";
import { Submission } from "../../ui/submission.js";

/** Says that automatic backups go to other locations than before. */
export const LOCATIONS = "homekeep-locations";

class Added extends Part {
  static properties = { name: { attribute: false }, heading: { attribute: false }, entry: { attribute: false }, known: { attribute: false } };

  submission = new Submission(this);

  constructor() {
    super();
    /** The name of what was added. */
    this.name = "";
    /** What is said instead of that it is set up. */
    this.heading = "";
    /** @type {any} */
    this.entry = undefined;
    /** The locations that there were before it. @type {string[]} */
    this.known = [];
    this.used = false;
  }

  backups = new Loaded(this, async () => {
    const [{ agents }, { config }] = await Promise.all([call("backup/agents/info"), call("backup/config/info")]);
    const added = agents.map((/** @type {any} */ agent) => agent.agent_id)
      .filter((/** @type {string} */ id) => id.startsWith(`${this.entry?.domain}.`) && !this.known.includes(id));
    return { added, config };
  });

  #use = () =>
    this.submission.run(async () => {
      const { added, config } = /** @type {any} */ (this.backups.value);
      const now = new Set([...config.create_backup.agent_ids, ...added]);
      await call("backup/config/update", { create_backup: { agent_ids: [...now] } });
      this.used = true;
      dispatchEvent(new Event(LOCATIONS));
    });

  render() {
    const bad = this.entry && !["loaded", "setup_in_progress"].includes(this.entry.state);
    return html`
      <div class="state">
        <span class="round ${bad ? "wait" : "good"}">${icon(bad ? "alert" : "check")}</span>
        <div role="status">
          <h3>${this.heading || t("integrations.added.done", { name: this.name })}</h3>
          ${bad ? html`<p>${this.entry.reason ? `${this.entry.reason} ` : nothing}${t(`integrations.trouble.${this.entry.state}`)}</p>` : this.#backups()}
        </div>
      </div>`;
  }

  #backups() {
    const { value, error } = this.backups;
    if (error) return html`<p class="error">${error.message}</p>`;
    if (!value) return html`<span class="skeleton"></span>`;
    if (value.added.length === 0) return nothing;
    const { config, added } = value;
    const automatic = config.automatic_backups_configured;
    const used = this.used || added.every((/** @type {string} */ id) => config.create_backup.agent_ids.includes(id));
    return html`
      <p>${t("integrations.added.location")}</p>
      ${automatic && used ? html`<p>${t("integrations.added.automatic")}</p>` : nothing}
      ${automatic && !used
        ? html`<p>${t("integrations.added.not_automatic")}</p>
            <button type="button" ?disabled=${this.submission.busy} @click=${this.#use}>${t("integrations.added.use")}</button>`
        : nothing}
      ${automatic ? nothing : html`<p><a href="/backups/setup">${t("integrations.added.set_up")}</a></p>`}
      ${this.submission.error ? html`<p class="error" role="alert">${this.submission.error}</p>` : nothing}`;
  }
}
customElements.define("hk-added", Added);
