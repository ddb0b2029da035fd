package org.homekeep.core.entry;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.core.flow.FlowManager;
import org.homekeep.core.integration.IntegrationHost;
import org.jspecify.annotations.Nullable;

/**
 * A config entry as it is at one moment.
 *
 * @param host the integration, when it is installed
 * @param loaded what runs for it, while it is loaded
 * @param setUpTime how long the last set-up took
 */
public record EntryView(
    EntryRecord record,
    EntryState state,
    Trouble trouble,
    Optional<IntegrationHost> host,
    Optional<LoadedEntry> loaded,
    Optional<Duration> setUpTime) {

  public String entryId() {
    return record.entryId();
  }

  public String domain() {
    return record.domain();
  }

  /** The entry as its integration sees it. */
  public ConfigEntry configEntry() {
    return typed(record, host);
  }

  static ConfigEntry typed(EntryRecord record, Optional<IntegrationHost> host) {
    FormSchema schema = host.map(IntegrationHost::entrySchema).orElse(FormSchema.empty());
    return new ConfigEntry(
        record.entryId(),
        record.domain(),
        record.title(),
        record.version(),
        record.minorVersion(),
        record.uniqueId(),
        EntryData.decode(schema, record.data()),
        EntryData.decode(schema, record.options()));
  }

  /** What clients see: never data, options or unique id (framework.md §3.2). */
  public JsonObject wire() {
    JsonObject rest = record.rest();
    return new JsonObject()
        .put("entry_id", record.entryId())
        .put("domain", record.domain())
        .put("title", record.title())
        .put("source", record.source())
        .put("state", state.wireName())
        .put("supports_options", false)
        .put("supports_remove_device", false)
        .put("supports_unload", true)
        .put(
            "supports_reconfigure",
            host.flatMap(IntegrationHost::flow)
                .filter(FlowManager::supportsReconfigure)
                .isPresent())
        .put("supported_subentry_types", new JsonObject())
        .put("num_subentries", sizeOf(rest.getValue("subentries")))
        .put("pref_disable_new_entities", isTrue(rest.getValue("pref_disable_new_entities")))
        .put("pref_disable_polling", isTrue(rest.getValue("pref_disable_polling")))
        .put("disabled_by", record.disabledBy().orElse(null))
        .put("reason", trouble.reason().orElse(null))
        .put("error_reason_translation_key", trouble.translationKey().orElse(null))
        .put("error_reason_translation_placeholders", placeholders())
        .put("created_at", seconds(record.createdAt()))
        .put("modified_at", seconds(record.modifiedAt()));
  }

  private @Nullable JsonObject placeholders() {
    if (trouble.placeholders().isEmpty()) {
      return null;
    }
    JsonObject json = new JsonObject();
    trouble.placeholders().forEach(json::put);
    return json;
  }

  private static int sizeOf(@Nullable Object value) {
    return value instanceof JsonArray array ? array.size() : 0;
  }

  private static boolean isTrue(@Nullable Object value) {
    return Boolean.TRUE.equals(value);
  }

  private static double seconds(Instant instant) {
    return TimeUnit.NANOSECONDS.toMicros(instant.getNano()) / 1e6 + instant.getEpochSecond();
  }
}
