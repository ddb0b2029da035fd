// @ts-check
/** The websocket to the hub: commands, subscriptions that survive a lost connection, and whether it is there. */

import { ENDED, HubError, accessToken, forgetTokens, inWords, sentences } from "./tokens.js";

const LONGEST_DELAY_MS = 15_000;
const PING_MS = 30_000;
const PONG_MS = 15_000;

/**
 * @typedef {"off" | "connecting" | "ready" | "lost" | "refused"} State
 * @typedef {{ fields: any, onEvent: (event: any) => void, id: number }} Subscription
 */

/** Tells by the event `state` when it connects, loses the hub, or is refused. */
class Connection extends EventTarget {
  /** @type {State} */
  state = "off";

  /** What the hub calls its version. */
  version = "";

  /** @type {WebSocket | null} */
  #socket = null;
  #id = 0;
  #delay = 1000;
  #waiting = new Map();
  /** @type {Set<Subscription>} */
  #subscriptions = new Set();
  /** @type {number | undefined} */
  #pinging;
  /** @type {number | undefined} */
  #retrying;

  constructor() {
    super();
    addEventListener(ENDED, () => this.#refuse());
  }

  #refuse() {
    this.#become("refused");
    this.#drop();
  }

  /** Connects, and stays connected until {@link close}. */
  open() {
    if (this.state === "off" || this.state === "refused") {
      this.#become("connecting");
      this.#connect();
    }
  }

  close() {
    clearTimeout(this.#retrying);
    this.#subscriptions.clear();
    this.#become("off");
    this.#drop();
  }

  /**
   * Sends a command.
   * @param {string} type
   * @param {Record<string, any>} [fields]
   * @returns {Promise<any>} its result; fails with a {@link HubError}
   */
  async call(type, fields = {}) {
    try {
      return await this.ask(type, fields);
    } catch (failure) {
      throw await inWords(failure);
    }
  }

  /**
   * The same, with an error as the hub words it.
   * @param {string} type
   * @param {Record<string, any>} [fields]
   * @returns {Promise<any>}
   */
  async ask(type, fields = {}) {
    if (this.state === "connecting" || this.state === "lost") await this.#untilReady();
    return this.#send({ type, ...fields }).answer;
  }

  /**
   * Subscribes until the function that it gives is called, also after the connection was lost and is back.
   * @param {string} type
   * @param {Record<string, any>} fields
   * @param {(event: any) => void} onEvent
   * @param {(failure: HubError) => void} [onError] when the hub refuses
   * @returns {() => void}
   */
  subscribe(type, fields, onEvent, onError = () => {}) {
    const subscription = { fields: { type, ...fields }, onEvent, onError, id: 0 };
    this.#subscriptions.add(subscription);
    if (this.state === "ready") this.#begin(subscription);
    return () => {
      this.#subscriptions.delete(subscription);
      if (this.state === "ready" && subscription.id) {
        this.#waiting.delete(subscription.id);
        this.#send({ type: "unsubscribe_events", subscription: subscription.id }).answer.catch(() => {});
      }
    };
  }

  /** @param {any} subscription */
  #begin(subscription) {
    const { id, answer } = this.#send(subscription.fields, subscription.onEvent);
    subscription.id = id;
    answer.catch(subscription.onError);
  }

  /** @param {any} command @param {(event: any) => void} [onEvent] */
  #send(command, onEvent) {
    const socket = this.#socket;
    if (this.state !== "ready" || socket?.readyState !== WebSocket.OPEN) {
      return { id: 0, answer: Promise.reject(new HubError(sentences.noAnswer)) };
    }
    const id = ++this.#id;
    const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject, onEvent }));
    socket.send(JSON.stringify({ id, ...command }));
    return { id, answer };
  }

  #untilReady() {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => ended(() => reject(new HubError(sentences.noAnswer))), PONG_MS);
      const listener = () => {
        if (this.state === "ready") ended(resolve);
        else if (this.state !== "connecting" && this.state !== "lost") ended(() => reject(new HubError(sentences.logIn, { status: 401 })));
      };
      const ended = (/** @type {(value?: any) => void} */ how) => {
        clearTimeout(late);
        this.removeEventListener("state", listener);
        how();
      };
      this.addEventListener("state", listener);
    });
  }

  async #connect() {
    let token;
    try {
      token = await accessToken();
    } catch (failure) {
      if (this.state === "off") return;
      if (failure instanceof HubError && failure.status === 401) this.#refuse();
      else this.#lose();
      return;
    }
    if (this.state === "off") return;
    const address = new URL("/api/websocket", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    this.#id = 0;
    const socket = new WebSocket(address);
    this.#socket = socket;
    // A hub or a proxy that takes the line and says nothing is none.
    const late = setTimeout(() => socket === this.#socket && this.state !== "ready" && this.#lose(), PONG_MS);
    socket.onopen = () => socket.send(JSON.stringify({ type: "auth", access_token: token }));
    socket.onmessage = (event) => socket === this.#socket && [JSON.parse(event.data)].flat().forEach((message) => this.#take(message));
    socket.onclose = () => {
      clearTimeout(late);
      if (socket === this.#socket) this.#lose();
    };
  }

  /** @param {any} message */
  #take(message) {
    const call = this.#waiting.get(message.id);
    switch (message.type) {
      case "auth_ok":
        this.version = message.ha_version;
        this.#delay = 1000;
        this.#become("ready");
        this.#subscriptions.forEach((subscription) => this.#begin(subscription));
        this.#pinging = setInterval(() => this.#ping(), PING_MS);
        break;
      case "auth_invalid":
        forgetTokens();
        this.#refuse();
        break;
      case "event":
        call?.onEvent?.(message.event);
        break;
      case "pong":
      case "result":
        if (!call?.onEvent || !message.success) this.#waiting.delete(message.id);
        if (message.type === "pong" || message.success) call?.resolve(message.result);
        else call?.reject(new HubError(message.error.message, { code: message.error.code, body: message.error }));
        break;
    }
  }

  /** A line that is dead without a word is noticed. */
  #ping() {
    const socket = this.#socket;
    const late = setTimeout(() => socket === this.#socket && this.#lose(), PONG_MS);
    this.#send({ type: "ping" }).answer.then(() => clearTimeout(late), () => clearTimeout(late));
  }

  #lose() {
    this.#drop();
    if (this.state === "off" || this.state === "refused") return;
    this.#become("lost");
    this.#retry();
  }

  #drop() {
    clearInterval(this.#pinging);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#waiting.forEach((call) => call.reject(new HubError(sentences.lost)));
    this.#waiting.clear();
  }

  #retry() {
    clearTimeout(this.#retrying);
    this.#retrying = setTimeout(() => this.state !== "off" && this.#connect(), this.#delay);
    this.#delay = Math.min(this.#delay * 2, LONGEST_DELAY_MS);
  }

  /** @param {State} state */
  #become(state) {
    if (this.state !== state) {
      this.state = state;
      this.dispatchEvent(new Event("state"));
    }
  }
}

/** The one connection of this page. */
export const hub = new Connection();

/** Sends a command to the hub. @type {Connection["call"]} */
export const call = (type, fields) => hub.call(type, fields);
