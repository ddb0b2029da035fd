// @ts-check
/** What the home is called and what time it is there, once it is set up. */

import { html } from "lit";
import { call } from "../../hub/connection.js";
import { t } from "../../text/texts.js";
import { Dialog } from "../../ui/dialog.js";
import { field, sent } from "../start/fields.js";
import { zoneField } from "../start/zones.js";

export class HomeDialog extends Dialog {
  heading = t("system.home.title");
  /** @type {any} */
  home = undefined;
  zone = "";

  #save = async (/** @type {SubmitEvent} */ event) => {
    const { name, zone } = sent(event);
    const saved = await this.submission.run(() => call("config/core/update", { location_name: name.trim(), time_zone: zone }));
    if (saved) this.close(true);
  };

  content() {
    return html`
      <form id="home-form" @submit=${this.#save}>
        ${field({ name: "name", label: t("start.home.name"), value: this.home.location_name, maxlength: 100, autofocus: true })}
        ${zoneField(this.zone || this.home.time_zone, (zone) => {
          this.zone = zone;
          this.requestUpdate();
        })}
      </form>`;
  }

  actions() {
    return html`
      <button type="button" class="quiet" @click=${() => this.close()}>${t("common.cancel")}</button>
      <button type="submit" form="home-form" ?disabled=${this.submission.busy}>${t("common.save")}</button>`;
  }
}
customElements.define("hk-home-dialog", HomeDialog);
