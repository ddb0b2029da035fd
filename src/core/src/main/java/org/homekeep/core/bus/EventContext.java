package org.homekeep.core.bus;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What belongs together: everything that one request of a client made happen has the same context.
 *
 * @param id a ULID
 * @param parentId the context that led to this one
 * @param userId who asked for it, when it was somebody
 */
public record EventContext(String id, Optional<String> parentId, Optional<String> userId) {

  /** The context of something that nobody asked for. */
  public static EventContext of(String id) {
    return new EventContext(id, Optional.empty(), Optional.empty());
  }

  /** On the wire: {@code {"id", "parent_id", "user_id"}}. */
  public JsonObject json() {
    return new JsonObject()
        .put("id", id)
        .put("parent_id", parentId.orElse(null))
        .put("user_id", userId.orElse(null));
  }
}
