// @ts-check
/** The client that sent its user to `/auth/authorize`: who it is, and whether it may get an answer where it wants it. */

/**
 * @typedef {{ client_id: string, redirect_uri: string, state: string | null, name: string, target: string, refused: boolean }} Client
 * `target` is where the user is sent after the login
 */

/** The one in the address; undefined when there is none. @returns {Client | undefined} */
export function askingClient() {
  const asked = new URLSearchParams(location.search);
  const client_id = asked.get("client_id");
  if (location.pathname !== "/auth/authorize") return undefined;
  const redirect_uri = asked.get("redirect_uri") ?? client_id ?? "";
  const client = address(client_id ?? "");
  const target = address(redirect_uri);
  return {
    client_id: client_id ?? "",
    redirect_uri,
    state: asked.get("state"),
    name: client?.host ?? "",
    target: target?.host ?? "",
    refused: !client || !target || !mayAnswer(client, target),
  };
}

/** @param {string} text */
const address = (text) => (URL.canParse(text) ? new URL(text) : undefined);

/**
 * As the hub decides, which has the last word: at the client's own host, or in Home Assistant's app.
 * @param {URL} client
 * @param {URL} target
 */
function mayAnswer(client, target) {
  if (target.protocol === "homeassistant:") return client.host === "home-assistant.io";
  return ["http:", "https:"].includes(client.protocol) && client.origin === target.origin && !target.username && !target.password;
}
