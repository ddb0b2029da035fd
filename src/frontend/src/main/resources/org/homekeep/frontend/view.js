// @ts-check
/** Small helpers for what is seen. Text is only ever set as text. */

/** Makes an element. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** A line of a list: a coloured dot, what it is, a remark, a figure. */
export function row(colour, title, remark, figure = "") {
  const meaning = { good: "All well", wait: "Look out", bad: "Trouble" }[colour] ?? "Off";
  const dot = element("span", { className: `dot ${colour}`, title: meaning, role: "img", ariaLabel: meaning });
  const what = element("span", { className: "what" }, title, element("small", {}, remark));
  return element("li", {}, dot, what, element("span", { className: "much" }, figure));
}

/** A domain as words: `backblaze_b2` is Backblaze B2. */
export const words = (domain) => domain.split("_").map((word) => word[0].toUpperCase() + word.slice(1)).join(" ");

/** What people call a location. */
export const named = (agent) => (agent.agent_id === "backup.local" ? "This machine" : agent.name);

/** Bytes for people. */
export function size(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
  let unit = 0;
  while (bytes >= 1000 && unit < units.length - 1) {
    bytes /= 1000;
    unit++;
  }
  const digits = unit > 0 && bytes < 10 ? 1 : 0;
  return new Intl.NumberFormat(undefined, { style: "unit", unit: units[unit], maximumFractionDigits: digits }).format(bytes);
}

/** A moment for people. */
export const when = (date) =>
  new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(new Date(date));

/** How long ago a moment is; a moment of days ago by its date. */
export function ago(date) {
  const then = new Date(date);
  const minutes = Math.round((then.getTime() - Date.now()) / 60000);
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
  if (minutes > -1) return "just now";
  if (minutes > -60) return words.format(minutes, "minute");
  if (minutes > -60 * 24) return words.format(Math.round(minutes / 60), "hour");
  return `on ${when(date)}`;
}

/** Runs an action with the fields of a form, and shows what went wrong. */
export function withForm(form, action) {
  const error = form.querySelector(".error");
  const submit = form.querySelector("[type=submit]");
  form.onsubmit = async (event) => {
    event.preventDefault();
    error.textContent = "";
    submit.disabled = true;
    try {
      await action(Object.fromEntries(new FormData(form)));
    } catch (failure) {
      error.textContent = failure.message;
      error.scrollIntoView({ block: "nearest" });
    } finally {
      submit.disabled = false;
    }
  };
  (form.querySelector("[aria-invalid]") ?? form.querySelector("input"))?.focus();
}
