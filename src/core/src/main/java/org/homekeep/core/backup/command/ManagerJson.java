package org.homekeep.core.backup.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.homekeep.api.backup.AgentBackupJson;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.config.ConfigJson;
import org.homekeep.core.backup.config.IsoTime;
import org.homekeep.core.backup.event.BackupEvent;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.backup.manager.Listing;
import org.homekeep.core.backup.manager.ManagerBackup;
import org.homekeep.core.backup.schedule.NextRun;
import org.homekeep.core.wire.ShownText;

/** The answers of the commands (backup.md §1.3, §4). */
public final class ManagerJson {
  private ManagerJson() {}

  /** All backups and what the manager does, as {@code backup/info} answers (backup.md §4). */
  public static JsonObject info(Listing listing, BackupManager manager) {
    JsonArray backups = new JsonArray();
    listing.backups().forEach(backup -> backups.add(write(backup)));
    JsonObject json =
        new JsonObject()
            .put("agent_errors", map(listing.agentErrors()))
            .put("backups", backups)
            .put(
                "last_attempted_automatic_backup",
                manager.config().lastAttempted().map(IsoTime::format).orElse(null))
            .put(
                "last_completed_automatic_backup",
                manager.config().lastCompleted().map(IsoTime::format).orElse(null))
            .put(
                "last_action_event",
                manager.events().lastAction().map(BackupEvent::json).orElse(null))
            .put("state", manager.events().state().wireName());
    return putNextRun(json, manager);
  }

  static JsonObject details(Listing listing) {
    return new JsonObject()
        .put("agent_errors", map(listing.agentErrors()))
        .put("backup", listing.backups().stream().findFirst().map(ManagerJson::write).orElse(null));
  }

  static JsonObject config(BackupManager manager) {
    return new JsonObject().put("config", putNextRun(ConfigJson.write(manager.config()), manager));
  }

  static JsonObject agents(BackupManager manager) {
    JsonArray agents = new JsonArray();
    manager
        .agents()
        .forEach(
            agent ->
                agents.add(
                    new JsonObject()
                        .put("agent_id", agent.agentId())
                        .put("name", LocalAgent.isLocal(agent) ? agent.uniqueId() : agent.name())));
    JsonObject json = new JsonObject().put("agents", agents);
    if (!manager.folders().all().isEmpty()) {
      json.put(
          "folders",
          new JsonArray(manager.folders().all().stream().map(Folder::wireName).toList()));
    }
    return json;
  }

  static JsonObject map(Map<String, String> texts) {
    JsonObject json = new JsonObject();
    texts.forEach((key, text) -> json.put(key, ShownText.of(text)));
    return json;
  }

  private static JsonObject putNextRun(JsonObject json, BackupManager manager) {
    return json.put(
            "next_automatic_backup",
            manager.nextRun().map(run -> IsoTime.format(run.at().toOffsetDateTime())).orElse(null))
        .put(
            "next_automatic_backup_additional",
            manager.nextRun().map(NextRun::additional).orElse(false));
  }

  private static JsonObject write(ManagerBackup backup) {
    JsonObject copies = new JsonObject();
    backup
        .copies()
        .forEach(
            (agentId, copy) ->
                copies.put(
                    agentId,
                    new JsonObject()
                        .put("protected", copy.isProtected())
                        .put("size", copy.size())));
    JsonArray failedAddons = new JsonArray();
    backup.known().failedAddons().forEach(addon -> failedAddons.add(AgentBackupJson.write(addon)));
    JsonArray failedFolders = new JsonArray();
    backup.known().failedFolders().stream().map(Folder::wireName).forEach(failedFolders::add);
    JsonObject json = AgentBackupJson.write(backup.description());
    json.remove("protected");
    json.remove("size");
    return json.put("agents", copies)
        .put("failed_addons", failedAddons)
        .put("failed_agent_ids", new JsonArray(backup.known().failedAgentIds()))
        .put("failed_folders", failedFolders)
        .put("with_automatic_settings", backup.withAutomaticSettings().orElse(null));
  }
}
