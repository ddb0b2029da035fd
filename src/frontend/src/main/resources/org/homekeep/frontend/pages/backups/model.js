// @ts-check
/** What the figures mean: how the backups stand, and whether there are enough of them in enough places. */

import { domainOf } from "../../text/places.js";

/** @typedef {import("./data.js").Shelf} Shelf @typedef {import("./data.js").Backup} Backup @typedef {import("./data.js").Delivery} Delivery */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A backup may take its time, and clocks are set. */
const MARGIN = 3 * HOUR;

/** What is as new as the newest, for the question where its copies are. */
const SAME_TIME = 2 * DAY;

/**
 * @typedef {{
 *   tone: "good" | "wait" | "bad",
 *   what: "good" | "on_its_way" | "not_everywhere" | "failed" | "cancelled" | "overdue" | "none_yet" | "none_left" | "unknown" | "not_set_up" | "by_hand",
 *   newest: Backup | undefined,
 * }} Verdict `newest` is the newest automatic backup; where none is automatic, the newest
 */

/**
 * How the backups stand.
 * @param {Shelf} shelf
 * @param {Delivery[]} deliveries
 * @param {number} [now]
 * @returns {Verdict}
 */
export function judge(shelf, deliveries, now = Date.now()) {
  const { config, info, backups } = shelf;
  const automatic = backups.find((backup) => backup.type === "automatic");
  const newest = automatic ?? backups[0];
  const verdict = (/** @type {Verdict["tone"]} */ tone, /** @type {Verdict["what"]} */ what) => ({ tone, what, newest });
  if (!config.automatic_backups_configured) return verdict("wait", backups.length ? "by_hand" : "not_set_up");
  const attempted = time(info.last_attempted_automatic_backup);
  const completed = time(info.last_completed_automatic_backup);
  if (attempted > completed) {
    const made = automatic && automatic.at.getTime() > attempted - MARGIN && automatic.at.getTime() > completed;
    if (made) return verdict("wait", "not_everywhere");
    if (info.last_action_event?.reason === "cancelled") return verdict("wait", "cancelled");
    return verdict("bad", "failed");
  }
  if (!newest && shelf.silent.length) return verdict("wait", "unknown");
  if (!completed) return verdict("wait", "none_yet");
  if (!newest) return verdict("bad", "none_left");
  if (missed(config.schedule, info.next_automatic_backup, completed, now)) return verdict("wait", "overdue");
  if (deliveries.some((each) => each.backup_id === newest.id)) return verdict("wait", "on_its_way");
  return verdict("good", "good");
}

const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/**
 * Whether an automatic backup should have been there and is not. Who sets another hour has missed nothing: it has to be so long ago as
 * the schedule leaves between two, as well.
 * @param {{ recurrence: string, days: string[] }} schedule
 * @param {string | null} next when the next one is made, in the time of the hub
 * @param {number} completed when the last one was there
 * @param {number} now
 */
function missed({ recurrence, days }, next, completed, now) {
  if (recurrence === "never") return false;
  if (!next) return now - 7 * DAY > completed + MARGIN;
  const every = recurrence === "custom_days" && days.length ? days : WEEKDAYS;
  // The date as it is written there: it may be another one where the page is read.
  const weekday = new Date(next.slice(0, 10)).getUTCDay();
  // A hub that sleeps tells a next one that is over: those that followed it are looked at as well.
  const since = Math.min(21, Math.max(0, Math.ceil((now - time(next)) / DAY)));
  // Three weeks before it: of one day a week two moments have to be over.
  const moments = Array.from({ length: since + 22 }, (_, step) => step - since)
    .filter((gap) => gap === 0 || every.includes(WEEKDAYS[(weekday + 21 - gap) % 7]))
    .map((gap) => time(next) - gap * DAY);
  const [due, before] = moments.filter((moment) => moment < now - MARGIN);
  return due > completed + MARGIN && now - completed > due - before + MARGIN;
}

/** @param {string | null} date */
const time = (date) => (date ? new Date(date).getTime() : 0);

/**
 * The rule of three: three copies (the home's own data is one), on two kinds of storage, one of them away from home.
 * @param {Shelf} shelf
 */
export function threeTwoOne(shelf) {
  const newest = shelf.backups[0]?.at.getTime() ?? 0;
  const recent = shelf.backups.filter((backup) => newest - backup.at.getTime() <= SAME_TIME);
  const best = recent.map((backup) => score(shelf, backup)).sort((a, b) => b.sum - a.sum)[0];
  const { copies, kinds, away } = best ?? { copies: 1, kinds: 1, away: 0 };
  const unused = [...shelf.locations.values()].filter((location) => !shelf.wanted.includes(location.id));
  return {
    copies,
    kinds,
    away,
    good: copies >= 3 && kinds >= 2 && away >= 1,
    /** A location that is there and gets no automatic backups. */
    unused: away ? unused[0] : unused.find((location) => location.away),
    /** Locations away from home that are to have a copy and have none. */
    owed: away ? [] : shelf.wanted.flatMap((id) => shelf.locations.get(id) ?? []).filter((location) => location.away),
  };
}

/** @param {Shelf} shelf @param {Backup} backup */
function score(shelf, backup) {
  const copies = 1 + backup.copies.length;
  const kinds = new Set(["backup", ...backup.copies.map((copy) => domainOf(copy.id))]).size;
  const away = backup.copies.filter((copy) => shelf.locations.get(copy.id)?.away).length;
  return { copies, kinds, away, sum: Math.min(copies, 3) + Math.min(kinds, 2) + Math.min(away, 1) };
}

/** What a location holds. @param {Shelf} shelf @param {string} id */
export function holdings(shelf, id) {
  const held = shelf.backups.flatMap((backup) => backup.copies.filter((copy) => copy.id === id).map((copy) => ({ backup, copy })));
  return {
    count: held.length,
    bytes: held.reduce((sum, { copy }) => sum + copy.size, 0),
    newest: /** @type {Backup | undefined} */ (held[0]?.backup),
  };
}

/** How fast bytes go, without jumps, and how long the rest takes. */
export class Pace {
  static #NEWS = 0.3;
  bytes = 0;
  total = 0;
  /** Bytes in a second; 0 while nobody knows. */
  rate = 0;
  #at = 0;

  /** @param {number} bytes @param {number} total @param {number} [now] in milliseconds */
  take(bytes, total, now = performance.now()) {
    const seconds = (now - this.#at) / 1000;
    if (this.#at && seconds > 0.05 && bytes >= this.bytes) {
      const current = (bytes - this.bytes) / seconds;
      this.rate = this.rate ? this.rate + Pace.#NEWS * (current - this.rate) : current;
    }
    if (bytes < this.bytes) this.rate = 0;
    if (!this.#at || seconds > 0.05) this.#at = now;
    this.bytes = bytes;
    this.total = total;
  }

  get done() {
    return this.total > 0 && this.bytes >= this.total;
  }

  get share() {
    return this.total ? Math.min(1, this.bytes / this.total) : 0;
  }

  /** Seconds; undefined while nobody knows. */
  get left() {
    return this.rate > 0 && !this.done ? (this.total - this.bytes) / this.rate : undefined;
  }
}
