// @ts-check
/** How far a restore is, which is all that a hub says while it restores. */

import { has, size, t } from "./texts.js";

/** A hub that restores answers; one that stops and starts is quiet for seconds. */
export const SILENT_MS = 120_000;

/**
 * @typedef {{ text: string, share?: number }} RestoreStep `share` of the work, where it is known
 */

/**
 * @param {import("../hub/tokens.js").HubError} failure what became of a question
 * @returns {RestoreStep | undefined} undefined when it is not the hub that restores which has answered
 */
export function restoreStep({ status, body, message }) {
  if (status !== 503 || !body?.restore) return undefined;
  const { step, read_bytes: read, total_bytes: total } = body.restore;
  const key = `common.restore_step.${step}`;
  if (!has(key)) return { text: message };
  return { text: t(key, { read: size(read), total: size(total) }), ...(total > 0 && { share: read / total }) };
}
