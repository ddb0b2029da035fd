// @ts-check
/** The encryption key: how it is made, shown, kept in a drawer and read back from paper. */

import { element } from "./view.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const GROUPS = 7;
const GROUP = 4;

/** A letter or digit, each as likely as every other: bytes that would favour some are thrown away. */
function symbol() {
  const end = 256 - (256 % ALPHABET.length);
  let byte;
  do {
    [byte] = crypto.getRandomValues(new Uint8Array(1));
  } while (byte >= end);
  return ALPHABET[byte % ALPHABET.length];
}

const grouped = (symbols) => symbols.match(/.{4}/g).join("-");

/** A new key: seven groups of four. */
export const newKey = () => grouped(Array.from({ length: GROUPS * GROUP }, symbol).join(""));

/** A key as it was typed: small letters, spaces and missing dashes are no mistake. */
export function readKey(typed) {
  const symbols = typed.toUpperCase().replace(/[\s-]/g, "");
  return /^[A-Z0-9]{28}$/.test(symbols) ? grouped(symbols) : typed.trim();
}

/** The address of a text file with the key. */
function emergencyKit(key) {
  const text = [
    "Homekeep emergency kit",
    "",
    "This is the encryption key of your backups. Without it they cannot be restored.",
    "",
    `Date: ${new Date().toLocaleString()}`,
    `Address: ${location.origin}`,
    "",
    "Encryption key:",
    key,
    "",
  ].join("\n");
  return `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`;
}

/** Shows a key with its emergency kit and a button. */
export function showKey(place, key, label, pressed) {
  const kit = element("a", { download: "homekeep-emergency-kit.txt", href: emergencyKit(key) }, "Save the emergency kit");
  const button = element("button", { type: "button", onclick: pressed }, label);
  place.replaceChildren(element("section", { className: "card" },
    element("h2", {}, "Your encryption key"),
    element("p", { className: "muted" }, "Without this key nobody can open your backups, not even you. Keep it away from this machine, on paper."),
    element("p", { className: "key" }, element("code", {}, key)),
    element("div", { className: "buttons" }, kit, button)));
  kit.focus();
  place.scrollIntoView({ block: "nearest" });
}
