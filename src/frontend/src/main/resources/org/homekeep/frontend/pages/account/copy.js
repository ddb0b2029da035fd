// @ts-check
/** Copying, also where the page came without encryption and the browser has no clipboard for it. */

import { t } from "../../text/texts.js";
import { say } from "../../ui/part.js";

/** @param {string} text @param {HTMLElement} shown the element that shows it */
export async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    getSelection()?.selectAllChildren(shown);
    if (!document.execCommand("copy")) {
      say(t("account.copy_yourself"), "bad");
      return;
    }
  }
  say(t("account.copied"));
}
