// @ts-check
/** Encryption keys as people type them. */

/** A key as it was typed: small letters, spaces and missing dashes are no mistake. @param {string} typed */
export function readKey(typed) {
  const symbols = typed.toUpperCase().replace(/[\s-]/g, "");
  return /^[A-Z0-9]{28}$/.test(symbols) ? /** @type {string[]} */ (symbols.match(/.{4}/g)).join("-") : typed.trim();
}
