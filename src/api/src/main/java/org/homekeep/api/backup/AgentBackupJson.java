package org.homekeep.api.backup;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The JSON form of {@link AgentBackup}: field by field and stable, because locations keep it
 * (backup.md §1.2).
 */
public final class AgentBackupJson {
  private AgentBackupJson() {}

  /** Writes all fields, in the order of the specification. */
  public static JsonObject write(AgentBackup backup) {
    JsonArray addons = new JsonArray();
    for (AddonInfo addon : backup.addons()) {
      addons.add(write(addon));
    }
    JsonArray folders = new JsonArray();
    backup.folders().forEach(folder -> folders.add(folder.wireName()));
    return new JsonObject()
        .put("addons", addons)
        .put("backup_id", backup.backupId())
        .put("date", backup.date())
        .put("database_included", backup.databaseIncluded())
        .put("extra_metadata", new JsonObject(new LinkedHashMap<>(backup.extraMetadata())))
        .put("folders", folders)
        .put("homeassistant_included", backup.homeassistantIncluded())
        .put("homeassistant_version", backup.homeassistantVersion().orElse(null))
        .put("name", backup.name())
        .put("protected", backup.isProtected())
        .put("size", backup.size());
  }

  /** Writes an add-on. */
  public static JsonObject write(AddonInfo addon) {
    return new JsonObject()
        .put("name", addon.name().orElse(null))
        .put("slug", addon.slug())
        .put("version", addon.version().orElse(null));
  }

  /**
   * Reads what {@link #write} or Home Assistant wrote. Unknown keys and unknown folders are passed
   * over: one strange object in a bucket must not hide the others. A null is what it is to Home
   * Assistant: no list and no part of one, but {@code extra_metadata} without anything in it.
   *
   * @throws InvalidBackupMetadataException when a needed field is absent, null or of another type
   */
  public static AgentBackup read(JsonObject json) throws InvalidBackupMetadataException {
    try {
      List<AddonInfo> addons = new ArrayList<>();
      for (Object each : list(json, "addons")) {
        addons.add(readAddon((JsonObject) each));
      }
      List<Folder> folders = new ArrayList<>();
      for (Object each : list(json, "folders")) {
        Folder.ofWireName((String) each).ifPresent(folders::add);
      }
      Map<String, Object> extra = new LinkedHashMap<>();
      JsonObject written = json.getJsonObject("extra_metadata");
      for (Map.Entry<String, Object> each : written == null ? new JsonObject() : written) {
        if (each.getValue() instanceof Boolean || each.getValue() instanceof String) {
          extra.put(each.getKey(), each.getValue());
        }
      }
      Long size = json.getLong("size");
      if (size == null || size < 0) {
        throw new InvalidBackupMetadataException("'size' is not a size: " + size);
      }
      return new AgentBackup(
          text(json, "backup_id"),
          text(json, "name"),
          text(json, "date"),
          addons,
          folders,
          flag(json, "database_included"),
          flag(json, "homeassistant_included"),
          Optional.ofNullable(json.getString("homeassistant_version")),
          extra,
          flag(json, "protected"),
          size);
    } catch (ClassCastException wrongType) {
      throw new InvalidBackupMetadataException(
          "A field of the backup's metadata has the wrong type.", wrongType);
    }
  }

  /** The elements of a list, which may be absent; none of them is null. */
  private static JsonArray list(JsonObject json, String key) throws InvalidBackupMetadataException {
    if (!json.containsKey(key)) {
      return new JsonArray();
    }
    JsonArray list = json.getJsonArray(key);
    if (list == null || list.stream().anyMatch(Objects::isNull)) {
      throw new InvalidBackupMetadataException("'" + key + "' is null, or holds null.");
    }
    return list;
  }

  private static AddonInfo readAddon(JsonObject json) throws InvalidBackupMetadataException {
    return new AddonInfo(
        Optional.ofNullable(json.getString("name")),
        text(json, "slug"),
        Optional.ofNullable(json.getString("version")));
  }

  private static String text(JsonObject json, String key) throws InvalidBackupMetadataException {
    String value = json.getString(key);
    if (value == null) {
      throw new InvalidBackupMetadataException("'" + key + "' is missing.");
    }
    return value;
  }

  private static boolean flag(JsonObject json, String key) throws InvalidBackupMetadataException {
    Boolean value = json.getBoolean(key);
    if (value == null) {
      throw new InvalidBackupMetadataException("'" + key + "' is missing.");
    }
    return value;
  }
}
