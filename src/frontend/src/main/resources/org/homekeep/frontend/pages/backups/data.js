// @ts-check
/** What the hub knows of backups, as the pages of this section need it. */

import { call } from "../../hub/connection.js";
import { Loaded, Subscribed } from "../../hub/live.js";
import { HERE, apart, domainOf, placeNames } from "../../text/places.js";
import { hubWords, inHubWords } from "../../text/texts.js";

/** How soon those are asked again who did not answer in time; the last one counts from then on. */
const ASK_AGAIN_MS = [4000, 15_000, 60_000];

/**
 * @typedef {{ id: string, size: number, protected: boolean }} Copy
 * @typedef {"automatic" | "manual" | "other"} Type
 * @typedef {{
 *   id: string, name: string, date: string, at: Date, type: Type, copies: Copy[], failed: string[], size: number,
 *   database: boolean, folders: string[], addons: any[], version: string | null, leftOut: boolean, pinned: boolean, home: boolean,
 *   failedParts: string[],
 * }} Backup
 * @typedef {{ id: string, name: string, kind: string, away: boolean, here: boolean, error: string }} Location
 * @typedef {{
 *   backup_id: string, agent_id: string, name: string | null, state: "waiting" | "fetching" | "uploading", since: string, attempts: number,
 *   next_attempt: string | null, error: string | null, uploaded_bytes?: number, fetched_bytes?: number, total_bytes?: number,
 *   bytes_per_second?: number | null, seconds_left?: number | null,
 * }} Delivery
 */

/** All backups and where they are. */
export class Shelf {
  /** @param {any} answers */
  constructor({ info, agents, settings, kept, entries, manifests }) {
    this.info = info;
    this.folders = /** @type {string[]} */ (agents.folders ?? []);
    this.config = settings.config;
    this.hasKey = Boolean(this.config.create_backup.password);
    // The key is asked for when it is used, and not kept in between.
    delete this.config.create_backup.password;
    this.entries = entries;
    this.manifests = new Map(manifests.map((/** @type {any} */ each) => [each.domain, each]));
    /** @type {Location[]} */
    const locations = agents.agents.map((/** @type {any} */ agent) => this.#location(agent));
    /** @type {Map<string, Location>} */
    this.locations = new Map(apart(locations).map((each) => [each.id, each]));
    this.pinned = new Set(kept.pinned);
    /** @type {Backup[]} newest first */
    this.backups = info.backups.map((/** @type {any} */ each) => this.backup(each)).sort(newestFirst);
  }

  /** @param {any} agent @returns {Location} */
  #location(agent) {
    const { agent_id: id } = agent;
    const manifest = this.manifests.get(domainOf(id));
    const here = id === HERE;
    return {
      id,
      here,
      ...placeNames(agent, manifest?.name ?? domainOf(id)),
      away: !here && (manifest?.iot_class ?? "").startsWith("cloud"),
      error: this.info.agent_errors[id] ?? "",
    };
  }

  /** A backup as the hub describes it. @param {any} wire @returns {Backup} */
  backup(wire) {
    const copies = Object.entries(wire.agents).map(([id, copy]) => ({ id, .../** @type {any} */ (copy) }));
    // This system first: it is the quickest to download and to restore from.
    copies.sort((a, b) => Number(b.id === HERE) - Number(a.id === HERE));
    return {
      id: wire.backup_id,
      name: wire.name,
      date: wire.date,
      at: new Date(wire.date),
      type: wire.with_automatic_settings === null ? "other" : wire.with_automatic_settings ? "automatic" : "manual",
      copies,
      failed: wire.failed_agent_ids.filter((/** @type {string} */ id) => !wire.agents[id]),
      size: Math.max(0, ...copies.map((copy) => copy.size)),
      database: wire.database_included,
      home: wire.homeassistant_included,
      folders: wire.folders,
      addons: wire.addons,
      version: wire.homeassistant_version,
      leftOut: Boolean(wire.extra_metadata["homekeep.left_out"]),
      pinned: this.pinned.has(wire.backup_id),
      failedParts: [...wire.failed_folders, ...wire.failed_addons.map((/** @type {any} */ each) => each.name ?? each.slug)],
    };
  }

  /** What people call a location, also one that is gone. @param {string} id */
  nameOf(id) {
    const known = this.locations.get(id);
    if (known) return known.name;
    const entry = this.entries.find((/** @type {any} */ each) => id.endsWith(`.${each.entry_id}`));
    return entry?.title ?? this.manifests.get(domainOf(id))?.name ?? id;
  }

