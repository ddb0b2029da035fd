// @ts-check
import { html } from "lit";
import { t } from "../../text/texts.js";
import { Page } from "../../ui/part.js";

class Integrations extends Page {
  render() {
    return html`<h1>${t("nav.integrations")}</h1>`;
  }
}
customElements.define("hk-integrations", Integrations);
