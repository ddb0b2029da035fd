// @ts-check
/** The question before a restore: from which copy, and with which key. */

import { readKey } from "./key.js";
import { element, named, when, withForm } from "./view.js";

/** Asks, and calls `order` with what was chosen; what the hub refuses is said and can be corrected. */
export function askRestore(backup, agents, key, order) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("restore"));
  document.body.append(template.content.cloneNode(true));
  const dialog = /** @type {HTMLDialogElement} */ (document.querySelector("dialog"));
  const [from, typed] = dialog.querySelectorAll("label");
  const [select, input] = [from.querySelector("select"), typed.querySelector("input")];
  const copies = agents.filter((agent) => backup.agents[agent.agent_id]);

  dialog.querySelector("p").textContent = `The backup of ${when(backup.date)} replaces what is in the data directory now. `
    + "Changes made since then are lost. "
    + (backup.extra_metadata["homekeep.left_out"] ? "What it leaves out by your patterns stays. " : "")
    + "Homekeep starts anew for it.";
  select.append(...copies.map((agent) => element("option", { value: agent.agent_id }, named(agent))));
  from.hidden = copies.length === 1;
  input.value = key ?? "";
  select.onchange = () => {
    typed.hidden = input.disabled = !backup.agents[select.value].protected;
  };
  select.onchange();

  dialog.onclose = () => dialog.remove();
  dialog.querySelector("[type=button]").onclick = () => dialog.close();
  withForm(dialog.querySelector("form"), async ({ agent_id, password }) => {
    await order({ backup_id: backup.backup_id, agent_id, ...(password && { password: readKey(password) }) });
    dialog.close();
  });
  dialog.showModal();
}
