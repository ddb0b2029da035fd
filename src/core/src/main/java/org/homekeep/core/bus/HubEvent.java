package org.homekeep.core.bus;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * Something that happened in the hub (framework.md §1.5, subscribe_events).
 *
 * @param data not to be changed after the event was fired
 * @param context tells which events belong together
 */
public record HubEvent(String type, JsonObject data, Instant fired, EventContext context) {}
