// @ts-check
/** Whether this tab has restored a backup on a new hub: what comes next looks different then. */

const NOTE = "homekeep.restored";

export const wasRestored = () => sessionStorage.getItem(NOTE) !== null;

export const rememberRestored = () => sessionStorage.setItem(NOTE, "yes");

export const forgetRestored = () => sessionStorage.removeItem(NOTE);
