// @ts-check
/** What could not be loaded. */

import { html } from "lit";
import { t } from "../text/texts.js";
import { icon } from "./icons.js";

/** Says why, and offers to try again. @param {Error} error @param {() => void} again */
export const failure = (error, again) => html`
  <div class="note bad" role="alert">${icon("alert")}<div>
    <p>${error.message}</p>
    <button type="button" class="quiet small" @click=${again}>${t("common.retry")}</button>
  </div></div>`;
