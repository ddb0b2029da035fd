package org.homekeep.core.entry;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.api.entry.Subentry;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.core.integration.Declared;
import org.homekeep.core.integration.FlowDefinition;
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
    EntryContent content = record.content();
    Optional<Declared> declared = host.map(IntegrationHost::declared);
    return new ConfigEntry(
        record.entryId(),
        record.domain(),
        content.title(),
        content.version().major(),
        content.version().minor(),
        content.uniqueId(),
        EntryData.decode(schema(declared.map(Declared::schema)), content.data()),
        EntryData.decode(schema(declared.map(Declared::optionsSchema)), content.options()),
        content.subentries().stream().map(subentry -> typed(subentry, declared)).toList());
  }

  private static Subentry typed(StoredSubentry stored, Optional<Declared> declared) {
    Optional<FormSchema> schema =
        declared
            .map(known -> known.subentries().get(stored.type()))
            .map(Declared.SubentryKind::schema);
    return new Subentry(
        stored.subentryId(),
        stored.type(),
        stored.title(),
        stored.uniqueId(),
        EntryData.decode(schema(schema), stored.data()));
  }

  private static FormSchema schema(Optional<FormSchema> declared) {
    return declared.orElse(FormSchema.empty());
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
        .put("supports_options", declared().flatMap(Declared::optionsFlow).isPresent())
        .put("supports_remove_device", false)
        .put("supports_unload", true)
        .put(
            "supports_reconfigure",
            declared()
                .flatMap(Declared::configFlow)
                .filter(FlowDefinition::supportsReconfigure)
                .isPresent())
        .put("supported_subentry_types", subentryTypes())
        .put("num_subentries", record.content().subentries().size())
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

  private Optional<Declared> declared() {
    return host.map(IntegrationHost::declared);
  }

  private JsonObject subentryTypes() {
    JsonObject types = new JsonObject();
    declared()
        .map(Declared::subentries)
        .orElse(Map.of())
        .forEach(
            (type, kind) ->
                types.put(
                    type,
                    new JsonObject()
                        .put("supports_reconfigure", kind.flow().supportsReconfigure())));
    return types;
  }

  private static boolean isTrue(@Nullable Object value) {
    return Boolean.TRUE.equals(value);
  }

  private static double seconds(Instant instant) {
    return TimeUnit.NANOSECONDS.toMicros(instant.getNano()) / 1e6 + instant.getEpochSecond();
  }
}
