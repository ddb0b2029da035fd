// @ts-check
import { html } from "lit";
import { t } from "../../text/texts.js";
import { Page } from "../../ui/part.js";

class LocationPage extends Page {
  render() {
    return html`<h1>${t("settings.location.title")}</h1>`;
  }
}
customElements.define("hk-backup-location", LocationPage);
