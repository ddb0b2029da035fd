package org.homekeep.core.state;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * An entity that came, changed or went.
 *
 * @param before empty when it came
 * @param after empty when it went
 */
record StateChange(String entityId, Optional<EntityState> before, Optional<EntityState> after) {

  /** The data of the event {@code state_changed}. */
  JsonObject json() {
    return new JsonObject()
        .put("entity_id", entityId)
        .put("old_state", before.map(EntityState::json).orElse(null))
        .put("new_state", after.map(EntityState::json).orElse(null));
  }

  /** The short form of the difference. */
  JsonObject compressed() {
    if (after.isEmpty()) {
      return CompressedState.removed(entityId);
    }
    return before
        .map(old -> CompressedState.changed(old, after.get()))
        .orElseGet(() -> CompressedState.added(after.stream().toList()));
  }
}
