// @ts-check
/** What a component shows of the hub: loaded when it appears, again after each reconnection, and when it is asked to. */

import { hub } from "./connection.js";

/**
 * @template T
 * @implements {Partial<import("lit").ReactiveController>}
 */
export class Loaded {
  /** The last answer; undefined before the first. @type {T | undefined} */
  value;

  /** Why the last attempt failed. @type {Error | undefined} */
  error;

  #loading = 0;
  #connected = false;

  /**
   * @param {import("lit").LitElement} host
   * @param {() => Promise<T>} load
   */
  constructor(host, load) {
    this.host = host;
    this.load = load;
    host.addController(this);
  }

  hostConnected() {
    this.#connected = true;
    hub.addEventListener("state", this.#onState);
    this.reload();
  }

  hostDisconnected() {
    this.#connected = false;
    hub.removeEventListener("state", this.#onState);
  }

  /** Loads anew; of several at once the last counts. */
  reload = async () => {
    const turn = ++this.#loading;
    try {
      const value = await this.load();
      if (turn !== this.#loading) return;
      this.value = value;
      this.error = undefined;
    } catch (failure) {
      if (turn !== this.#loading) return;
      this.error = /** @type {Error} */ (failure);
    }
    if (this.#connected) this.host.requestUpdate();
  };

  #onState = () => {
    if (hub.state === "ready") this.reload();
  };
}

/** A subscription for as long as a component is shown. */
export class Subscribed {
  /** @type {(() => void) | undefined} */
  #end;

  /**
   * @param {import("lit").LitElement} host
   * @param {string} type
   * @param {(event: any) => void} onEvent
   * @param {Record<string, any>} [fields]
   * @param {(failure: Error) => void} [onError] when the hub refuses
   */
  constructor(host, type, onEvent, fields = {}, onError = undefined) {
    this.begin = () => hub.subscribe(type, fields, onEvent, onError);
    host.addController(this);
  }

  hostConnected() {
    this.#end = this.begin();
  }

  hostDisconnected() {
    this.#end?.();
  }
}
