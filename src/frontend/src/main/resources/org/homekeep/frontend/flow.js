// @ts-check
/** A config flow, step by step: the form is made from what the hub describes, in the hub's words. */

import { api, post } from "./hub.js";
import { element, withForm } from "./view.js";

const FLOWS = "/api/config/config_entries/flow";

/**
 * Starts a flow in a place and calls `done` after it made or mended an entry.
 *
 * @param {{handler: string, entry_id?: string}} request `entry_id` of an entry that is to be mended
 */
export async function showFlow(place, socket, request, done) {
  const integration = [request.handler];
  const command = { type: "frontend/get_translations", language: "en", category: "config", integration };
  const { resources } = await socket.call(command);
  const words = (key, placeholders) =>
    resources[`component.${request.handler}.config.${key}`]
      ?.replace(/\{(\w+)\}/g, (all, name) => placeholders?.[name] ?? all);
  show(place, await post(FLOWS, request), words, done);
}

function field(description, step, words) {
  const { name } = description;
  const secret = description.selector?.text?.type === "password";
  const error = step.errors?.[name];
  const placeholders = step.description_placeholders;
  const input = element("input", {
    name,
    type: secret ? "password" : "text",
    required: description.required === true,
    value: description.description?.suggested_value ?? description.default ?? "",
    autocomplete: "off",
    spellcheck: false,
    ariaInvalid: error ? "true" : null,
  });
  return element("label", {},
    words(`step.${step.step_id}.data.${name}`, placeholders) ?? name,
    input,
    error
      ? element("span", { className: "error" }, words(`error.${error}`, placeholders) ?? error)
      : element("small", {}, words(`step.${step.step_id}.data_description.${name}`, placeholders) ?? ""));
}

function show(place, step, words, done) {
  const placeholders = step.description_placeholders;
  if (step.type !== "form") {
    const good = step.type === "create_entry" || step.reason?.endsWith("_successful");
    const reason = words(`abort.${step.reason}`, placeholders) ?? step.reason ?? step.type;
    place.replaceChildren(...(good ? [] : [element("p", { className: "error", role: "alert" }, reason)]));
    if (good) done();
    return;
  }
  const path = `${FLOWS}/${step.flow_id}`;
  const cancel = element("button", { type: "button", className: "quiet" }, "Cancel");
  cancel.onclick = () => {
    place.replaceChildren();
    place.previousElementSibling?.focus();
    api(path, { method: "DELETE" }).catch(() => {});
  };
  const base = step.errors?.base;
  const form = element("form", {},
    element("h3", {}, words(`step.${step.step_id}.title`, placeholders) ?? ""),
    ...step.data_schema.map((description) => field(description, step, words)),
    element("p", { className: "error", role: "alert" }, base ? words(`error.${base}`, placeholders) ?? base : ""),
    element("div", { className: "buttons" }, element("button", { type: "submit" }, "Save"), cancel));
  place.replaceChildren(form);
  withForm(form, async (fields) => show(place, await post(path, fields), words, done));
  form.scrollIntoView({ block: "nearest" });
}
