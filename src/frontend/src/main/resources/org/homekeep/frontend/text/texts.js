// @ts-check
/** What the page says, in the language of who looks at it. */

import { call, hub } from "../hub/connection.js";
import { Sentences } from "./sentences.js";

const STORE = "homekeep.language";
const FALLBACK = "en";

/** An error waits for its words, but not for long. */
const PATIENCE_MS = 5000;

/** The languages that this hub has, by the files in `translations/frontend`. @type {string[]} */
export const languages =
  (document.querySelector('meta[name="languages"]')?.getAttribute("content") ?? FALLBACK).split(" ").filter(Boolean);

/** The language that the page is in. */
export let language = FALLBACK;

/** @type {any} */
let texts = {};
/** @type {any} */
let english = {};

/** What somebody chose on this device; empty for the browser's language. */
export const chosenLanguage = () => localStorage.getItem(STORE) ?? "";

/** @param {string} chosen */
export function chooseLanguage(chosen) {
  if (chosen) localStorage.setItem(STORE, chosen);
  else localStorage.removeItem(STORE);
}

/** The best of the languages that there are: `de-AT` is served by `de`. @param {readonly string[]} wanted */
function bestLanguage(wanted) {
  for (const each of wanted) {
    const known = languages.find((one) => one.toLowerCase() === each.toLowerCase())
      ?? languages.find((one) => one.toLowerCase() === each.split("-")[0].toLowerCase());
    if (known) return known;
  }
  return FALLBACK;
}

/** Loads the texts; once, before anything is shown. */
export async function loadTexts() {
  language = bestLanguage([chosenLanguage(), ...navigator.languages].filter(Boolean));
  [english, texts] = await Promise.all([fileOf(FALLBACK), fileOf(language)]);
  document.documentElement.lang = language;
}

/** @type {Map<string, Promise<any>>} */
const files = new Map();

/** @param {string} name */
function fileOf(name) {
  const known = files.get(name) ?? fetch(new URL(`../texts/${name}.json`, import.meta.url)).then((answer) => answer.json());
  files.set(name, known);
  known.catch(() => files.delete(name));
  return known;
}

/** @param {any} from @param {string} key */
const find = (from, key) => key.split(".").reduce((part, name) => part?.[name], from);

/**
 * A text of the page. `{name}` stands for a value. A text that has forms (`one`, `other`) takes the one for `count`.
 * @param {string} key
 * @param {Record<string, any>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  const found = find(texts, key) ?? find(english, key);
  return fill(pick(found, values) ?? key, values);
}

/** Whether there is such a text. @param {string} key */
export const has = (key) => find(english, key) !== undefined;

/** @param {any} found @param {Record<string, any>} values */
function pick(found, values) {
  if (typeof found !== "object" || found === null) return found;
  return found[new Intl.PluralRules(language).select(Number(values.count))] ?? found.other;
}

/** @param {string} text @param {Record<string, any>} values */
const fill = (text, values) =>
  text.replace(/\{([a-z_]+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined || value === null) return whole;
    return typeof value === "number" ? number(value) : String(value);
  });

/** @type {Map<string, Promise<Record<string, string>>>} */
const resources = new Map();

/**
 * Texts of integrations, as the hub has them.
 * @param {string} category such as `config`, `issues`, `title`
 * @param {string[]} domains none for all
 * @returns {Promise<(key: string, values?: Record<string, any>) => string | undefined>} finds `component.<domain>.<category>.<key>`
 */
export async function textsOf(category, domains = []) {
  const id = `${language}/${category}/${domains.join()}`;
  const found = resources.get(id)
    ?? call("frontend/get_translations", { language, category, ...(domains.length && { integration: domains }) })
      .then((answer) => answer.resources);
  resources.set(id, found);
  found.catch(() => resources.delete(id));
  const [flat, say] = await Promise.all([found, hubWords()]);
  const said = (/** @type {any} */ value) => (typeof value === "string" ? say(value) : value);
  return (key, values = {}) => (flat[key] === undefined
    ? undefined
    : fill(flat[key], Object.fromEntries(Object.entries(values).map(([name, value]) => [name, said(value)]))));
}

/** @param {string} text */
const asItIs = (text) => text;

/** @type {Promise<(text: string) => string> | undefined} */
let words;

