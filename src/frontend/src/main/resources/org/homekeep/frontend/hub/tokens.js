// @ts-check
/** The tokens of who is logged in, and plain HTTP. */

const STORE = "homekeep.tokens";
const TIMEOUT_MS = 30_000;

/** Says that the hub gives no more tokens to this user, until somebody logs in. */
export const ENDED = "homekeep-ended";

/** Who a token is for: this page at this address. */
export const CLIENT_ID = `${location.origin}/`;

/** What the hub refused, or what kept it from answering; `message` is a sentence for people. */
export class HubError extends Error {
  /**
   * @param {string} message
   * @param {{ status?: number, code?: string, body?: any }} [more] `code` is the protocol's name of the error
   */
  constructor(message, { status = 0, code = "", body = null } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.body = body;
  }
}

/** Whose words these errors have, set once the texts are there. */
export const sentences = {
  noAnswer: "Homekeep does not answer. Is it running?",
  status: (/** @type {number} */ status) => `Homekeep answered with status ${status}.`,
  logIn: "Please log in.",
  lost: "The connection to Homekeep was lost.",
  /** @type {(error: string) => Promise<string>} what the hub says, in the language of the page */
  said: async (error) => error,
};

/** An error with the words of the page's language. @param {unknown} failure */
export async function inWords(failure) {
  if (failure instanceof HubError) failure.message = await sentences.said(failure.message);
  return failure;
}

/** Tokens stay in this tab and go when it is closed, unless the user wants to stay logged in on this device. */
const stores = [sessionStorage, localStorage];

/** Where those of this tab are. Another tab may have others in the other one, which stay what they are. */
const used = () => stores.find((store) => store.getItem(STORE));

const read = () => JSON.parse(used()?.getItem(STORE) ?? "null");

/** @param {any} tokens @param {boolean} keep */
function write(tokens, keep) {
  if (keep) sessionStorage.removeItem(STORE);
  (keep ? localStorage : sessionStorage).setItem(STORE, JSON.stringify(tokens));
}

const clear = () => used()?.removeItem(STORE);

export const loggedIn = () => read() !== null;

/** The hub does not know the tokens any more. */
export const forgetTokens = clear;

/**
 * Sends a request that needs no login.
 * @param {string} path
 * @param {RequestInit} [options]
 * @returns {Promise<Response>} a good answer, whose body is not read yet; fails with a {@link HubError}
 */
export async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { signal: AbortSignal.timeout(TIMEOUT_MS), ...options });
  } catch {
    throw new HubError(sentences.noAnswer);
  }
  if (response.ok) return response;
  const body = parsed(await textOf(response));
  throw new HubError(await sentences.said(String(refusal(body, response.status))), { status: response.status, code: body?.code ?? body?.error ?? "", body });
}

/**
 * Sends a request that needs no login, and reads its answer.
 * @param {string} path
 * @param {RequestInit} [options]
 * @returns {Promise<any>}
 */
export const send = async (path, options = {}) => parsed(await textOf(await request(path, options)));

/** @param {Response} response */
const textOf = (response) => response.text().catch(() => "");

/** What was answered; words that are no JSON are its `message`, but for a document, which somebody between here and the hub wrote. @param {string} text */
export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return /^\s*(<|$)/.test(text) ? null : { message: text };
  }
}

/** @param {any} body @param {number} status */
const refusal = (body, status) =>
  body?.message ?? body?.error_description ?? body?.error ?? sentences.status(status);

/** A request with JSON. @param {any} value @param {string} [method] @returns {RequestInit} */
export const json = (value, method = "POST") => ({
  method,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(value),
});

/** @param {Record<string, string>} fields @param {boolean} keep */
async function exchange(fields, keep) {
  const answer = await send("/auth/token", { method: "POST", body: new URLSearchParams({ client_id: CLIENT_ID, ...fields }) });
  write({ ...read(), ...answer, keep, expires: Date.now() + answer.expires_in * 1000 }, keep);
}

/** Gets the tokens for a code. @param {string} code @param {boolean} [keep] on this device, also when the tab is closed */
export const redeem = (code, keep = false) => exchange({ grant_type: "authorization_code", code }, keep);

/** A token that is good for another minute. */
export async function accessToken() {
  const held = read();
  if (held === null) throw new HubError(sentences.logIn, { status: 401 });
  if (Date.now() > held.expires - 60_000) await renew(held);
  return read().access_token;
}

/** @param {any} held */
async function renew(held) {
  try {
    await exchange({ grant_type: "refresh_token", refresh_token: held.refresh_token }, held.keep);
  } catch (failure) {
    if (!(failure instanceof HubError) || (failure.status !== 400 && failure.status !== 403)) throw failure;
    clear();
    dispatchEvent(new Event(ENDED));
    throw new HubError(sentences.logIn, { status: 401 });
  }
}

/**
 * Calls the API as the user.
 * @param {string} path
 * @param {RequestInit} [options]
 */
export async function api(path, options = {}) {
  return send(path, { ...options, headers: { ...options.headers, Authorization: `Bearer ${await accessToken()}` } });
}

/** @param {string} path @param {any} [value] */
export const post = (path, value = {}) => api(path, json(value));

/** @param {string} path */
export const remove = (path) => api(path, { method: "DELETE" });

/** Forgets the tokens at once and gives them back to the hub, which may not answer: nobody waits for it. */
export function logOut() {
  const token = read()?.refresh_token;
  clear();
  if (token) send("/auth/revoke", { method: "POST", body: new URLSearchParams({ token }), keepalive: true }).catch(() => {});
}
