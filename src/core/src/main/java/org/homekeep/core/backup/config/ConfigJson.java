package org.homekeep.core.backup.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackupJson;
import org.homekeep.api.backup.Folder;

/** The JSON of the settings, for the store and for {@code backup/config/info}. */
public final class ConfigJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private ConfigJson() {}

  /** Writes all settings. The encryption key is in it, in clear. */
  public static JsonObject write(BackupConfig config) {
    JsonObject agents = new JsonObject();
    config
        .agents()
        .forEach(
            (id, settings) ->
                agents.put(
                    id,
                    new JsonObject()
                        .put("protected", settings.isProtected())
                        .put(
                            "retention",
                            settings.retention().map(ConfigJson::write).orElse(null))));
    return new JsonObject()
        .put("agents", agents)
        .put("automatic_backups_configured", config.automaticBackupsConfigured())
        .put("create_backup", write(config.createBackup()))
        .put(
            "last_attempted_automatic_backup",
            config.lastAttempted().map(IsoTime::format).orElse(null))
        .put(
            "last_completed_automatic_backup",
            config.lastCompleted().map(IsoTime::format).orElse(null))
        .put("retention", write(config.retention()))
        .put("schedule", write(config.schedule()));
  }

  private static JsonObject write(CreateSettings settings) {
    JsonObject json =
        new JsonObject()
            .put("agent_ids", new JsonArray(settings.agentIds()))
            .put("include_addons", settings.includeAddons().map(JsonArray::new).orElse(null))
            .put("include_all_addons", settings.includeAllAddons())
            .put("include_database", settings.includeDatabase())
            .put("include_folders", settings.includeFolders().map(ConfigJson::write).orElse(null))
            .put("name", settings.name().orElse(null))
            .put("password", settings.password().map(Secret::reveal).orElse(null));
    if (!settings.excludes().isEmpty()) {
      // A key of ours: Home Assistant, which may read the document one day, drops what it does not
      // know.
      json.put("excludes", new JsonArray(settings.excludes()));
    }
    return json;
  }

  private static JsonObject write(Retention retention) {
    return new JsonObject()
        .put("copies", orNull(retention.copies()).orElse(null))
        .put("days", orNull(retention.days()).orElse(null));
  }

  private static Optional<Long> orNull(OptionalLong number) {
    return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
  }

  private static JsonObject write(Schedule schedule) {
    return new JsonObject()
        .put("days", new JsonArray(schedule.days().stream().map(Weekdays::wireName).toList()))
        .put("recurrence", schedule.recurrence().wireName())
        .put("time", schedule.time().map(ConfigJson::write).orElse(null));
  }

  private static String write(LocalTime time) {
    return TIME.format(time);
  }

  private static JsonArray write(List<Folder> folders) {
    return new JsonArray(folders.stream().map(Folder::wireName).toList());
  }

  static JsonObject write(KnownBackup known) {
    JsonArray addons = new JsonArray();
    known.failedAddons().forEach(addon -> addons.add(AgentBackupJson.write(addon)));
    return new JsonObject()
        .put("backup_id", known.backupId())
        .put("failed_addons", addons)
        .put("failed_agent_ids", new JsonArray(known.failedAgentIds()))
        .put("failed_folders", write(known.failedFolders()));
  }
}
