// @ts-check
import { html } from "lit";
import { t } from "../../text/texts.js";
import { Page } from "../../ui/part.js";

class Repairs extends Page {
  render() {
    return html`<h1>${t("nav.repairs")}</h1>`;
  }
}
customElements.define("hk-repairs", Repairs);
