// @ts-check
/** Whose page this is, where there is no frame around it yet. */

import { html } from "lit";

const sign = new URL("../../favicon.svg", import.meta.url).pathname;

export const brand = html`<p class="brand"><img src=${sign} alt="" width="28" height="28">Homekeep</p>`;
