// @ts-check
/** Settings of backups as sentences. */

import { clockTime, language, list, t, weekday } from "../../text/texts.js";
import { folderName } from "../backups/pieces.js";
import { DAYS, PERIODS } from "./store.js";

/** @typedef {import("./store.js").Schedule} Schedule @typedef {import("./store.js").Retention} Retention */

/** When the hub makes a backup that has no time of its own. */
const EARLIEST = "04:45:00";
const LATEST = "05:45:00";

export const between = () => t("settings.schedule.between", { from: clockTime(EARLIEST), to: clockTime(LATEST) });

/** @param {Schedule} schedule */
export function scheduleWords({ recurrence, days, time }) {
  if (recurrence === "never" || (recurrence === "custom_days" && !days.length)) return t("settings.schedule.never");
  const at = time ? t("settings.schedule.at", { time: clockTime(time) }) : between();
  if (recurrence === "daily" || days.length === 7) return t("settings.schedule.daily_words", { at });
  return t("settings.schedule.days_words", { days: list(days.map((day) => weekday(DAYS.indexOf(day)))), at });
}

/** @param {Retention["generations"]} generations */
const generationWords = (generations) =>
  list(PERIODS.filter((each) => generations[each]).map((each) => t(`settings.retention.of_${each}`, { count: generations[each] })));

/** @param {Retention} retention */
export function retentionWords({ copies, days, generations }) {
  const steps = Object.keys(generations).length > 0;
  if (copies === null && days === null) {
    return steps ? t("settings.retention.steps_words", { list: generationWords(generations) }) : t("settings.retention.all_words");
  }
  const limits = [
    copies === null ? "" : t("settings.retention.copies_words", { count: copies }),
    days === null ? "" : t("settings.retention.days_words", { count: days }),
  ].filter(Boolean).join(" ");
  return steps ? `${limits} ${t("settings.retention.besides_words", { list: generationWords(generations) })}` : limits;
}

/** @param {import("./store.js").Contents} contents @param {string[]} all the folders that the hub was started with */
export function contentsWords({ database, folders, excludes }, all) {
  const names = [t("settings.contents.data_words"), ...(database ? [t("settings.contents.database_words")] : []),
    ...(folders ?? all).map(folderName)];
  const words = [t("settings.contents.words", { list: list(names) })];
  if (!database) words.push(t("settings.contents.without_database"));
  if (excludes.length) words.push(t("settings.contents.left_out", { count: excludes.length }));
  return words.join(" ");
}

/** The home's time zone, and what its clock shows. @param {string} zone */
export function zoneWords(zone) {
  const now = new Date().toLocaleTimeString("en-GB", { timeZone: zone });
  return t("settings.schedule.zone", { zone: zone.replaceAll("_", " "), time: clockTime(now) });
}

/** A moment by the home's clock. @param {string} date @param {string} zone */
export const momentAt = (date, zone) =>
  new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", timeZone: zone }).format(new Date(date));
