// @ts-check
/** The Markdown of integrations' texts, as elements: paragraphs, lists, quotes, code, bold, links. Nothing in it becomes markup of its own. */

import { html, nothing } from "lit";
import { placeOf } from "../routes.js";
import { t } from "../text/texts.js";

const APP = "homeassistant://";
const PICTURE = /<svg[^>]*>.*?<\/svg>/gs;

/**
 * Where a link leads: within this page, or elsewhere in a window of its own. Addresses that a click should not follow lead nowhere.
 * @param {string | null | undefined} address
 * @returns {{ href: string, inside: boolean } | undefined}
 */
export function target(address) {
  if (!address) return undefined;
  const path = address.startsWith(APP) ? `/${address.slice(APP.length)}` : address;
  // What a browser reads as another host is not within: `//host`, `/\host`, and both with a tab or a line's end in them.
  if (path.startsWith("/") && !/^\/[\s\\/]/.test(path)) return { href: placeOf(path), inside: true };
  return /^(https?|mailto):/i.test(path) && URL.canParse(path) ? { href: path, inside: false } : undefined;
}

/** A link, as far as its address is one. @param {unknown} text @param {string | null | undefined} address @param {string} [style] */
export function link(text, address, style = "") {
  const to = target(address);
  if (!to) return html`${text}`;
  return to.inside
    ? html`<a class=${style || nothing} href=${to.href}>${text}</a>`
    : html`<a class=${style || nothing} href=${to.href} target="_blank" rel="noreferrer">${text}<span class="unseen"> ${t("integrations.new_window")}</span></a>`;
}

/** A text as elements. @param {string | null | undefined} text */
export function markdown(text) {
  /** @type {string[]} */
  const pictures = [];
  const marked = (text ?? "").replace(PICTURE, (picture) => `\uE000${pictures.push(picture) - 1}\uE001`);
  return blocks(marked.split(/\r?\n/), pictures);
}

/** @typedef {{ is: RegExp, make: (lines: string[], pictures: string[]) => unknown }} Block */

/** What a run of lines can be, beside a paragraph. @type {Block[]} */
const BLOCKS = [
  { is: /^\s*[-*+]\s+/, make: (lines, pictures) => html`<ul>${items(lines, /^\s*[-*+]\s+/, pictures)}</ul>` },
  { is: /^\s*\d+[.)]\s+/, make: (lines, pictures) => html`<ol>${items(lines, /^\s*\d+[.)]\s+/, pictures)}</ol>` },
  { is: /^\s*>\s?/, make: (lines, pictures) => html`<blockquote>${blocks(lines.map((line) => line.replace(/^\s*>\s?/, "")), pictures)}</blockquote>` },
  { is: /^#{1,6}\s+/, make: (lines, pictures) => html`${lines.map((line) => html`<p><strong>${inline(line.replace(/^#+\s+/, ""), pictures)}</strong></p>`)}` },
];

/** @param {string[]} lines @param {string[]} pictures @returns {unknown[]} */
function blocks(lines, pictures) {
  const done = [];
  while (lines.length > 0) {
    if (lines[0].trim() === "") {
      lines = lines.slice(1);
      continue;
    }
    const [block, taken] = next(lines, pictures);
    done.push(block);
    lines = lines.slice(taken);
  }
  return done;
}

/** @param {string[]} lines @param {string[]} pictures @returns {[unknown, number]} the first block, and how many lines it is */
function next(lines, pictures) {
  if (lines[0].startsWith("```")) {
    const end = lines.findIndex((line, i) => i > 0 && line.startsWith("```"));
    const last = end < 0 ? lines.length : end;
    return [html`<pre>${lines.slice(1, last).join("\n")}</pre>`, last + 1];
  }
  const kind = BLOCKS.find((each) => each.is.test(lines[0]));
  const ends = lines.findIndex((line, i) => i > 0 && (line.trim() === "" || endsBlock(kind, line)));
  const taken = ends < 0 ? lines.length : ends;
  const own = lines.slice(0, taken);
  return [kind ? kind.make(own, pictures) : html`<p>${inline(own.join("\n"), pictures)}</p>`, taken];
}

/** A line that begins another kind of block ends one; a list goes on in lines that are set in. @param {Block | undefined} kind @param {string} line */
const endsBlock = (kind, line) => {
  const other = BLOCKS.find((each) => each.is.test(line));
  return kind ? other !== kind && !/^\s+\S/.test(line) : other !== undefined;
};

/** @param {string[]} lines @param {RegExp} sign @param {string[]} pictures */
function items(lines, sign, pictures) {
  /** @type {string[]} */
  const texts = [];
  for (const line of lines) {
    if (sign.test(line)) texts.push(line.replace(sign, ""));
    else texts.push(`${texts.pop() ?? ""} ${line.trim()}`);
  }
  return texts.map((text) => html`<li>${inline(text, pictures)}</li>`);
}

const SPANS = new RegExp(
  [
    "\\\\([\\\\`*_\\[\\]<>#{}()!.-])",
    "`([^`]+)`",
    "\\*\\*(.+?)\\*\\*",
    "\\*([^\\s*](?:[^*]*[^\\s*])?)\\*",
    "\\[([^\\]]+)\\]\\(([^)\\s]+)\\)",
    "<((?:https?|homeassistant)://[^>\\s]+)>",
    "(https?://[^\\s<>\"'`]*[^\\s<>\"'`.,;:!?)])",
    "\uE000(\\d+)\uE001",
  ].join("|"),
  "s",
);

/** @param {string} text @param {string[]} pictures @returns {unknown[]} */
function inline(text, pictures) {
  const found = SPANS.exec(text);
  if (!found) return text === "" ? [] : [text];
  const [whole, escaped, code, bold, slanted, words, address, bracketed, bare, picture] = found;
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + whole.length);
  return [before, span(), ...inline(after, pictures)];

  function span() {
    if (escaped !== undefined) return escaped;
    if (code !== undefined) return html`<code>${code}</code>`;
    if (bold !== undefined) return html`<strong>${inline(bold, pictures)}</strong>`;
    if (slanted !== undefined) return html`<em>${inline(slanted, pictures)}</em>`;
    if (words !== undefined) return link(inline(words, pictures), address);
    if (picture !== undefined) return html`<img class="picture" alt=${t("integrations.picture")} src=${sourceOf(pictures[Number(picture)])}>`;
    return link(bracketed ?? bare, bracketed ?? bare);
  }
}

/** What is drawn runs nothing as an image. @param {string} svg */
const sourceOf = (svg) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
