// @ts-check
/** Getting in and out: the first account, logging in, and leaving. */

import { hub } from "./connection.js";
import { CLIENT_ID, HubError, json, logOut, send } from "./tokens.js";

/**
 * @typedef {{ done: true, code: string } | { done: false, step: "init" | "mfa", flow: string, error: string }} LoginStep
 * `error` is a key below `start.errors`, or empty
 */

/** Which steps of the first run are done. @returns {Promise<Record<string, boolean>>} */
export async function onboarding() {
  const steps = await send("/api/onboarding");
  return Object.fromEntries(steps.map((/** @type {any} */ step) => [step.step, step.done]));
}

/**
 * Makes the first account.
 * @param {{ name: string, username: string, password: string, language: string }} user
 * @returns {Promise<string>} the code for its tokens
 */
export async function makeFirstUser(user) {
  return (await send("/api/onboarding/users", json({ ...user, client_id: CLIENT_ID }))).auth_code;
}

/**
 * Begins a login, for this page or for another client.
 * @param {{ client_id: string, redirect_uri: string }} client
 * @returns {Promise<string>} the flow
 */
export async function beginLogin({ client_id, redirect_uri } = { client_id: CLIENT_ID, redirect_uri: CLIENT_ID }) {
  return (await send("/auth/login_flow", json({ client_id, redirect_uri, handler: ["homeassistant", null] }))).flow_id;
}

/**
 * Answers a step of a login.
 * @param {string} flow
 * @param {Record<string, string>} fields
 * @param {string} [client_id]
 * @returns {Promise<LoginStep>}
 */
export async function answerLogin(flow, fields, client_id = CLIENT_ID) {
  const step = await send(`/auth/login_flow/${flow}`, json({ client_id, ...fields }));
  if (step.type === "create_entry") return { done: true, code: step.result };
  if (step.type === "abort") throw new HubError("", { code: step.reason });
  return { done: false, step: step.step_id, flow, error: step.errors?.base ?? "" };
}

/** Ends this login, and begins as with somebody who is not known. */
export function leave() {
  hub.close();
  logOut();
  history.replaceState(null, "", "/");
  dispatchEvent(new Event("homekeep-begin"));
}
