// @ts-check
import { html } from "lit";
import { t } from "../../text/texts.js";
import { Page } from "../../ui/part.js";

class LogPage extends Page {
  render() {
    return html`<h1>${t("system.log.title")}</h1>`;
  }
}
customElements.define("hk-log", LogPage);
