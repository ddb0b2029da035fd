// @ts-check
/** Why a backup or a restore failed. */

import { has, t } from "./texts.js";

/** What a code of the hub means; sentences of its own stay as they are. @param {string} code */
export function reasonOf(code) {
  const key = `backups.reasons.${code}`;
  if (has(key)) return t(key);
  return /^[a-z_]+$/.test(code) ? t("backups.reasons.unknown_error") : code;
}
