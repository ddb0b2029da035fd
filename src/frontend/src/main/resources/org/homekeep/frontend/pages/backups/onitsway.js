// @ts-check
/** Copies that locations wait for. */

import { html, nothing } from "lit";
import { call } from "../../hub/connection.js";
import { rate, t } from "../../text/texts.js";
import { ask } from "../../ui/dialog.js";
import { icon } from "../../ui/icons.js";
import { say } from "../../ui/part.js";
import { left } from "./progress.js";
import { moment } from "./pieces.js";

/** @typedef {import("./data.js").Shelf} Shelf @typedef {import("./data.js").Delivery} Delivery */

/** @param {Delivery} delivery */
export function deliveryState(delivery) {
  if (delivery.state === "waiting") {
    return delivery.next_attempt
      ? html`${t("backups.delivery.next")} ${moment(delivery.next_attempt)}`
      : t("backups.delivery.soon");
  }
  return t(`backups.delivery.${delivery.state}`);
}

/** What an upload or a fetch has done of its bytes. @param {Delivery} delivery */
function bar(delivery) {
  const { total_bytes: total } = delivery;
  const done = delivery.uploaded_bytes ?? delivery.fetched_bytes;
  if (done === undefined || !total) return nothing;
  const figures = [
    delivery.bytes_per_second ? rate(delivery.bytes_per_second) : "",
    delivery.seconds_left ? left(delivery.seconds_left) : "",
  ].filter(Boolean).join(" · ");
  return html`<progress max="1" .value=${Math.min(1, done / total)} aria-label=${deliveryLabel(delivery)}></progress>
    ${figures ? html`<small class="number">${figures}</small>` : nothing}`;
}

/** @param {Delivery} delivery */
const deliveryLabel = (delivery) => t(`backups.delivery.${delivery.state === "fetching" ? "fetching" : "uploading"}`);

/** Asks, and no longer sends the copy. @param {Shelf} shelf @param {Delivery} delivery */
export async function cancelDelivery(shelf, delivery) {
  const location = shelf.nameOf(delivery.agent_id);
  const backup = delivery.name ?? shelf.backups.find((each) => each.id === delivery.backup_id)?.name ?? delivery.backup_id;
  const done = await ask({
    heading: t("backups.delivery.cancel_title"),
    text: t("backups.delivery.cancel_text", { backup, location }),
    action: t("backups.delivery.cancel_action"),
    cancel: t("backups.delivery.keep"),
    danger: true,
    run: () => call("homekeep/backup/deliveries/cancel", { backup_id: delivery.backup_id, agent_id: delivery.agent_id }),
  });
  if (done) say(t("backups.delivery.cancelled", { location }));
}

/** @param {Shelf} shelf @param {Delivery[]} deliveries */
export function onItsWay(shelf, deliveries) {
  if (!deliveries.length) return nothing;
  return html`
    <section class="card wide" aria-labelledby="on-its-way">
      <h2 id="on-its-way">${t("backups.delivery.title")}</h2>
      <ul class="rows">
        ${deliveries.map((each) => html`
          <li>
            <span class="sign ${each.error ? "wait" : ""}">${icon(each.state === "waiting" ? "clock" : "upload")}</span>
            <div class="what">
              <b>${shelf.nameOf(each.agent_id)}</b>
              <small>${each.name ?? shelf.backups.find((backup) => backup.id === each.backup_id)?.name ?? each.backup_id}</small>
              <small>${deliveryState(each)}${each.attempts > 1 ? html` · ${t("backups.delivery.attempts", { count: each.attempts })}` : nothing}</small>
              ${each.error ? html`<span class="problem">${each.error}</span>` : nothing}
              ${bar(each)}
            </div>
            <button type="button" class="quiet small" aria-label=${t("backups.delivery.cancel_one", { location: shelf.nameOf(each.agent_id) })}
              @click=${() => cancelDelivery(shelf, each)}>${t("common.cancel")}</button>
          </li>`)}
      </ul>
    </section>`;
}
