// @ts-check
/** A config flow, step by step: the form is made from what the hub describes. */

import { api, post } from "./hub.js";
import { element, withForm } from "./view.js";

const FLOWS = "/api/config/config_entries/flow";

/** Starts a flow in a place and calls `done` after it made an entry. */
export async function showFlow(place, handler, done) {
  show(place, await post(FLOWS, { handler }), done);
}

const plain = (key) => {
  const words = key.replaceAll("_", " ").replace(/\bid\b/, "ID");
  return words[0].toUpperCase() + words.slice(1);
};

const WORDS = {
  invalid_credentials: "The key ID or the application key is wrong, or may not use this bucket.",
  invalid_bucket_name: "There is no such bucket, or this key may not use it.",
  restricted_bucket: "This key may only use another bucket: {restricted_bucket_name}.",
  invalid_capability: "This key may not do all that is needed. Missing: {missing_capabilities}.",
  invalid_prefix: "This key only allows prefixes that start with {allowed_prefix}.",
  bad_request: "The service refused: {error_message}",
  cannot_connect: "The service cannot be reached.",
  unknown: "Something unexpected happened; the log knows more.",
  already_configured: "This is set up already.",
};

const words = (key, placeholders) =>
  (WORDS[key] ?? plain(key)).replace(/\{(\w+)\}/g, (all, name) => placeholders?.[name] ?? all);

function field(description, error, step) {
  const secret = description.selector?.text?.type === "password";
  const suggested = description.description?.suggested_value ?? description.default ?? "";
  const input = element("input", {
    name: description.name,
    type: secret ? "password" : "text",
    required: description.required === true,
    value: suggested,
    autocomplete: "off",
    spellcheck: false,
    ariaInvalid: error ? "true" : null,
  });
  const hint = error ? [element("span", { className: "error" }, words(error, step.description_placeholders))] : [];
  const optional = description.required ? [] : [element("small", {}, " (optional)")];
  return element("label", {}, element("span", {}, plain(description.name), ...optional), input, ...hint);
}

function show(place, step, done) {
  if (step.type === "create_entry") {
    place.replaceChildren();
    done();
    return;
  }
  if (step.type !== "form") {
    place.replaceChildren(element("p", { className: "error" }, words(step.reason ?? step.type, step.description_placeholders)));
    return;
  }
  const path = `${FLOWS}/${step.flow_id}`;
  const errors = step.errors ?? {};
  const cancel = element("button", { type: "button", className: "quiet" }, "Cancel");
  cancel.onclick = () => {
    place.replaceChildren();
    api(path, { method: "DELETE" }).catch(() => {});
  };
  const form = element("form", {},
    ...step.data_schema.map((description) => field(description, errors[description.name], step)),
    element("p", { className: "error", role: "alert" }, errors.base ? words(errors.base, step.description_placeholders) : ""),
    element("div", { className: "buttons" }, element("button", { type: "submit" }, "Add"), cancel));
  place.replaceChildren(form);
  withForm(form, async (fields) => show(place, await post(path, fields), done));
}
