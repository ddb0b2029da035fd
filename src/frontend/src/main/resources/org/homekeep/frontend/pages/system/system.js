// @ts-check
import { html } from "lit";
import { t } from "../../text/texts.js";
import { Page } from "../../ui/part.js";

class SystemPage extends Page {
  render() {
    return html`<h1>${t("nav.system")}</h1>`;
  }
}
customElements.define("hk-system", SystemPage);
