package org.homekeep.core.entry;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.UnreadableDocumentException;
import org.homekeep.core.wire.UtcTime;
import org.jspecify.annotations.Nullable;

/** The document {@code core.config_entries}, in Home Assistant's own form. */
final class EntryCodec implements StoreCodec<List<EntryRecord>> {
  private static final Set<String> KNOWN =
      Set.of(
          "entry_id",
          "domain",
          "title",
          "version",
          "minor_version",
          "source",
          "unique_id",
          "data",
          "options",
          "disabled_by",
          "created_at",
          "modified_at");

  /** What a new entry holds beside what the hub knows. */
  static JsonObject emptyRest() {
    return new JsonObject()
        .put("subentries", new JsonArray())
        .put("pref_disable_new_entities", false)
        .put("pref_disable_polling", false)
        .put("discovery_keys", new JsonObject());
  }

  @Override
  public JsonObject encode(List<EntryRecord> entries) {
    JsonArray array = new JsonArray();
    entries.forEach(entry -> array.add(encode(entry)));
    return new JsonObject().put("entries", array);
  }

  private static JsonObject encode(EntryRecord entry) {
    return new JsonObject()
        .put("entry_id", entry.entryId())
        .put("domain", entry.domain())
        .put("title", entry.title())
        .put("version", entry.version())
        .put("minor_version", entry.minorVersion())
        .put("source", entry.source())
        .put("unique_id", entry.uniqueId().orElse(null))
        .put("data", entry.data())
        .put("options", entry.options())
        .put("disabled_by", entry.disabledBy().orElse(null))
        .put("created_at", UtcTime.format(entry.createdAt()))
        .put("modified_at", UtcTime.format(entry.modifiedAt()))
        .mergeIn(entry.rest());
  }

  @Override
  public List<EntryRecord> decode(JsonObject data, int version, int minorVersion)
      throws UnreadableDocumentException {
    List<EntryRecord> entries = new ArrayList<>();
    try {
      for (Object item : data.getJsonArray("entries", new JsonArray())) {
        entries.add(decode((JsonObject) item));
      }
    } catch (ClassCastException | DateTimeException | IllegalArgumentException malformed) {
      throw new UnreadableDocumentException("It does not hold config entries.", malformed);
    }
    return List.copyOf(entries);
  }

  /** Minor versions before 1.3 have no times, before 1.2 no minor version and no unique id. */
  private static EntryRecord decode(JsonObject json) {
    JsonObject rest = json.copy();
    KNOWN.forEach(rest::remove);
    return new EntryRecord(
        text(json, "entry_id"),
        text(json, "domain"),
        text(json, "title"),
        number(json, "version"),
        number(json, "minor_version"),
        Optional.ofNullable(json.getString("source")).orElse("user"),
        Optional.ofNullable(json.getString("unique_id")),
        object(json, "data"),
        object(json, "options"),
        Optional.ofNullable(json.getString("disabled_by")),
        time(json.getString("created_at")),
        time(json.getString("modified_at")),
        rest);
  }

  private static String text(JsonObject json, String key) {
    return Optional.ofNullable(json.getString(key))
        .orElseThrow(() -> new IllegalArgumentException("An entry has no " + key));
  }

  private static JsonObject object(JsonObject json, String key) {
    return Optional.ofNullable(json.getJsonObject(key)).orElseGet(JsonObject::new);
  }

  private static int number(JsonObject json, String key) {
    return Optional.ofNullable(json.getInteger(key)).orElse(1);
  }

  private static Instant time(@Nullable String iso) {
    return iso == null ? Instant.EPOCH : OffsetDateTime.parse(iso).toInstant();
  }
}
