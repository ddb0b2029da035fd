package org.homekeep.core.backup.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.key.KeyRules;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/**
 * The rules of {@code backup/config/update} (backup.md §3.2): create_backup and agents are merged,
 * retention and schedule are replaced.
 */
public final class ConfigUpdate {
  /** Settings of locations that are gone stay, and no home has so many. */
  private static final int MOST_AGENTS = 1_000;

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_ID = 255;

  private ConfigUpdate() {}

  /** The keys that an update may have. */
  public static Shapes.Key[] keys() {
    Shape retention = retention();
    Shape agent =
        Shapes.object(
            Shapes.Key.optional("protected", Shapes.bool()),
            Shapes.Key.optional("retention", Shapes.nullable(retention)));
    Shape create =
        Shapes.object(
            Shapes.Key.optional("agent_ids", Shapes.uniqueListOf(id())),
            Shapes.Key.optional("include_addons", Shapes.nullable(Shapes.uniqueListOf(id()))),
            Shapes.Key.optional("include_all_addons", Shapes.bool()),
            Shapes.Key.optional("include_database", Shapes.bool()),
            Shapes.Key.optional("include_folders", Shapes.nullable(Shapes.uniqueListOf(folder()))),
            Shapes.Key.optional("name", Shapes.nullable(name())),
            Shapes.Key.optional("password", Shapes.nullable(Shapes.string())),
            Shapes.Key.optional("excludes", Excludes.shape()));
    Shape schedule =
        Shapes.object(
            Shapes.Key.optional("days", Shapes.uniqueListOf(Shapes.oneOf(Weekdays.wireNames()))),
            Shapes.Key.optional("recurrence", Shapes.oneOf("never", "daily", "custom_days")),
            Shapes.Key.optional("time", Shapes.nullable(Shapes.string())));
    return new Shapes.Key[] {
      Shapes.Key.optional("agents", Shapes.mapOf(agent)),
      Shapes.Key.optional("automatic_backups_configured", Shapes.bool()),
      Shapes.Key.optional("create_backup", create),
      Shapes.Key.optional("retention", retention),
      Shapes.Key.optional("schedule", schedule)
    };
  }

  /** The shape of how much is kept. */
  public static Shape retention() {
    return Shapes.object(
        Shapes.Key.optional("copies", Shapes.nullable(Shapes.integer(1))),
        Shapes.Key.optional("days", Shapes.nullable(Shapes.integer(1))));
  }

  /** The shape of the name of a backup. */
  public static Shape name() {
    return Shapes.string(LONGEST_NAME);
  }

  /** The shape of the id of a backup, of a location or of an add-on. */
  public static Shape id() {
    return Shapes.string(LONGEST_ID);
  }

  /** The shape of a folder's name. */
  public static Shape folder() {
    return Shapes.oneOf(
        Arrays.stream(Folder.values()).map(Folder::wireName).toArray(String[]::new));
  }

  /**
   * The settings after an update whose shape was checked.
   *
   * @throws WireException for a time that is none and for a key that encrypts nothing
   */
  public static BackupConfig apply(BackupConfig config, JsonObject update) throws WireException {
    JsonObject create = update.getJsonObject("create_backup");
    JsonObject retention = update.getJsonObject("retention");
    JsonObject schedule = update.getJsonObject("schedule");
    return new BackupConfig(
        agents(config.agents(), update.getJsonObject("agents", new JsonObject())),
        update.getBoolean("automatic_backups_configured", config.automaticBackupsConfigured()),
        create == null ? config.createBackup() : merged(config.createBackup(), create),
        config.lastAttempted(),
        config.lastCompleted(),
        retention == null ? config.retention() : ConfigParts.retention(retention),
        schedule == null ? config.schedule() : schedule(schedule));
  }

  private static Schedule schedule(JsonObject json) throws WireException {
    return ConfigParts.schedule(json)
        .orElseThrow(
            () ->
                new WireException(
                    WireException.INVALID_FORMAT,
                    "expected a time such as 04:45 or 04:45:00 @ data['schedule']['time']. Got "
                        + json.getString("time")));
  }

  private static Map<String, AgentSettings> agents(
      Map<String, AgentSettings> current, JsonObject update) throws WireException {
    Map<String, AgentSettings> merged = new LinkedHashMap<>(current);
    for (String id : update.fieldNames()) {
      if (id.length() > LONGEST_ID) {
        throw new WireException(
            WireException.INVALID_FORMAT,
            "The id of a location has %d characters at most.".formatted(LONGEST_ID));
      }
      JsonObject change = update.getJsonObject(id);
      AgentSettings before = current.getOrDefault(id, new AgentSettings(true, Optional.empty()));
      Optional<Retention> retention =
          change.containsKey("retention")
              ? Optional.ofNullable(change.getJsonObject("retention")).map(ConfigParts::retention)
              : before.retention();
      merged.put(
          id, new AgentSettings(change.getBoolean("protected", before.isProtected()), retention));
    }
    if (merged.size() > Math.max(MOST_AGENTS, current.size())) {
      throw new WireException(
          WireException.INVALID_FORMAT,
          "There are settings for more than %d locations.".formatted(MOST_AGENTS));
    }
    return merged;
  }

  private static CreateSettings merged(CreateSettings current, JsonObject json)
      throws WireException {
    return new CreateSettings(
        json.containsKey("agent_ids")
            ? locations(ConfigParts.strings(json.getJsonArray("agent_ids")))
            : current.agentIds(),
        json.containsKey("include_addons")
            ? list(json, "include_addons").map(ConfigParts::strings)
            : current.includeAddons(),
        json.getBoolean("include_all_addons", current.includeAllAddons()),
        json.getBoolean("include_database", current.includeDatabase()),
        json.containsKey("include_folders")
            ? list(json, "include_folders").map(ConfigParts::folders)
            : current.includeFolders(),
        json.containsKey("name") ? Optional.ofNullable(json.getString("name")) : current.name(),
        json.containsKey("password")
            ? key(Optional.ofNullable(json.getString("password")), current.password())
            : current.password(),
        json.containsKey("excludes")
            ? Excludes.checked(ConfigParts.strings(json.getJsonArray("excludes")))
            : current.excludes());
  }

  private static List<String> locations(List<String> agentIds) throws WireException {
    if (agentIds.size() > CreateSettings.MOST_LOCATIONS) {
      throw new WireException(
          WireException.INVALID_FORMAT,
          "A backup goes to %d locations at most.".formatted(CreateSettings.MOST_LOCATIONS));
    }
    return agentIds;
  }

  private static Optional<JsonArray> list(JsonObject json, String name) {
    return Optional.ofNullable(json.getJsonArray(name));
  }

  /**
   * An encryption key from outside.
   *
   * @param current the key in force, which clients send with everything else that they change
   * @throws WireException for a key with which nothing would be encrypted, and for a new one that
   *     would not be found again
   */
  public static Optional<Secret> key(Optional<String> text, Optional<Secret> current)
      throws WireException {
    Optional<Secret> key = text.map(Secret::of);
    Optional<String> refusal =
        key.filter(given -> !current.equals(Optional.of(given))).flatMap(KeyRules::refusal);
    if (refusal.isPresent()) {
      throw new WireException(WireException.INVALID_FORMAT, refusal.get());
    }
    return key;
  }
}
