// @ts-check
/** The encryption key and the text that goes into a drawer. */

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

/** A new key: seven groups of four. */
export const newKey = () =>
  Array.from({ length: GROUPS }, () => Array.from({ length: GROUP }, symbol).join("")).join("-");

/** The address of a text file with the key. */
export function emergencyKit(key) {
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
