// @ts-check
/** The encryption key: how it is shown, kept and read back from paper. */

import { element, withForm } from "./view.js";

/** A key as it was typed: small letters, spaces and missing dashes are no mistake. */
export function readKey(typed) {
  const symbols = typed.toUpperCase().replace(/[\s-]/g, "");
  return /^[A-Z0-9]{28}$/.test(symbols) ? symbols.match(/.{4}/g).join("-") : typed.trim();
}

/** Shows a key, its emergency kit as a file and on paper, and a button. */
export async function showKey(place, call, { key, fingerprint }, label, pressed) {
  const kit = async (format, text, properties) => {
    const asked = `/api/homekeep/backup/emergency_kit?key=${fingerprint}&format=${format}`;
    const { path } = await call({ type: "auth/sign_path", path: asked, expires: 3600 });
    return element("a", { href: path, ...properties }, text);
  };
  const links = [
    await kit("text", "Save the emergency kit", { download: "" }),
    await kit("page", "Print it", { target: "_blank" }),
  ];
  place.replaceChildren(element("section", { className: "card" },
    element("h2", {}, "Your encryption key"),
    element("p", { className: "muted" }, "Without this key nobody can open your backups, not even you. Keep it away from this machine, on paper."),
    element("p", { className: "key" }, element("code", {}, key)),
    element("div", { className: "buttons" }, ...links, element("button", { type: "button", onclick: pressed }, label))));
  links[0].focus();
  place.scrollIntoView({ block: "nearest" });
}

/** Asks whether the key is kept. */
export function askKept(place, call, fingerprint) {
  const form = element("form", { className: "card" },
    element("label", {}, "Is it kept? Type its last four characters",
      element("input", { name: "characters", required: true, autocomplete: "off" })),
    element("p", { className: "error", role: "alert" }),
    element("button", { type: "submit" }, "Confirm"));
  withForm(form, async ({ characters }) => {
    await call({ type: "homekeep/backup/keys/confirm", fingerprint, characters });
    form.textContent = "Confirmed.";
  });
  place.append(form);
}
