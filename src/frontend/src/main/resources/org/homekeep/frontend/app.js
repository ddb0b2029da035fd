// @ts-check
/** The page: gets a newcomer in, then shows what is kept where. */

import { Socket, api, isSetUp, logIn, logOut, loggedIn, makeFirstUser } from "./hub.js";
import { showFlow } from "./flow.js";
import { askKept, showKey } from "./key.js";
import { askRestore } from "./restore.js";
import { ago, element, named, row, size, when, withForm, words } from "./view.js";

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
const banner = /** @type {HTMLElement} */ (document.getElementById("banner"));
const logOutButton = /** @type {HTMLButtonElement} */ (document.getElementById("log-out"));

const STATES = {
  loaded: ["good", "Working"],
  setup_in_progress: ["wait", "Starting"],
  setup_retry: ["wait", "Not reachable; Homekeep keeps trying"],
  setup_error: ["bad", "Needs your attention"],
  migration_error: ["bad", "Cannot be read by this version"],
  failed_unload: ["bad", "Needs a restart"],
  unload_in_progress: ["wait", "Stopping"],
  not_loaded: ["", "Off"],
};
const PROGRESS = {
  create_backup: "A backup is being made",
  receive_backup: "A backup is being received",
  restore_backup: "A backup is being restored; Homekeep will be back in a moment",
  blocked: "Backups wait for another task",
};
const ACTIONS = { create_backup: "backup", receive_backup: "upload", restore_backup: "restore" };
const REASONS = {
  backup_reader_writer_error: "It could not be made, and no location has it.",
  upload_failed: "Not every location has a copy; the list below says which.",
  password_incorrect: "The encryption key was not that of the backup. Nothing was changed.",
};

/** @type {Socket | null} */
let socket = null;

const call = (message) => socket.call(message);

function show(name) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(name));
  main.replaceChildren(template.content.cloneNode(true));
  logOutButton.hidden = name !== "overview";
  main.focus();
}

function put(name, text) {
  const place = main.querySelector(`[data-text="${name}"]`);
  if (place && place.textContent !== text) place.textContent = text;
}

function list(name, rows, ifEmpty) {
  main.querySelector(`[data-list="${name}"]`)
    ?.replaceChildren(...(rows.length ? rows : [element("li", { className: "muted" }, ifEmpty)]));
}

const button = (name) => /** @type {HTMLButtonElement} */ (main.querySelector(`[data-do="${name}"]`));

async function start() {
  socket?.close();
  socket = null;
  if (loggedIn()) {
    showOverview();
    return;
  }
  try {
    const ready = await isSetUp();
    banner.textContent = "";
    if (ready) showLogin();
    else showOnboarding();
  } catch (failure) {
    banner.textContent = failure.message;
    setTimeout(start, 3000);
  }
}

function showOnboarding() {
  show("onboarding");
  withForm(main.querySelector("form"), async (fields) => {
    if (fields.password !== fields.again) {
      throw new Error("The two passwords are not the same.");
    }
    await makeFirstUser(fields);
    await start();
  });
}

function showLogin(trouble = "") {
  show("login");
  const form = main.querySelector("form");
  form.querySelector(".error").textContent = trouble;
  withForm(form, async (fields) => {
    try {
      if (!(await logIn(fields, askCode))) {
        throw new Error("User name or password is wrong.");
      }
    } catch (failure) {
      // Whoever was asked for a code has another form before them by now.
      if (form.isConnected) throw failure;
      showLogin(failure.message);
      return;
    }
    await start();
  });
}

/** Asks for a code of the authenticator app. */
const askCode = (wrong) =>
  new Promise((resolve) => {
    show("code");
    const form = main.querySelector("form");
    form.querySelector(".error").textContent = wrong ? "This code is wrong or was used before. Wait for the next one." : "";
    withForm(form, async ({ code }) => resolve(code));
  });

function showOverview() {
  show("overview");
  put("headline", "Your home's backups");
  button("backup").onclick = backUp;
  button("add-b2").onclick = () => startFlow({ handler: "backblaze_b2" });
  button("show-key").onclick = () => act(async () => {
    await showStoredKey(keyPlace());
  });
  socket = new Socket({
    ready: async (connected) => {
      banner.textContent = "";
      await refresh();
      await connected.call({ type: "backup/subscribe_events" }, follow).catch(report);
    },
    lost: () => (banner.textContent = "The connection to Homekeep was lost. Trying again …"),
    refused: start,
  });
}

const report = (failure) => (banner.textContent = failure.message);

/** Does what a button asks for, and says what went wrong. */
const act = (action) => {
  banner.textContent = "";
  return action().catch(report);
};

const startFlow = (request) =>
  act(() => showFlow(main.querySelector('[data-place="flow"]'), socket, request, refresh));

function follow(event) {
  const progress = PROGRESS[event.manager_state];
  const idle = event.manager_state === "idle";
  const stage = event.stage ? ` (${event.stage.replaceAll("_", " ")})` : "";
  if (event.state !== "completed" && event.state !== "failed") put("activity", progress ? `${progress}${stage} …` : "");
  button("backup").disabled = !idle;
  if (idle || event.state === "failed") refresh();
}

const keyPlace = () => main.querySelector('[data-place="key"]');

const storedKey = async () => (await socket.call({ type: "backup/config/info" })).config.create_backup.password;

const keys = (command, fields = {}) => call({ type: `homekeep/backup/keys/${command}`, ...fields });

async function showStoredKey(place) {
  const { fingerprint, confirmed } = (await keys("list")).keys.find((key) => key.active);
  await showKey(place, call, await keys("show", { fingerprint }), "Hide", () => place.replaceChildren());
  if (!confirmed) askKept(place, call, fingerprint);
}

