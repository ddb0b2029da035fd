// @ts-check
/** Something that a person asked for and waits for: one at a time, with what went wrong. */

/** @implements {Partial<import("lit").ReactiveController>} */
export class Submission {
  busy = false;

  /** What went wrong, as a sentence. */
  error = "";

  /** @param {import("lit").LitElement} host */
  constructor(host) {
    this.host = host;
    host.addController(this);
  }

  hostConnected() {}

  /**
   * Does it, unless it is being done.
   * @param {() => Promise<any>} action
   * @returns {Promise<boolean>} whether it was done
   */
  run = async (action) => {
    if (this.busy) return false;
    this.busy = true;
    this.error = "";
    this.host.requestUpdate();
    try {
      await action();
      return true;
    } catch (failure) {
      this.error = /** @type {Error} */ (failure).message;
      return false;
    } finally {
      this.busy = false;
      this.host.requestUpdate();
    }
  };

  /**
   * For `@submit`: does it with the fields of the form.
   * @param {(fields: Record<string, any>, form: HTMLFormElement) => Promise<any>} action
   */
  submit = (action) => (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    return this.run(() => action(Object.fromEntries(new FormData(form)), form));
  };
}
