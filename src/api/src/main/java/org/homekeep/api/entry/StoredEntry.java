package org.homekeep.api.entry;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * A config entry as an earlier version of its integration stored it, for {@link EntryMigration}.
 *
 * @param data as JSON, secrets in the clear: never for logs
 * @param options like data
 */
public record StoredEntry(
    String title, Optional<String> uniqueId, JsonObject data, JsonObject options) {
  public StoredEntry {
    data = data.copy();
    options = options.copy();
  }

  @Override
  public JsonObject data() {
    return data.copy();
  }

  @Override
  public JsonObject options() {
    return options.copy();
  }

  /** This entry with other data. */
  public StoredEntry withData(JsonObject changed) {
    return new StoredEntry(title, uniqueId, changed, options);
  }

  /** This entry with other options. */
  public StoredEntry withOptions(JsonObject changed) {
    return new StoredEntry(title, uniqueId, data, changed);
  }

  /** This entry with another title. */
  public StoredEntry withTitle(String changed) {
    return new StoredEntry(changed, uniqueId, data, options);
  }

  /** This entry with another unique id. */
  public StoredEntry withUniqueId(Optional<String> changed) {
    return new StoredEntry(title, changed, data, options);
  }

  /** Says which entry it is, and nothing of what it holds. */
  @Override
  public String toString() {
    return "StoredEntry[" + title + "]";
  }
}