/** Nothing is encrypted with a key that nobody has kept, so the key is shown before it is used. */
const backUp = () => act(async () => {
  const place = keyPlace();
  const key = await storedKey();
  if (key) {
    await generate(key);
  } else if (place.hasChildNodes()) {
    // The key that is shown may be on paper by now: never another one.
    place.querySelector("a").focus();
  } else {
    const made = await keys("new");
    await showKey(place, call, made, "I have kept the key: back up now", () => act(() => useKey(place, made)));
  }
});

async function useKey(place, { key, fingerprint }) {
  if (await storedKey()) {
    place.replaceChildren();
    throw new Error("Another page has set a key meanwhile. Throw away the one shown here, and press “Show the key”.");
  }
  await keys("new", { fingerprint, activate: true, kit_saved: true });
  place.replaceChildren();
  await generate(key);
}

async function generate(password) {
  const { agents } = await socket.call({ type: "backup/agents/info" });
  await socket.call({ type: "backup/generate", agent_ids: agents.map((agent) => agent.agent_id), password });
}

const restore = (backup, agents) => act(async () => {
  askRestore(backup, agents, await storedKey(), (chosen) => socket.call({ type: "backup/restore", ...chosen }));
});

async function refresh() {
  try {
    const [info, { agents }, entries, key] = await Promise.all([
      socket.call({ type: "backup/info" }),
      socket.call({ type: "backup/agents/info" }),
      api("/api/config/config_entries/entry"),
      storedKey(),
    ]);
    button("show-key").hidden = !key;
    showBackups(info, agents, entries);
    showLast(info.last_action_event);
    showEntries(entries);
  } catch (failure) {
    report(failure);
  }
}

function showBackups(info, agents, entries) {
  const backups = [...info.backups].sort((a, b) => b.date.localeCompare(a.date));
  const title = (id) => entries.find((entry) => id.endsWith(`.${entry.entry_id}`))?.title ?? id;
  const name = (id) => named(agents.find((agent) => agent.agent_id === id) ?? { agent_id: id, name: title(id) });
  const away = entries.filter((entry) => entry.state !== "loaded").map((entry) => entry.title);
  const warning = away.length ? ` New backups do not go to ${away.join(", ")} now: see Integrations.` : "";
  const many = backups.length === 1 ? "1 backup" : `${backups.length} backups`;
  const places = (count) => (count === 1 ? "1 location" : `${count} locations`);
  const holders = agents.filter((agent) => backups.some((backup) => backup.agents[agent.agent_id]));
  const newest = Object.keys(backups[0]?.agents ?? {}).length;
  const missing = newest < agents.length ? ` It is at ${newest} of ${places(agents.length)}.` : "";
  put("headline", backups.length ? `${many} at ${places(holders.length)}` : "No backup yet");
  put("summary", (backups.length
    ? `The newest was made ${ago(backups[0].date)}.${missing}`
    : `${places(agents.length)} ready. Press “Back up now” to make the first one.`) + warning);

  list("locations", agents.map((agent) => {
    const copies = backups.map((backup) => backup.agents[agent.agent_id]).filter(Boolean);
    const error = info.agent_errors[agent.agent_id];
    const bytes = copies.reduce((sum, copy) => sum + copy.size, 0);
    const here = agent.agent_id === "backup.local" ? "In Homekeep's own directory" : words(agent.agent_id.split(".")[0]);
    return row(error ? "bad" : "good", named(agent), error ?? here,
      error ? "" : ["Empty", `1 copy, ${size(bytes)}`][copies.length] ?? `${copies.length} copies, ${size(bytes)}`);
  }), "No location to keep backups at.");

  list("backups", backups.slice(0, 50).map((backup) => {
    const copies = Object.entries(backup.agents);
    const locked = copies.every(([, copy]) => copy.protected) ? "encrypted" : "not encrypted";
    const failed = backup.failed_agent_ids.map(name);
    const lacking = failed.length ? `; missing at ${failed.join(", ")}` : "";
    const where = copies.map(([id]) => name(id)).join(", ");
    const bytes = size(Math.max(0, ...copies.map(([, copy]) => copy.size)));
    const line = row(failed.length ? "wait" : "good", when(backup.date), `${where} · ${locked} · ${bytes} · ${backup.name}${lacking}`);
    line.append(element("button", { type: "button", className: "quiet", onclick: () => restore(backup, agents) }, "Restore"));
    return line;
  }), "Nothing has been backed up so far.");
}

/** Says how the last action ended, also when it took the page's connection with it. */
function showLast(event) {
  const action = ACTIONS[event?.manager_state];
  if (!action) return;
  main.querySelector('[data-text="activity"]').classList.toggle("failed", event.state === "failed");
  if (event.state === "failed") put("activity", `The last ${action} failed. ${REASONS[event.reason] ?? ""}`);
  else if (event.state === "completed") put("activity", `The last ${action} is complete.`);
}

function showEntries(entries) {
  list("entries", entries.map((entry) => {
    const [colour, state] = STATES[entry.state] ?? ["wait", entry.state];
    const reason = entry.reason ? `: ${entry.reason}` : "";
    const line = row(colour, entry.title, `${words(entry.domain)} · ${state}${reason}`);
    if (entry.supports_reconfigure) {
      const change = () => startFlow({ handler: entry.domain, entry_id: entry.entry_id });
      line.append(element("button", { type: "button", className: "quiet", onclick: change }, "Change"));
    }
    return line;
  }), "None yet. A location away from home, such as Backblaze B2, keeps your backups when this machine is lost.");
}

logOutButton.onclick = async () => {
  await logOut();
  await start();
};

start();
