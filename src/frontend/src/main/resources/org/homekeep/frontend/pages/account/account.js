// @ts-check
import { html } from "lit";
import { t } from "../../text/texts.js";
import { Page } from "../../ui/part.js";

class AccountPage extends Page {
  render() {
    return html`<h1>${t("nav.account")}</h1>`;
  }
}
customElements.define("hk-account", AccountPage);
