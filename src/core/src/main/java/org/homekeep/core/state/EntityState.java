package org.homekeep.core.state;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.homekeep.core.bus.EventContext;
import org.homekeep.core.wire.UtcTime;

/**
 * What an entity is at one moment.
 *
 * @param domain the capability or integration that it belongs to
 * @param entityId such as {@code sensor.backup_backup_manager_state}
 * @param attributes not to be changed
 * @param changed when the state became what it is
 * @param updated when the state or an attribute became what it is
 */
public record EntityState(
    String domain,
    String entityId,
    String state,
    JsonObject attributes,
    Instant changed,
    Instant updated,
    EventContext context) {

  boolean isSameAs(String otherState, JsonObject otherAttributes) {
    return state.equals(otherState) && attributes.equals(otherAttributes);
  }

  /** The full form of {@code get_states} and of the event {@code state_changed}. */
  JsonObject json() {
    return new JsonObject()
        .put("entity_id", entityId)
        .put("state", state)
        .put("attributes", attributes)
        .put("last_changed", UtcTime.format(changed))
        .put("last_reported", UtcTime.format(updated))
        .put("last_updated", UtcTime.format(updated))
        .put("context", context.json());
  }
}
