package org.homekeep.core.backup.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AddonInfo;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.storage.HubDocuments;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.StoreKey;
import org.homekeep.core.storage.UnreadableDocumentException;

/** Home Assistant's form of the document, from version 1.1 on (backup.md §3.1). */
public final class BackupDocumentCodec implements StoreCodec<BackupDocument> {
  /** Version 2 is read after a downgrade, as Home Assistant does. */
  public static final StoreKey KEY = HubDocuments.BACKUP;

  private final Set<Folder> mapped;

  private static final String LOCAL_OF_SUPERVISOR = "hassio.local";
  private static final String LOCAL = "backup.local";

  /**
   * A codec.
   *
   * @param mapped the folders that this machine has; settings that ask for others come from a
   *     Supervisor
   */
  public BackupDocumentCodec(Collection<Folder> mapped) {
    this.mapped = Set.copyOf(mapped);
  }

  @Override
  public JsonObject encode(BackupDocument document) {
    JsonArray backups = new JsonArray();
    document.known().values().forEach(known -> backups.add(ConfigJson.write(known)));
    return new JsonObject()
        .put("backups", backups)
        .put("config", ConfigJson.write(document.config()));
  }

  @Override
  public BackupDocument decode(JsonObject data, int version, int minorVersion)
      throws UnreadableDocumentException {
    try {
      Map<String, KnownBackup> known = new LinkedHashMap<>();
      for (Object each : data.getJsonArray("backups", new JsonArray())) {
        KnownBackup backup = known((JsonObject) each);
        known.put(backup.backupId(), backup);
      }
      JsonObject config = data.getJsonObject("config", new JsonObject());
      return new BackupDocument(config(config, version == 1 ? minorVersion : 7), known);
    } catch (ClassCastException | DateTimeParseException | NullPointerException malformed) {
      throw new UnreadableDocumentException(
          "A field of the backup settings has the wrong type.", malformed);
    }
  }

  private static KnownBackup known(JsonObject json) throws UnreadableDocumentException {
    List<AddonInfo> addons = new ArrayList<>();
    for (Object each : json.getJsonArray("failed_addons", new JsonArray())) {
      JsonObject addon = (JsonObject) each;
      addons.add(
          new AddonInfo(
              Optional.ofNullable(addon.getString("name")),
              text(addon, "slug"),
              Optional.ofNullable(addon.getString("version"))));
    }
    return new KnownBackup(
        text(json, "backup_id"),
        ConfigParts.strings(json.getJsonArray("failed_agent_ids", new JsonArray())),
        addons,
        ConfigParts.folders(json.getJsonArray("failed_folders", new JsonArray())));
  }

  private static String text(JsonObject json, String key) throws UnreadableDocumentException {
    String value = json.getString(key);
    if (value == null) {
      throw new UnreadableDocumentException("'" + key + "' is missing.");
    }
    return value;
  }

  private BackupConfig config(JsonObject json, int minorVersion)
      throws UnreadableDocumentException {
    Map<String, AgentSettings> agents = new LinkedHashMap<>();
    for (Map.Entry<String, Object> each : json.getJsonObject("agents", new JsonObject())) {
      JsonObject settings = (JsonObject) each.getValue();
      agents.put(
          each.getKey(),
          new AgentSettings(
              settings.getBoolean("protected", true),
              Optional.ofNullable(settings.getJsonObject("retention"))
                  .map(ConfigParts::retention)));
    }
    CreateSettings create = create(json.getJsonObject("create_backup", new JsonObject()));
    boolean configured =
        minorVersion < 5
            ? create.password().isPresent()
            : json.getBoolean("automatic_backups_configured", false);
    JsonObject schedule = json.getJsonObject("schedule", new JsonObject());
    return new BackupConfig(
        agents,
        configured,
        sanitised(create),
        moment(json, "last_attempted_automatic_backup"),
        moment(json, "last_completed_automatic_backup"),
        ConfigParts.retention(json.getJsonObject("retention", new JsonObject())),
        ConfigParts.schedule(minorVersion < 3 ? oldSchedule(schedule) : schedule)
            .orElseThrow(() -> new UnreadableDocumentException("The schedule's time is none.")));
  }

  private static JsonObject oldSchedule(JsonObject json) {
    String state = json.getString("state", "never");
    if (Recurrence.ofWireName(state).isPresent()) {
      return new JsonObject().put("recurrence", state);
    }
    return new JsonObject()
        .put("recurrence", "custom_days")
        .put("days", new JsonArray().add(state));
  }

  private static Optional<OffsetDateTime> moment(JsonObject json, String key) {
    return Optional.ofNullable(json.getString(key)).map(OffsetDateTime::parse);
  }

  private static CreateSettings create(JsonObject json) {
    return new CreateSettings(
        ConfigParts.strings(json.getJsonArray("agent_ids", new JsonArray())),
        Optional.ofNullable(json.getJsonArray("include_addons")).map(ConfigParts::strings),
        json.getBoolean("include_all_addons", false),
        json.getBoolean("include_database", true),
        Optional.ofNullable(json.getJsonArray("include_folders")).map(ConfigParts::folders),
        Optional.ofNullable(json.getString("name")),
        // An empty key of an older hub never encrypted anything.
        Optional.ofNullable(json.getString("password"))
            .filter(text -> !text.isEmpty())
            .map(Secret::of),
        ConfigParts.strings(json.getJsonArray("excludes", new JsonArray())));
  }

  /** What only a Supervisor can do is taken out of settings that come from one. */
  private CreateSettings sanitised(CreateSettings settings) {
    boolean otherFolders =
        mapped.isEmpty() && settings.includeFolders().filter(list -> !list.isEmpty()).isPresent();
    boolean fromSupervisor =
        settings.includeAllAddons()
            || settings.includeAddons().filter(list -> !list.isEmpty()).isPresent()
            || otherFolders
            || settings.agentIds().stream().anyMatch(BackupDocumentCodec::ofSupervisor);
    if (!fromSupervisor) {
      return settings;
    }
    List<String> agentIds =
        new ArrayList<>(settings.agentIds().stream().filter(id -> !ofSupervisor(id)).toList());
    if (settings.agentIds().contains(LOCAL_OF_SUPERVISOR) && !agentIds.contains(LOCAL)) {
      agentIds.add(0, LOCAL);
    }
    return new CreateSettings(
        agentIds,
        Optional.empty(),
        false,
        settings.includeDatabase(),
        settings
            .includeFolders()
            .map(list -> list.stream().filter(mapped::contains).toList())
            .filter(list -> !list.isEmpty()),
        settings.name(),
        settings.password(),
        settings.excludes());
  }

  private static boolean ofSupervisor(String agentId) {
    return agentId.startsWith("hassio.");
  }
}
