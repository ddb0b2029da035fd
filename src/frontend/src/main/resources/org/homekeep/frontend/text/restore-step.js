// @ts-check
/** How far a restore is, which is all that a hub says while it restores. */

import { has, size, t } from "./texts.js";

/**
 * @typedef {{ text: string, share?: number }} RestoreStep `share` of the work, where it is known
 */

/**
 * @param {import("../hub/tokens.js").HubError} answer with status 503
 * @returns {RestoreStep}
 */
export function restoreStep({ body, message }) {
  const { step, read_bytes: read, total_bytes: total } = body?.restore ?? {};
  const key = `common.restore_step.${step}`;
  if (!has(key)) return { text: message };
  return { text: t(key, { read: size(read), total: size(total) }), ...(total > 0 && { share: read / total }) };
}
