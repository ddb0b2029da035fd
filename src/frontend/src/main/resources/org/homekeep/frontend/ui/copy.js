// @ts-check
/** Copying, also where the page came without encryption and the browser has no clipboard for it. */

import { t } from "../text/texts.js";
import { say } from "./part.js";

/** @param {string} text @param {Element} shown the element that shows it @param {string} [done] what is said then */
export async function copy(text, shown, done = t("account.copied")) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    getSelection()?.selectAllChildren(shown);
    if (!document.execCommand("copy")) {
      say(t("account.copy_yourself"), "bad");
      return;
    }
  }
  say(done);
}
