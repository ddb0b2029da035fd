package org.homekeep.core.entry;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.api.entry.NewSubentry;

/**
 * A subentry as it is stored (framework.md §3.7), whether its type is known or not.
 *
 * @param data as JSON, secrets included: never for answers or logs
 * @param rest what else was stored with it; it survives being loaded and saved
 */
record StoredSubentry(
    String subentryId,
    String type,
    String title,
    Optional<String> uniqueId,
    JsonObject data,
    JsonObject rest) {
  StoredSubentry {
    data = data.copy();
    rest = rest.copy();
  }

  static StoredSubentry of(String subentryId, NewSubentry made) {
    return new StoredSubentry(
        subentryId,
        made.type(),
        made.title(),
        made.uniqueId(),
        EntryData.encode(made.data()),
        new JsonObject());
  }

  @Override
  public JsonObject rest() {
    return rest.copy();
  }

  @Override
  public JsonObject data() {
    return data.copy();
  }

  StoredSubentry with(String changedTitle, JsonObject changedData) {
    return new StoredSubentry(subentryId, type, changedTitle, uniqueId, changedData, rest);
  }

  /** What clients see: never data (framework.md §5.3). */
  JsonObject wire() {
    return new JsonObject()
        .put("subentry_id", subentryId)
        .put("subentry_type", type)
        .put("title", title)
        .put("unique_id", uniqueId.orElse(null));
  }

  /** Says which subentry it is, and nothing of what it holds. */
  @Override
  public String toString() {
    return "StoredSubentry[" + type + " " + subentryId + "]";
  }
}
