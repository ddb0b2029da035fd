package org.homekeep.core.entry;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A config entry as it is stored (framework.md §3.1), whether its integration is installed or not.
 *
 * @param disabledBy {@code user} for an entry that was switched off
 * @param rest what else was stored with the entry; it survives being loaded and saved
 */
public record EntryRecord(
    String entryId,
    String domain,
    String source,
    EntryContent content,
    Optional<String> disabledBy,
    Instant createdAt,
    Instant modifiedAt,
    JsonObject rest) {
  static final String IGNORED = "ignore";

  public EntryRecord {
    rest = rest.copy();
  }

  @Override
  public JsonObject rest() {
    return rest.copy();
  }

  public String title() {
    return content.title();
  }

  public Optional<String> uniqueId() {
    return content.uniqueId();
  }

  /** Whether it only says that something is not wanted. */
  public boolean ignored() {
    return source.equals(IGNORED);
  }

  /** Whether it may be set up. */
  public boolean enabled() {
    return disabledBy.isEmpty() && !ignored();
  }

  EntryRecord withContent(UnaryOperator<EntryContent> change, Instant now) {
    return new EntryRecord(
        entryId, domain, source, change.apply(content), disabledBy, createdAt, now, rest);
  }

  EntryRecord withPreferences(Map<String, Boolean> changed, Instant now) {
    JsonObject preferences = rest();
    changed.forEach(preferences::put);
    return new EntryRecord(
        entryId, domain, source, content, disabledBy, createdAt, now, preferences);
  }

  EntryRecord withDisabledBy(Optional<String> changed, Instant now) {
    return new EntryRecord(entryId, domain, source, content, changed, createdAt, now, rest);
  }

  /** Says which entry it is, and nothing of what it holds. */
  @Override
  public String toString() {
    return "EntryRecord[" + domain + " " + entryId + "]";
  }
}
