package org.homekeep.core.entry;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A config entry as it is stored (framework.md §3.1), whether its integration is installed or not.
 *
 * @param data as JSON, secrets included: never for answers or logs
 * @param options as JSON, like data
 * @param disabledBy {@code user} for an entry that was switched off
 * @param rest what else was stored with the entry; it survives being loaded and saved
 */
public record EntryRecord(
    String entryId,
    String domain,
    String title,
    int version,
    int minorVersion,
    String source,
    Optional<String> uniqueId,
    JsonObject data,
    JsonObject options,
    Optional<String> disabledBy,
    Instant createdAt,
    Instant modifiedAt,
    JsonObject rest) {
  private static final String IGNORED = "ignore";

  public EntryRecord {
    data = data.copy();
    options = options.copy();
    rest = rest.copy();
  }

  @Override
  public JsonObject data() {
    return data.copy();
  }

  @Override
  public JsonObject options() {
    return options.copy();
  }

  @Override
  public JsonObject rest() {
    return rest.copy();
  }

  /** Whether it only says that something is not wanted. */
  public boolean ignored() {
    return source.equals(IGNORED);
  }

  /** Whether it may be set up. */
  public boolean enabled() {
    return disabledBy.isEmpty() && !ignored();
  }

  EntryRecord withTitle(String changed, Instant now) {
    return with(changed, version, data, disabledBy, rest, now);
  }

  EntryRecord withPreferences(Map<String, Boolean> changed, Instant now) {
    JsonObject preferences = rest();
    changed.forEach(preferences::put);
    return with(title, version, data, disabledBy, preferences, now);
  }

  EntryRecord withData(JsonObject changed, int dataVersion, Instant now) {
    return with(title, dataVersion, changed, disabledBy, rest, now);
  }

  EntryRecord withDisabledBy(Optional<String> changed, Instant now) {
    return with(title, version, data, changed, rest, now);
  }

  private EntryRecord with(
      String newTitle,
      int newVersion,
      JsonObject newData,
      Optional<String> newDisabledBy,
      JsonObject newRest,
      Instant now) {
    return new EntryRecord(
        entryId,
        domain,
        newTitle,
        newVersion,
        minorVersion,
        source,
        uniqueId,
        newData,
        options,
        newDisabledBy,
        createdAt,
        now,
        newRest);
  }

  /** Says which entry it is, and nothing of what it holds. */
  @Override
  public String toString() {
    return "EntryRecord[" + domain + " " + entryId + "]";
  }
}
