// @ts-check
/**
 * What the hub says, in another language. The hub speaks English, and says its sentences in many places: in errors, in the evidence of
 * an issue, in a note that it wrote down weeks ago, and one within another. Its translations hold them all under `exceptions`, so they are
 * found again here by their English words, with whatever stands for their placeholders.
 */

const MESSAGE = ".message";
const PLACEHOLDER = /\{(\w+)\}/;
const GROUPED = /^\d{1,3}(,\d{3})+$/;

/** @typedef {{ pattern: RegExp, names: string[], words: string, weight: number }} Sentence */

/** Turns what the hub said into the other language; what is not known stays as it is. */
export class Sentences {
  /** @type {Sentence[]} the most telling first */
  #known;
  #number;

  /**
   * @param {Record<string, string>} english by their keys
   * @param {Record<string, string>} other the same in the other language
   * @param {(value: number) => string} number how numbers are written there
   */
  constructor(english, other, number) {
    this.#number = number;
    this.#known = Object.entries(english)
      .filter(([key, text]) => key.endsWith(MESSAGE) && other[key] !== undefined && other[key] !== text)
      .map(([key, text]) => sentence(text, other[key]))
      .sort((a, b) => b.weight - a.weight);
  }

  /** @param {string} text @returns {string} */
  say(text) {
    return this.#whole(text) ?? this.#without(text, ".") ?? this.#first(text) ?? text;
  }

  /** @param {string} text */
  #whole(text) {
    for (const { pattern, names, words } of this.#known) {
      const found = pattern.exec(text);
      if (found) {
        return names.reduce((said, name, i) => said.replace(`{${name}}`, () => this.#value(found[i + 1])), words);
      }
    }
    return undefined;
  }

  /** Where words are told alone they have no full stop, and among others they get one. @param {string} text @param {string} stop */
  #without(text, stop) {
    const words = text.endsWith(stop) ? this.#whole(text.slice(0, -stop.length)) : undefined;
    return words === undefined || words.endsWith(stop) ? words : words + stop;
  }

  /** The longest beginning that is known, and what follows it. @param {string} text @returns {string | undefined} */
  #first(text) {
    const ends = [...text.matchAll(/[.:!?] (?=\S)/g)].map(({ index }) => index + 1).reverse();
    for (const end of ends) {
      const begin = text.slice(0, end);
      const words = this.#whole(begin) ?? this.#without(begin, ".");
      if (words !== undefined) return `${words} ${this.say(text.slice(end + 1))}`;
    }
    return undefined;
  }

  /** A name or a number, or again a sentence. @param {string} value */
  #value(value) {
    if (GROUPED.test(value)) return this.#number(Number(value.replaceAll(",", "")));
    return value.includes(" ") ? this.say(value) : value;
  }
}

/** @param {string} text @param {string} words @returns {Sentence} */
function sentence(text, words) {
  const parts = text.split(new RegExp(PLACEHOLDER, "g"));
  const literals = parts.filter((_, i) => i % 2 === 0);
  const pattern = new RegExp(`^${literals.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("([^]+?)")}$`);
  return { pattern, names: parts.filter((_, i) => i % 2 === 1), words, weight: literals.join("").length };
}
