package org.homekeep.emulator.cloud;

import io.vertx.core.json.JsonObject;
import org.homekeep.emulator.server.Segment;

/**
 * A file that is stored for a user.
 *
 * @param userId whose it is
 * @param key its name
 * @param segment its bytes
 * @param md5 their digest in hex
 * @param modified when it was stored, as the service tells it
 * @param description {@code Metadata} with whatever was stored there
 */
record StoredFile(
    String userId,
    String key,
    Segment segment,
    String md5,
    String modified,
    JsonObject description) {

  /** The file as a list of the storage API has it. */
  JsonObject toEntry() {
    return new JsonObject()
        .put("Key", key)
        .put("Size", segment.size())
        .put("LastModified", modified)
        .mergeIn(description.copy());
  }

  /** What was stored beside the bytes, empty when it is something strange. */
  JsonObject metadata() {
    return description.getValue("Metadata") instanceof JsonObject object
        ? object
        : new JsonObject();
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("user", userId)
        .put("key", key)
        .put("segment", segment.toJson())
        .put("md5", md5)
        .put("modified", modified)
        .put("description", description);
  }

  static StoredFile fromJson(JsonObject json) {
    return new StoredFile(
        json.getString("user"),
        json.getString("key"),
        Segment.fromJson(json.getJsonObject("segment")),
        json.getString("md5"),
        json.getString("modified"),
        json.getJsonObject("description"));
  }
}
