// @ts-check
/** How full a disk is, as a bar and in words. */

import { css, html } from "lit";
import { size, t } from "../text/texts.js";
import { styled } from "./part.js";

/** From this share on a disk is shown as nearly full. */
const NEARLY_FULL = 0.9;

styled(css`
  .room { display: block; max-width: 24rem; }
  .room meter { display: block; width: 100%; height: .5rem; margin-top: .35rem; border: 0; border-radius: 1rem; background: var(--line); appearance: none; }
  .room meter::-webkit-meter-bar { height: .5rem; border: 0; border-radius: 1rem; background: var(--line); }
  .room meter::-webkit-meter-optimum-value { border-radius: 1rem; background: var(--accent); }
  .room meter::-webkit-meter-suboptimum-value { border-radius: 1rem; background: var(--wait); }
  .room meter::-moz-meter-bar { border-radius: 1rem; background: var(--accent); }
  .room meter:-moz-meter-sub-optimum::-moz-meter-bar { background: var(--wait); }
`);

/** @param {number} free bytes @param {number} total bytes */
export const room = (free, total) => {
  const words = t("common.room", { free: size(free), total: size(total) });
  return html`<span class="room">${words}<meter min="0" max=${total} low="0" high=${NEARLY_FULL * total} optimum="0" .value=${total - free}
    aria-label=${t("common.room_taken")}>${words}</meter></span>`;
};
