// @ts-check
/** What a hub that nobody has set up does for a restore. */

import { HubError, json, send } from "../../hub/tokens.js";
import { sendFile } from "../../hub/upload.js";
import { readKey } from "../../text/keys.js";
import { HERE } from "../../text/places.js";
import { reasonOf } from "../../text/reasons.js";
import { restoreStep } from "../../text/restore-step.js";
import { hubWords, t } from "../../text/texts.js";

const BASE = "/api/onboarding/backup";
const LOOK_MS = 1500;

/** The code of a restore of which nothing came, so that all is as it was. */
export const FAILED = "failed";

/** So long the hub may take to begin its restart. */
const PATIENCE_MS = 20_000;

/** How an answer ends that the restart cuts off, or that takes longer than who stands before the hub waits for it. */
const CUT_OFF = [0, 502, 504];

/** @returns {Promise<{ backups: any[], last_action_event: any }>} */
export const info = () => send(`${BASE}/info`);

/**
 * Sends an archive to the hub.
 * @param {File} file
 * @param {(share: number) => void} onProgress
 * @param {AbortSignal} signal
 * @returns {Promise<string>} the id of the backup
 */
export async function upload(file, onProgress, signal) {
  const how = { signal, onProgress: (/** @type {number} */ bytes, /** @type {number} */ total) => onProgress(bytes / total) };
  return (await sendFile(`${BASE}/upload?agent_id=${HERE}`, file, how)).backup_id;
}

/**
 * Orders a restore. It is answered when the hub has looked at the archive and is about to start anew.
 * @param {string} backup_id
 * @param {string} key empty for none
 * @returns {Promise<void>} fails with the code `incorrect_password` for a key that opens nothing
 */
export async function order(backup_id, key) {
  const body = { backup_id, agent_id: HERE, ...(key && { password: readKey(key) }) };
  try {
    // Looking at a large archive takes longer than other answers do.
    await send(`${BASE}/restore`, { ...json(body), signal: new AbortController().signal });
  } catch (failure) {
    if (!CUT_OFF.includes(/** @type {HubError} */ (failure).status)) throw failure;
  }
}

/** Whether it is a hub with accounts that answers. */
const isBack = () => send("/auth/providers").then((answer) => Array.isArray(answer?.providers), () => false);

/**
 * Waits until the hub is back after its restart.
 * @param {(step: import("../../text/restore-step.js").RestoreStep | undefined, answered: boolean) => void} onStep how far it is, where that
 *   is known, and whether the hub has answered
 * @returns {Promise<void>} fails when the restore did, or when the hub does not know this browser any more
 */
export async function untilRestored(onStep) {
  for (const begun = Date.now(); ; await new Promise((resolve) => setTimeout(resolve, LOOK_MS))) {
    try {
      const { last_action_event: event } = await info();
      onStep(undefined, true);
      const state = event?.manager_state === "restore_backup" ? event.state : "none";
      if (state === "failed") throw new HubError(reasonOf((await hubWords())(event.reason ?? "unknown_error")), { code: FAILED });
      if (state === "completed") return;
      // An order that got lost on its way is no restore.
      if (state === "none" && Date.now() - begun > PATIENCE_MS) throw new HubError(t("start.restore.not_begun"), { code: FAILED });
    } catch (failure) {
      const { status, code } = /** @type {HubError} */ (failure);
      if (code === FAILED || status === 403) throw failure;
      // The restored hub has accounts. So much may say as well who stands before a hub that is away.
      if ((status === 401 || status === 404) && (await isBack())) return;
      const step = restoreStep(/** @type {HubError} */ (failure));
      onStep(step, step !== undefined);
    }
  }
}
