// @ts-check
/** The connection to the hub: logging in, tokens, HTTP and the websocket. */

const STORE = "homekeep.tokens";
const CLIENT_ID = `${location.origin}/`;
const TIMEOUT_MS = 30000;
const NO_ANSWER = "Homekeep does not answer. Is it running?";

/** What the hub refused, with a sentence for people. */
export class HubError extends Error {
  /** @param {string} message @param {number} [status] */
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

/** Tokens stay in this tab and go when it is closed. */
const tokens = {
  get: () => JSON.parse(sessionStorage.getItem(STORE) ?? "null"),
  set: (value) => sessionStorage.setItem(STORE, JSON.stringify(value)),
  clear: () => sessionStorage.removeItem(STORE),
};

export const loggedIn = () => tokens.get() !== null;

/** @param {string} path @param {RequestInit} [options] */
async function send(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { ...options, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch {
    throw new HubError(NO_ANSWER);
  }
  const text = await response.text();
  let body = null;
  try {
    body = JSON.parse(text);
  } catch {
    body = text === "" ? null : { message: text };
  }
  if (!response.ok) {
    const words = body?.message ?? body?.error_description ?? body?.error;
    throw new HubError(words ?? `Homekeep answered with status ${response.status}.`, response.status);
  }
  return body;
}

const json = (value) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(value),
});

async function exchange(fields) {
  const body = new URLSearchParams({ client_id: CLIENT_ID, ...fields });
  const answer = await send("/auth/token", { method: "POST", body });
  tokens.set({ ...tokens.get(), ...answer, expires: Date.now() + answer.expires_in * 1000 });
}

const redeem = (code) => exchange({ grant_type: "authorization_code", code });

/** Whether somebody has made the first account. */
export async function isSetUp() {
  const steps = await send("/api/onboarding");
  return steps.find((step) => step.step === "user")?.done === true;
}

/** Makes the first account and logs it in. */
export async function makeFirstUser({ name, username, password }) {
  const language = navigator.language.slice(0, 2);
  const user = { name, username, password, client_id: CLIENT_ID, language };
  await redeem((await send("/api/onboarding/users", json(user))).auth_code);
}

/**
 * Logs in; false when user name or password are wrong.
 * @param {{ username: string, password: string }} user
 * @param {(wrong: boolean) => Promise<string>} askCode gives a code of the user's authenticator app
 */
export async function logIn({ username, password }, askCode) {
  const request = { client_id: CLIENT_ID, handler: ["homeassistant", null], redirect_uri: CLIENT_ID };
  const flow = await send("/auth/login_flow", json(request));
  const answer = (fields) => send(`/auth/login_flow/${flow.flow_id}`, json({ client_id: CLIENT_ID, ...fields }));
  let step = await answer({ username, password });
  while (step.step_id === "mfa") {
    step = await answer({ code: await askCode(Boolean(step.errors?.base)) });
  }
  if (step.type === "abort") {
    throw new HubError("That took too long or too many codes. Log in again.");
  }
  if (step.type === "create_entry") {
    await redeem(step.result);
  }
  return step.type === "create_entry";
}

/** Gives the tokens back. */
export async function logOut() {
  const token = tokens.get()?.refresh_token;
  tokens.clear();
  if (token) {
    await send("/auth/revoke", { method: "POST", body: new URLSearchParams({ token }) }).catch(() => {});
  }
}

async function accessToken() {
  const held = tokens.get();
  if (held === null) {
    throw new HubError("Please log in.", 401);
  }
  if (Date.now() > held.expires - 60000) {
    try {
      await exchange({ grant_type: "refresh_token", refresh_token: held.refresh_token });
    } catch (failure) {
      if (failure.status === 400 || failure.status === 403) {
        tokens.clear();
        throw new HubError("Please log in again.", 401);
      }
      throw failure;
    }
  }
  return tokens.get().access_token;
}

/** Calls the API as the user. @param {string} path @param {RequestInit} [options] */
export async function api(path, options = {}) {
  const headers = { ...options.headers, Authorization: `Bearer ${await accessToken()}` };
  return send(path, { ...options, headers });
}

export const post = (path, value) => api(path, json(value));

/** A websocket that stays connected until it is closed. */
export class Socket {
  #socket;
  #id = 0;
  #open = true;
  #waiting = new Map();
  #delay = 1000;

  /**
   * @param {{ready: (socket: Socket) => void, lost: () => void, refused: () => void}} on
   */
  constructor(on) {
    this.on = on;
    this.#connect();
  }

  async #connect() {
    let token;
    try {
      token = await accessToken();
    } catch (failure) {
      if (failure.status === 401) {
        this.on.refused();
      } else {
        this.#retry();
      }
      return;
    }
    if (!this.#open) return;
    const address = new URL("/api/websocket", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    this.#id = 0;
    this.#socket = new WebSocket(address);
    this.#socket.onmessage = (event) => [JSON.parse(event.data)].flat().forEach((message) => this.#take(message, token));
    this.#socket.onclose = () => this.#lost();
  }

  #take(message, token) {
    if (message.type === "auth_required") {
      this.#socket.send(JSON.stringify({ type: "auth", access_token: token }));
    } else if (message.type === "auth_ok") {
      this.#delay = 1000;
      this.on.ready(this);
    } else if (message.type === "auth_invalid") {
      this.#open = false;
      tokens.clear();
      this.on.refused();
    } else if (message.type === "event") {
      this.#waiting.get(message.id)?.event?.(message.event);
    } else if (message.type === "result") {
      const call = this.#waiting.get(message.id);
      if (!call?.event) this.#waiting.delete(message.id);
      if (message.success) call?.resolve(message.result);
      else call?.reject(new HubError(message.error.message));
    }
  }

  #lost() {
    this.#waiting.forEach((call) => call.reject(new HubError("The connection was lost.")));
    this.#waiting.clear();
    if (this.#open) {
      this.on.lost();
      this.#retry();
    }
  }

  #retry() {
    setTimeout(() => this.#open && this.#connect(), this.#delay);
    this.#delay = Math.min(this.#delay * 2, 15000);
  }

  /** Sends a command; `event` makes it a subscription. */
  call(command, event) {
    return new Promise((resolve, reject) => {
      if (this.#socket?.readyState !== WebSocket.OPEN) {
        reject(new HubError(NO_ANSWER));
        return;
      }
      const id = ++this.#id;
      this.#waiting.set(id, { resolve, reject, event });
      this.#socket.send(JSON.stringify({ id, ...command }));
    });
  }

  close() {
    this.#open = false;
    this.#socket?.close();
  }
}
