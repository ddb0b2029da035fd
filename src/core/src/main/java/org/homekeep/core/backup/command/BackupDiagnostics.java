package org.homekeep.core.backup.command;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.config.ConfigJson;
import org.homekeep.core.backup.key.RingKey;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.diagnostics.HubPart;

/** What the backup manager says of itself in a diagnostics download (backup.md §9). */
public final class BackupDiagnostics implements HubPart {
  private final BackupManager manager;

  public BackupDiagnostics(BackupManager manager) {
    this.manager = manager;
  }

  @Override
  public String domain() {
    return "backup";
  }

  @Override
  public String name() {
    return "Backup";
  }

  @Override
  public JsonObject data() {
    JsonObject config = ConfigJson.write(manager.config());
    if (manager.config().createBackup().password().isPresent()) {
      config.getJsonObject("create_backup").put("password", Secret.REDACTED);
    }
    return new JsonObject()
        .put("backup_agents", ManagerJson.agents(manager).getJsonArray("agents"))
        .put("backup_config", config);
  }

  /** Every key that ever encrypted something. */
  @Override
  public List<Secret> secrets() {
    return Stream.concat(
            manager.config().createBackup().password().stream(),
            manager.keys().keys().stream().map(RingKey::key))
        .distinct()
        .toList();
  }
}
