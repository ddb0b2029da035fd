// @ts-check
/** What the home is called and what time it is there: the last step before the backups. */

import { html, nothing } from "lit";
import { call, hub } from "../../hub/connection.js";
import { CLIENT_ID, HubError, post } from "../../hub/tokens.js";
import { language, t } from "../../text/texts.js";
import { Part } from "../../ui/part.js";
import { Submission } from "../../ui/submission.js";
import { brand } from "./brand.js";
import { field, sent } from "./fields.js";
import { forgetRestored } from "./restored.js";
import { zoneField } from "./zones.js";

/** Steps that Home Assistant's page has and that ask nothing here. */
const REST = ["core_config", "analytics", "integration"];

class FirstHome extends Part {
  static properties = { zone: { state: true } };

  submission = new Submission(this);

  constructor() {
    super();
    this.zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  connectedCallback() {
    super.connectedCallback();
    hub.open();
  }

  firstUpdated() {
    document.title = `${t("start.home.title")} – Homekeep`;
  }

  #save = async (/** @type {SubmitEvent} */ event) => {
    const { name } = sent(event);
    const saved = await this.submission.run(async () => {
      await call("config/core/update", { location_name: name.trim(), time_zone: this.zone, language });
      for (const step of REST) await finish(step);
    });
    if (!saved) return;
    forgetRestored();
    history.replaceState(null, "", "/backups/setup");
    dispatchEvent(new Event("homekeep-begin"));
  };

  render() {
    const { error, busy } = this.submission;
    return html`
      <main class="start">${brand}
        <section class="card narrow">
          <p class="steps">${t("start.home.step")}</p>
          <h1 tabindex="-1">${t("start.home.title")}</h1>
          <p class="muted">${t("start.home.lead")}</p>
          <form @submit=${this.#save}>
            ${field({ name: "name", label: t("start.home.name"), value: t("start.home.proposed"), maxlength: 100,
              autocomplete: "off", hint: t("start.home.name_hint") })}
            ${zoneField(this.zone, (zone) => (this.zone = zone))}
            ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
            <button type="submit" ?disabled=${busy}>${t("common.next")}</button>
          </form>
        </section>
      </main>`;
  }
}
customElements.define("hk-first-home", FirstHome);

/** Another tab may have done it. @param {string} step */
async function finish(step) {
  try {
    await post(`/api/onboarding/${step}`, step === "integration" ? { client_id: CLIENT_ID, redirect_uri: CLIENT_ID } : {});
  } catch (failure) {
    if (!(failure instanceof HubError) || failure.status !== 403) throw failure;
  }
}
