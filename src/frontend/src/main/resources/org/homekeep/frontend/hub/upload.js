// @ts-check
/** Files that are sent to the hub: the browser tells how far that is for this way of asking alone. */

import { HubError, parsed, sentences } from "./tokens.js";

/** The code of a file whose sending was ended here. */
export const ABORTED = "aborted";

/**
 * Sends a file.
 * @param {string} path
 * @param {File} file
 * @param {{ token?: string, signal: AbortSignal, onProgress: (bytes: number, total: number) => void }} how
 * @returns {Promise<any>} the answer; fails with a {@link HubError}, whose status is 0 when the line broke
 */
export function sendFile(path, file, { token, signal, onProgress }) {
  const form = new FormData();
  form.append("file", file, file.name);
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.open("POST", path);
    if (token) request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded, total);
    request.onerror = () => reject(new HubError(sentences.noAnswer));
    request.onabort = () => reject(new HubError("", { code: ABORTED }));
    request.onload = async () => {
      const { status } = request;
      const answer = parsed(request.responseText);
      if (status === 201) resolve(answer);
      // What it is about is said beside it.
      else reject(new HubError(await sentences.said((answer?.message ?? sentences.status(status)).replace(/^Can't \w+ backup file: /, "")), { status }));
    };
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
    if (signal.aborted) request.abort();
  });
}