  /** @param {string[]} ids */
  namesOf(ids) {
    return ids.map((id) => this.nameOf(id));
  }

  /** Where automatic backups are to go. @returns {string[]} */
  get wanted() {
    return this.config.create_backup.agent_ids;
  }

  /**
   * What of it saves somebody: a damaged copy has not arrived, and a backup without another one is not there.
   * @param {{ backup_id: string, agent_id: string }[]} damaged
   * @returns {Shelf}
   */
  without(damaged) {
    if (!damaged.length) return this;
    const backups = this.backups.flatMap((backup) => {
      const lost = damaged.filter((each) => each.backup_id === backup.id).map((each) => each.agent_id);
      const copies = backup.copies.filter((copy) => !lost.includes(copy.id));
      return copies.length || !lost.length ? [{ ...backup, copies, failed: [...backup.failed, ...lost] }] : [];
    });
    return Object.assign(Object.create(Shelf.prototype), this, { backups });
  }

  /** The names of locations that did not say what they have. */
  get silent() {
    return this.namesOf(Object.keys(this.info.agent_errors));
  }
}

/** @param {Backup} a @param {Backup} b */
const newestFirst = (a, b) => b.at.getTime() - a.at.getTime();

/** Asks the hub for everything. */
async function loadShelf() {
  const [info, agents, settings, kept, entries, manifests] = await Promise.all([
    call("backup/info"),
    call("backup/agents/info"),
    call("backup/config/info"),
    call("homekeep/backup/retention/info"),
    call("config_entries/get"),
    call("manifest/list"),
  ]);
  info.agent_errors = await inHubWords(info.agent_errors);
  const event = info.last_action_event;
  if (event?.reason) event.reason = (await hubWords())(event.reason);
  return new Shelf({ info, agents, settings, kept, entries, manifests });
}

/** The shelf of a page, which stays as it is at the hub. */
export class LiveShelf {
  /** Copies that locations wait for. @type {Delivery[]} */
  deliveries = [];
  #asked = 0;
  #state = "";
  /** @type {number | undefined} */
  #again;

  /**
   * @param {import("lit").LitElement} host
   * @param {{ onEvent?: (event: any) => void, onLoad?: () => void }} [listeners] `onEvent` hears of backups that are being made, received
   *   or restored; `onLoad` hears whenever something may have changed
   */
  constructor(host, { onEvent = () => {}, onLoad = () => {} } = {}) {
    this.host = host;
    this.loaded = new Loaded(host, () => {
      onLoad();
      return this.#load();
    });
    new Subscribed(host, "backup/subscribe_events", (event) => {
      onEvent(event);
      if (event.agent_id) return;
      const ended = event.manager_state === "idle" && this.#state !== "idle" && this.#state !== "";
      this.#state = event.manager_state;
      if (ended) this.reload();
    });
    new Subscribed(host, "homekeep/backup/deliveries/subscribe", async (event) => {
      const say = await hubWords();
      this.#take(event.deliveries.map((/** @type {any} */ each) => ({ ...each, error: each.error && say(each.error) })));
    });
    host.addController({ hostDisconnected: () => clearTimeout(this.#again) });
  }

  /** @param {Delivery[]} deliveries */
  #take(deliveries) {
    const owed = (/** @type {Delivery[]} */ all) => all.map((each) => each.backup_id + each.agent_id).sort().join();
    const changed = owed(deliveries) !== owed(this.deliveries);
    this.deliveries = deliveries;
    this.host.requestUpdate();
    if (changed && this.shelf) this.reload();
  }

  async #load() {
    const shelf = await loadShelf();
    clearTimeout(this.#again);
    if (shelf.silent.length && this.host.isConnected) {
      const delay = ASK_AGAIN_MS[Math.min(this.#asked++, ASK_AGAIN_MS.length - 1)];
      this.#again = setTimeout(this.reload, delay);
    } else {
      this.#asked = 0;
    }
    return shelf;
  }

  get shelf() {
    return this.loaded.value;
  }

  get error() {
    return this.loaded.error;
  }

  reload = () => this.loaded.reload();

  /** @param {string} backupId @param {string} agentId */
  delivery(backupId, agentId) {
    return this.deliveries.find((each) => each.backup_id === backupId && each.agent_id === agentId);
  }
}
