// @ts-check
/** The Markdown of integrations' texts, as elements: paragraphs, lists, quotes, code, bold, links. Nothing in it becomes markup of its own. */

import { html, nothing } from "lit";
import { placeOf } from "../routes.js";
import { t } from "../text/texts.js";

const APP = "homeassistant://";
const PICTURE_ENDS = "</svg>";

/** What is longer is no text for people, and is shown as it is: it shall not keep the page busy. */
const LONGEST = 20_000;

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
  const marked = marking(text ?? "", pictures);
  return marked.length > LONGEST ? html`<pre>${text}</pre>` : blocks(marked.split(/\r?\n/), pictures);
}

/** The text with a mark for each picture in it. @param {string} text @param {string[]} pictures where they go */
function marking(text, pictures) {
  const pieces = text.split(PICTURE_ENDS);
  const rest = pieces.pop();
  return pieces.map((piece) => {
    const begin = piece.indexOf("<svg");
    if (begin < 0) return piece + PICTURE_ENDS;
    return `${piece.slice(0, begin)}\uE000${pictures.push(piece.slice(begin) + PICTURE_ENDS) - 1}\uE001`;
  }).join("") + rest;
}

/** @typedef {{ is: RegExp, make: (lines: string[], pictures: string[]) => unknown }} Block */

/** What a run of lines can be, beside a paragraph. @type {Block[]} */
const BLOCKS = [
  { is: /^\s*[-*+]\s+/, make: (lines, pictures) => html`<ul>${items(lines, /^\s*[-*+]\s+/, pictures)}</ul>` },
  { is: /^\s*\d+[.)]\s+/, make: (lines, pictures) => html`<ol>${items(lines, /^\s*\d+[.)]\s+/, pictures)}</ol>` },
  { is: /^\s*>/, make: (lines, pictures) => html`<blockquote>${blocks(lines.map((line) => line.replace(/^[\s>]*/, "")), pictures)}</blockquote>` },
  { is: /^#{1,6}\s+/, make: (lines, pictures) => html`${lines.map((line) => html`<p><strong>${inline(line.replace(/^#+\s+/, ""), pictures)}</strong></p>`)}` },
];

/** @param {string[]} lines @param {string[]} pictures @returns {unknown[]} */
function blocks(lines, pictures) {
  const done = [];
  for (let at = 0; at < lines.length; ) {
    if (lines[at].trim() === "") {
      at++;
      continue;
    }
    const [block, taken] = next(lines, at, pictures);
    done.push(block);
    at += taken;
  }
  return done;
}

/** @param {string[]} lines @param {number} at @param {string[]} pictures @returns {[unknown, number]} the block that begins there, and how many lines it is */
function next(lines, at, pictures) {
  const ends = (/** @type {(line: string) => boolean} */ test) => {
    let end = at + 1;
    while (end < lines.length && !test(lines[end])) end++;
    return end;
  };
  if (lines[at].startsWith("```")) {
    const end = ends((line) => line.startsWith("```"));
    return [html`<pre>${lines.slice(at + 1, end).join("\n")}</pre>`, end + 1 - at];
  }
  const kind = BLOCKS.find((each) => each.is.test(lines[at]));
  const own = lines.slice(at, ends((line) => line.trim() === "" || endsBlock(kind, line)));
  return [kind ? kind.make(own, pictures) : html`<p>${inline(own.join("\n"), pictures)}</p>`, own.length];
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
    "\\[([^[\\]]{1,500})\\]\\(([^)\\s]{1,2000})\\)",
    "<((?:https?|homeassistant)://[^>\\s]{1,2000})>",
    "(https?://[^\\s<>\"'`]*[^\\s<>\"'`.,;:!?)])",
    "\uE000(\\d+)\uE001",
  ].join("|"),
  "gs",
);

/** @param {string} text @param {string[]} pictures @param {boolean} [linked] whether it is in a link, in which there is no other */
function inline(text, pictures, linked = false) {
  /** @type {unknown[]} */
  const done = [];
  let at = 0;
  for (const found of text.matchAll(SPANS)) {
    done.push(text.slice(at, found.index), span(found, pictures, linked));
    at = found.index + found[0].length;
  }
  return [...done, text.slice(at)];
}

/** @param {RegExpMatchArray} found @param {string[]} pictures @param {boolean} linked */
function span([, escaped, code, bold, slanted, words, address, bracketed, bare, picture], pictures, linked) {
  if (escaped !== undefined) return escaped;
  if (code !== undefined) return html`<code>${code}</code>`;
  if (bold !== undefined) return html`<strong>${inline(bold, pictures, linked)}</strong>`;
  if (slanted !== undefined) return html`<em>${inline(slanted, pictures, linked)}</em>`;
  if (picture !== undefined) return html`<img class="picture" alt=${t("integrations.picture")} src=${sourceOf(pictures[Number(picture)] ?? "")}>`;
  if (linked) return bracketed ?? bare;
  if (words !== undefined) return link(inline(words, pictures, true), address);
  return link(bracketed ?? bare, bracketed ?? bare);
}

/** What is drawn runs nothing as an image. @param {string} svg */
const sourceOf = (svg) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
