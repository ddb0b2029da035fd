package org.homekeep.core.entry;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.entry.EntryVersion;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.UnreadableDocumentException;
import org.homekeep.core.wire.UtcTime;
import org.jspecify.annotations.Nullable;

/** The document {@code core.config_entries}, in Home Assistant's own form. */
final class EntryCodec implements StoreCodec<EntryDocument> {
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
          "subentries",
          "disabled_by",
          "created_at",
          "modified_at");

  private static final Set<String> KNOWN_OF_SUBENTRY =
      Set.of("subentry_id", "subentry_type", "title", "unique_id", "data");

  /** What a new entry holds beside what the hub knows. */
  static JsonObject emptyRest() {
    return new JsonObject()
        .put("pref_disable_new_entities", false)
        .put("pref_disable_polling", false)
        .put("discovery_keys", new JsonObject());
  }

  @Override
  public JsonObject encode(EntryDocument document) {
    JsonArray array = new JsonArray();
    document.entries().forEach(entry -> array.add(encode(entry)));
    document.unreadable().forEach(json -> array.add(Json.decodeValue(json)));
    return new JsonObject().put("entries", array);
  }

  private static JsonObject encode(EntryRecord entry) {
    EntryContent content = entry.content();
    JsonArray subentries = new JsonArray();
    content.subentries().forEach(subentry -> subentries.add(encode(subentry)));
    return new JsonObject()
        .put("entry_id", entry.entryId())
        .put("domain", entry.domain())
        .put("title", content.title())
        .put("version", content.version().major())
        .put("minor_version", content.version().minor())
        .put("source", entry.source())
        .put("unique_id", content.uniqueId().orElse(null))
        .put("data", content.data())
        .put("options", content.options())
        .put("subentries", subentries)
        .put("disabled_by", entry.disabledBy().orElse(null))
        .put("created_at", UtcTime.format(entry.createdAt()))
        .put("modified_at", UtcTime.format(entry.modifiedAt()))
        .mergeIn(entry.rest());
  }

  private static JsonObject encode(StoredSubentry subentry) {
    return subentry.wire().put("data", subentry.data()).mergeIn(subentry.rest());
  }

  @Override
  public EntryDocument decode(JsonObject data, int version, int minorVersion)
      throws UnreadableDocumentException {
    if (!(data.getValue("entries", new JsonArray()) instanceof JsonArray items)) {
      throw new UnreadableDocumentException("It does not hold config entries.");
    }
    List<EntryRecord> entries = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Object item : items) {
      try {
        EntryRecord entry = decode((JsonObject) item);
        if (ids.add(entry.entryId())) {
          entries.add(entry);
        } else {
          unreadable.add(Json.encode(item));
        }
      } catch (ClassCastException
          | DateTimeException
          | IllegalArgumentException
          | NullPointerException malformed) {
        unreadable.add(Json.encode(item));
      }
    }
    return new EntryDocument(entries, unreadable);
  }

  /** Minor versions before 1.3 have no times, before 1.2 no minor version and no unique id. */
  private static EntryRecord decode(JsonObject json) {
    JsonObject rest = json.copy();
    KNOWN.forEach(rest::remove);
    EntryContent content =
        new EntryContent(
            text(json, "title"),
            new EntryVersion(number(json, "version"), number(json, "minor_version")),
            Optional.ofNullable(json.getString("unique_id")),
            object(json, "data"),
            object(json, "options"),
            subentries(json));
    return new EntryRecord(
        text(json, "entry_id"),
        text(json, "domain"),
        Optional.ofNullable(json.getString("source")).orElse("user"),
        content,
        Optional.ofNullable(json.getString("disabled_by")),
        time(json.getString("created_at")),
        time(json.getString("modified_at")),
        rest);
  }

  private static List<StoredSubentry> subentries(JsonObject json) {
    List<StoredSubentry> subentries = new ArrayList<>();
    for (Object item : json.getJsonArray("subentries", new JsonArray())) {
      JsonObject subentry = (JsonObject) item;
      JsonObject rest = subentry.copy();
      KNOWN_OF_SUBENTRY.forEach(rest::remove);
      subentries.add(
          new StoredSubentry(
              text(subentry, "subentry_id"),
              text(subentry, "subentry_type"),
              text(subentry, "title"),
              Optional.ofNullable(subentry.getString("unique_id")),
              object(subentry, "data"),
              rest));
    }
    return subentries;
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
