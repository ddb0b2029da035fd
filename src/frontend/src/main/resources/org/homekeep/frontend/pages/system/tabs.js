// @ts-check
/** The three pages of the section. */

import { css, html, nothing } from "lit";
import { t } from "../../text/texts.js";
import { styled } from "../../ui/part.js";

/** @type {[path: string, key: string][]} */
const TABS = [["/system", "system.title"], ["/system/log", "system.log.title"], ["/system/users", "system.users.title"]];

/** @param {string} here the path of the page that is shown */
export const tabs = (here) => html`
  <nav class="tabs" aria-label=${t("nav.system")}>
    ${TABS.map(([path, key]) => html`<a href=${path} aria-current=${path === here ? "page" : nothing}>${t(key)}</a>`)}
  </nav>`;

styled(css`
  :is(hk-system, hk-log, hk-users) summary { cursor: pointer; padding: .35rem 0; color: var(--accent); font-weight: 550; width: fit-content; }
  hk-system .card > .facts + details { margin-top: 1rem; }
`);
