// Connects to a hub with home-assistant-js-websocket and says line by line what happens:
//   node --experimental-websocket client.mjs ADDRESS
// The token is the first line of standard input; it ends when standard input does.
import { createInterface } from "node:readline";
import {
  callService,
  createConnection,
  createLongLivedTokenAuth,
  getStates,
  getUser,
  subscribeConfig,
  subscribeEntities,
  subscribeServices,
} from "home-assistant-js-websocket";

const say = (what, detail) => console.log(JSON.stringify({ what, detail }));

/** The first value that a collection gives. */
const first = (subscribe, connection) =>
  new Promise((resolve) => {
    subscribe(connection, resolve);
  });

const lines = createInterface({ input: process.stdin });
const token = await new Promise((resolve) => {
  lines.once("line", resolve);
});
lines.once("close", () => process.exit(0));

const connection = await createConnection({
  auth: createLongLivedTokenAuth(process.argv[2], token),
  setupRetry: 0,
});
say("connected", { version: connection.haVersion, user: (await getUser(connection)).name });
connection.addEventListener("disconnected", () => say("disconnected"));
connection.addEventListener("ready", () => say("reconnected"));

const states = await getStates(connection);
const entities = await first(subscribeEntities, connection);
const config = await first(subscribeConfig, connection);
const services = await first(subscribeServices, connection);
say("asked", {
  states: states.map((state) => state.entity_id),
  entities: Object.keys(entities),
  state: config.state,
  actions: Object.keys(services.backup),
});
subscribeEntities(connection, (now) =>
  say("entities", { manager: now["sensor.backup_backup_manager_state"]?.state }),
);
await connection.subscribeEvents((event) => say("event", event.data), "js_client_test");
await connection.subscribeMessage(
  (changes) =>
    changes.forEach(({ type, entry }) => say("entry", { type, domain: entry.domain })),
  { type: "config_entries/subscribe" },
);
try {
  await callService(connection, "no", "such");
} catch (error) {
  say("refused", error);
}
await connection.ping();
say("subscribed");
