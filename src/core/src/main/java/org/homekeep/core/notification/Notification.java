package org.homekeep.core.notification;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.homekeep.core.wire.UtcTime;

/** Something for people to read, under an id that makes it replaceable. */
record Notification(String id, Optional<String> title, String message, Instant created) {

  JsonObject json() {
    return new JsonObject()
        .put("notification_id", id)
        .put("title", title.orElse(null))
        .put("message", message)
        .put("created_at", UtcTime.format(created));
  }

  boolean saysTheSameAs(Notification other) {
    return title.equals(other.title) && message.equals(other.message);
  }
}
