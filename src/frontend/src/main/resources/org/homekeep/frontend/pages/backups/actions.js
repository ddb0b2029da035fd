// @ts-check
/** What can be done with a backup, wherever it is shown. */

import { call } from "../../hub/connection.js";
import { t } from "../../text/texts.js";
import { say } from "../../ui/part.js";
import { DeleteDialog } from "./delete.js";
import { download } from "./download.js";
import { RestoreDialog } from "./restore.js";
import { SendDialog } from "./send.js";

/** @typedef {import("./data.js").Shelf} Shelf @typedef {import("./data.js").Backup} Backup @typedef {import("./data.js").LiveShelf} LiveShelf */

/**
 * Asks and deletes.
 * @param {Shelf} shelf
 * @param {Backup[]} backups
 * @returns {Promise<boolean>} whether anything was done
 */
export async function removeAll(shelf, backups) {
  const result = await DeleteDialog.open(shelf, backups);
  if (!result) return false;
  if (!result.failed) say(t("backups.delete.done", { count: result.deleted }));
  return true;
}

/** Keeps a backup for good, or no longer. @param {Backup} backup @param {LiveShelf} live */
export async function pin(backup, live) {
  try {
    await call(backup.pinned ? "homekeep/backup/unpin" : "homekeep/backup/pin", { backup_id: backup.id });
    say(t(backup.pinned ? "backups.unpinned_now" : "backups.pinned_now", { name: backup.name }));
  } catch (failure) {
    say(/** @type {Error} */ (failure).message, "bad");
  }
  await live.reload();
}

/** Locations that a backup can be sent to. @param {Shelf} shelf @param {Backup} backup */
export const elsewhere = (shelf, backup) =>
  [...shelf.locations.values()].filter((location) => !backup.copies.some((copy) => copy.id === location.id));

/** The copy that is the quickest to get, of those at locations that answer. @param {Shelf} shelf @param {Backup} backup */
const nearest = (shelf, backup) => backup.copies.find((copy) => !shelf.locations.get(copy.id)?.error) ?? backup.copies[0];

/** @param {Shelf} shelf @param {Backup} backup */
export async function send(shelf, backup) {
  if (await SendDialog.open(backup, elsewhere(shelf, backup))) say(t("backups.send.begun"));
}

/**
 * The actions of a backup in a list.
 * @param {Shelf} shelf
 * @param {Backup} backup
 * @param {LiveShelf} live
 * @param {(gone: boolean) => void} after deleting it
 * @returns {import("../../ui/menu.js").Action[]}
 */
export const menuOf = (shelf, backup, live, after) => [
  { label: t("backups.restore.begin"), icon: "restore", disabled: !backup.copies.length, run: () => RestoreDialog.open(shelf, backup) },
  { label: t("backups.download.begin"), icon: "download", disabled: !backup.copies.length, run: () => download(shelf, backup, nearest(shelf, backup)) },
  { label: t("backups.send.begin"), icon: "send", disabled: !backup.copies.length || !elsewhere(shelf, backup).length, run: () => send(shelf, backup) },
  { label: t(backup.pinned ? "backups.unpin" : "backups.pin"), icon: "pin", run: () => pin(backup, live) },
  { label: t("common.delete"), icon: "trash", danger: true, run: async () => after(await removeAll(shelf, [backup])) },
];