/** What puts the hub's sentences into the language of the page, once they are there; without them they stay English. */
export function hubWords() {
  const source = hub.state === "ready" ? wordsOfHub : hub.state === "off" ? wordsOfPage : undefined;
  if (language === FALLBACK || !source) return Promise.resolve(asItIs);
  words ??= loadWords(source).catch(() => {
    words = undefined;
    return asItIs;
  });
  return words;
}

/** @param {(language: string) => Promise<Record<string, string>>} source */
async function loadWords(source) {
  const sentences = new Sentences(await source(FALLBACK), await source(language), number);
  return (/** @type {string} */ text) => sentences.say(text);
}

/** With those of its integrations. Not by call(): what goes wrong with these words cannot be said with them. @param {string} language */
async function wordsOfHub(language) {
  return (await hub.ask("frontend/get_translations", { language, category: "exceptions" })).resources;
}

/** What the page has of them for who is not logged in. @param {string} language @returns {Promise<Record<string, string>>} */
async function wordsOfPage(language) {
  const parts = await Promise.all(["homekeep", "backup"].map(async (domain) => {
    const address = new URL(`../words/${domain}/${language}.json`, import.meta.url);
    return (await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) })).json();
  }));
  const sentences = parts.flatMap(({ exceptions }) => Object.entries(exceptions));
  return Object.fromEntries(sentences.map(([key, { message }]) => [`${key}.message`, message]));
}

/**
 * Several of the hub's sentences in the language of the page.
 * @param {Record<string, string>} texts
 * @returns {Promise<Record<string, string>>}
 */
export async function inHubWords(texts) {
  const say = await hubWords();
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, say(String(text))]));
}

/** A hub that was away may have other integrations when it is back, and who logs in hears of them. */
hub.addEventListener("state", () => {
  words = undefined;
  if (hub.state === "lost") resources.clear();
});

// ---- Numbers, sizes and times ------------------------------------------------

/** @param {number} value */
export const number = (value) => new Intl.NumberFormat(language).format(value);

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte"];

/** Bytes for people, in the units that storage is sold in. @param {number} bytes */
export function size(bytes) {
  let unit = 0;
  while (bytes >= 999.5 && unit < UNITS.length - 1) {
    bytes /= 1000;
    unit++;
  }
  const digits = unit > 0 && bytes < 9.95 ? 1 : 0;
  return new Intl.NumberFormat(language, { style: "unit", unit: UNITS[unit], unitDisplay: unit > 0 ? "short" : "long", maximumFractionDigits: digits }).format(bytes);
}

/** @param {number} bytesPerSecond */
export const rate = (bytesPerSecond) => t("common.per_second", { size: size(bytesPerSecond) });

/** A share of one, as a percentage. @param {number} share */
export const percent = (share) =>
  new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(share);

/** A moment for people. @param {string | Date} date */
export const when = (date) =>
  new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(date));

/** @param {string | Date} date */
export const day = (date) => new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date(date));

/** @param {string} clock as `04:45:00` */
export const clockTime = (clock) =>
  new Intl.DateTimeFormat(language, { timeStyle: "short", timeZone: "UTC" }).format(new Date(`2026-01-01T${clock}Z`));

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const SPANS = [["year", 31_536_000], ["month", 2_592_000], ["week", 604_800], ["day", 86_400], ["hour", 3600], ["minute", 60]];

/** How long ago a moment is, or how far away. @param {string | Date} date */
export function ago(date) {
  const seconds = (new Date(date).getTime() - Date.now()) / 1000;
  const [unit, length] = SPANS.find(([, each]) => Math.abs(seconds) >= each) ?? ["second", 1];
  if (unit === "second") return seconds <= 0 ? t("common.just_now") : t("common.in_a_moment");
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(Math.round(seconds / length), unit);
}

/** A length of time in its largest unit, such as "3 minutes". @param {number} seconds */
export function span(seconds) {
  const [unit, length] = SPANS.find(([, each]) => seconds >= each) ?? ["second", 1];
  const value = Math.max(1, Math.round(seconds / length));
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(value);
}

/** The name of a day of the week. @param {number} index from Monday, 0 @param {"long" | "short"} [length] */
export const weekday = (index, length = "long") =>
  new Intl.DateTimeFormat(language, { weekday: length, timeZone: "UTC" }).format(new Date(Date.UTC(2026, 0, 5 + index)));

/** Several names as one: "a, b and c". @param {string[]} names */
export const list = (names) => new Intl.ListFormat(language, { type: "conjunction" }).format(names);
