// @ts-check
import { html } from "lit";
import { t } from "../../text/texts.js";
import { Page } from "../../ui/part.js";

class UsersPage extends Page {
  render() {
    return html`<h1>${t("system.users.title")}</h1>`;
  }
}
customElements.define("hk-users", UsersPage);
