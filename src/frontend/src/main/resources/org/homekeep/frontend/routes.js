// @ts-check
/** Which address shows which component, and which module has it. */

/**
 * @typedef {{ pattern: string, tag: string, module: string, section: string }} Route
 * A name with a colon stands for one part of the address and becomes a parameter.
 */

/** @type {Route[]} */
const ROUTES = [
  { pattern: "/backups", tag: "hk-backups", module: "backups/overview", section: "backups" },
  { pattern: "/backups/all", tag: "hk-backup-list", module: "backups/list", section: "backups" },
  { pattern: "/backups/all/:backup_id", tag: "hk-backup-details", module: "backups/details", section: "backups" },
  { pattern: "/backups/history", tag: "hk-backup-history", module: "backups/history", section: "backups" },
  { pattern: "/backups/setup", tag: "hk-backup-setup", module: "settings/wizard", section: "backups" },
  { pattern: "/backups/settings", tag: "hk-backup-settings", module: "settings/settings", section: "backups" },
  { pattern: "/backups/key", tag: "hk-backup-key", module: "settings/key", section: "backups" },
  { pattern: "/backups/locations/:agent_id", tag: "hk-backup-location", module: "settings/location", section: "backups" },
  { pattern: "/integrations", tag: "hk-integrations", module: "integrations/integrations", section: "integrations" },
  { pattern: "/integrations/:domain", tag: "hk-integration", module: "integrations/integration", section: "integrations" },
  { pattern: "/repairs", tag: "hk-repairs", module: "repairs/repairs", section: "repairs" },
  { pattern: "/system", tag: "hk-system", module: "system/system", section: "system" },
  { pattern: "/system/log", tag: "hk-log", module: "system/log", section: "system" },
  { pattern: "/system/users", tag: "hk-users", module: "system/users", section: "system" },
  { pattern: "/account", tag: "hk-account", module: "account/account", section: "account" },
];

/** Addresses of Home Assistant's own pages, which its clients and its issues link to. @type {[RegExp, string][]} */
const ELSEWHERE = [
  [/^\/$/, "/backups"],
  [/^\/config\/backup\/details\/([^/]+)$/, "/backups/all/$1"],
  [/^\/config\/backup\/location\/([^/]+)$/, "/backups/locations/$1"],
  [/^\/config\/backup\/backups$/, "/backups/all"],
  [/^\/config\/backup\/settings$/, "/backups/settings"],
  [/^\/config\/backup(\/.*)?$/, "/backups"],
  [/^\/config\/integrations\/integration\/([^/]+)$/, "/integrations/$1"],
  [/^\/config\/integrations(\/.*)?$/, "/integrations"],
  [/^\/config\/repairs$/, "/repairs"],
  [/^\/config\/logs$/, "/system/log"],
  [/^\/config\/(person|users)$/, "/system/users"],
  [/^\/config(\/.*)?$/, "/system"],
  [/^\/profile(\/.*)?$/, "/account"],
];

/** What stands for an address in this page. @param {string} path */
export function placeOf(path) {
  const plain = path.replace(/(?<=.)\/+$/, "");
  const [from, to] = ELSEWHERE.find(([pattern]) => pattern.test(plain)) ?? [/^/, ""];
  return to ? plain.replace(from, to) : plain;
}

/**
 * @param {string} path
 * @returns {{ route: Route, params: Record<string, any> } | undefined}
 */
export function match(path) {
  const parts = path.split("/");
  for (const route of ROUTES) {
    const names = route.pattern.split("/");
    if (names.length === parts.length && names.every((name, i) => name === parts[i] || (name.startsWith(":") && parts[i]))) {
      const found = names.map((name, i) => [name.slice(1), decoded(parts[i])]).filter((_, i) => names[i].startsWith(":"));
      return { route, params: Object.fromEntries(found) };
    }
  }
  return undefined;
}

/** What is no encoding of anything is itself. @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
