// @ts-check
/** The page: gets a newcomer in, then shows what is kept where. */

import { Socket, api, isSetUp, logIn, logOut, loggedIn, makeFirstUser } from "./hub.js";
import { showFlow } from "./flow.js";
import { emergencyKit, newKey } from "./key.js";
import { element, named, row, size, when, withForm } from "./view.js";

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

/** @type {Socket | null} */
let socket = null;

function show(name) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(name));
  main.replaceChildren(template.content.cloneNode(true));
  logOutButton.hidden = name !== "overview";
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

function showLogin() {
  show("login");
  withForm(main.querySelector("form"), async (fields) => {
    if (!(await logIn(fields))) {
      throw new Error("User name or password is wrong.");
    }
    await start();
  });
}

function showOverview() {
  show("overview");
  put("headline", "Your home's backups");
  button("backup").onclick = backUp;
  button("add-b2").onclick = () => {
    const place = main.querySelector('[data-place="flow"]');
    showFlow(place, "backblaze_b2", refresh).catch(report);
  };
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

function follow(event) {
  const progress = PROGRESS[event.manager_state];
  const stage = event.stage ? ` (${event.stage.replaceAll("_", " ")})` : "";
  if (progress) {
    put("activity", `${progress}${stage} …`);
  } else if (event.manager_state === "idle") {
    put("activity", "");
  }
  button("backup").disabled = event.manager_state !== "idle";
  if (event.manager_state === "idle" || event.state === "failed") refresh();
}

async function backUp() {
  try {
    const { config } = await socket.call({ type: "backup/config/info" });
    const password = config.create_backup.password;
    if (password) {
      const { agents } = await socket.call({ type: "backup/agents/info" });
      await socket.call({ type: "backup/generate", agent_ids: agents.map((agent) => agent.agent_id), password });
    } else {
      offerKey();
    }
  } catch (failure) {
    report(failure);
  }
}

/** Nothing is encrypted with a key that nobody has kept, so the key is shown before it is used. */
function offerKey() {
  const password = newKey();
  const place = main.querySelector('[data-place="key"]');
  const kit = element("a", { download: "homekeep-emergency-kit.txt", href: emergencyKit(password) }, "Save the emergency kit");
  const go = element("button", { type: "button" }, "I have kept the key: back up now");
  go.onclick = async () => {
    try {
      await socket.call({ type: "backup/config/update", create_backup: { password } });
      place.replaceChildren();
      await backUp();
    } catch (failure) {
      report(failure);
    }
  };
  place.replaceChildren(element("section", { className: "card" },
    element("h2", {}, "Your encryption key"),
    element("p", { className: "muted" }, "Without this key nobody can open your backups, not even you. Keep it away from this machine, on paper."),
    element("p", { className: "key" }, element("code", {}, password)),
    element("div", { className: "buttons" }, go, kit)));
  go.focus();
}

async function restore(backup) {
  try {
    const ids = Object.keys(backup.agents);
    const agent_id = ids.includes("backup.local") ? "backup.local" : ids[0];
    const question = `Restore “${backup.name}”? It replaces what is in the data directory now, and Homekeep starts anew.`;
    if (!confirm(question)) return;
    let password;
    if (backup.agents[agent_id].protected) {
      const { config } = await socket.call({ type: "backup/config/info" });
      password = config.create_backup.password ?? prompt("Encryption key of this backup");
      if (!password) return;
    }
    await socket.call({ type: "backup/restore", backup_id: backup.backup_id, agent_id, ...(password && { password }) });
  } catch (failure) {
    report(failure);
  }
}

async function refresh() {
  try {
    const [info, { agents }, entries] = await Promise.all([
      socket.call({ type: "backup/info" }),
      socket.call({ type: "backup/agents/info" }),
      api("/api/config/config_entries/entry"),
    ]);
    showBackups(info, agents);
    showEntries(entries);
  } catch (failure) {
    report(failure);
  }
}

function showBackups(info, agents) {
  const backups = [...info.backups].sort((a, b) => b.date.localeCompare(a.date));
  const name = (id) => agents.find((agent) => agent.agent_id === id)?.name ?? id;
  const many = backups.length === 1 ? "1 backup" : `${backups.length} backups`;
  const places = agents.length === 1 ? "1 location" : `${agents.length} locations`;
  put("headline", backups.length ? `${many} at ${places}` : "No backup yet");
  put("summary", backups.length
    ? `The newest was made ${when(backups[0].date)}.`
    : `${places[0].toUpperCase()}${places.slice(1)} ready. Press “Back up now” to make the first one.`);

  list("locations", agents.map((agent) => {
    const copies = backups.map((backup) => backup.agents[agent.agent_id]).filter(Boolean);
    const error = info.agent_errors[agent.agent_id];
    const bytes = copies.reduce((sum, copy) => sum + copy.size, 0);
    const here = agent.agent_id === "backup.local" ? "On this machine" : named(agent.agent_id.split(".")[0]);
    return row(error ? "bad" : "good", agent.name, error ?? here,
      ["Empty", `1 copy, ${size(bytes)}`][copies.length] ?? `${copies.length} copies, ${size(bytes)}`);
  }), "No location to keep backups at.");

  list("backups", backups.slice(0, 50).map((backup) => {
    const copies = Object.entries(backup.agents);
    const locked = copies.every(([, copy]) => copy.protected) ? "encrypted" : "not encrypted";
    const failed = backup.failed_agent_ids.map(name);
    const missing = failed.length ? `; missing at ${failed.join(", ")}` : "";
    const where = copies.map(([id]) => name(id)).join(", ");
    const line = row(failed.length ? "wait" : "good", backup.name, `${when(backup.date)} · ${locked} · ${where}${missing}`,
      size(Math.max(0, ...copies.map(([, copy]) => copy.size))));
    line.append(element("button", { type: "button", className: "quiet", onclick: () => restore(backup) }, "Restore"));
    return line;
  }), "Nothing has been backed up so far.");
}

function showEntries(entries) {
  list("entries", entries.map((entry) => {
    const [colour, words] = STATES[entry.state] ?? ["wait", entry.state];
    return row(colour, entry.title, entry.reason ? `${words}: ${entry.reason}` : words, named(entry.domain));
  }), "None yet. A location away from home, such as Backblaze B2, keeps your backups when this machine is lost.");
}

logOutButton.onclick = async () => {
  await logOut();
  await start();
};

start();
