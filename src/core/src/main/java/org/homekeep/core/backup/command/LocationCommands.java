package org.homekeep.core.backup.command;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.config.ConfigUpdate;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;

/**
 * Commands of ours about locations and single copies, for administrators: how locations are, asking
 * one on purpose, and having a copy verified. None of them writes or deletes anything at a
 * location. Home Assistant has none of them.
 */
public final class LocationCommands {
  private final BackupManager manager;

  public LocationCommands(BackupManager manager) {
    this.manager = manager;
  }

  /** Adds all commands. */
  public void register(CommandTable table) {
    AdminCommands commands = new AdminCommands(table);
    Shapes.Key backupId = Shapes.Key.required("backup_id", ConfigUpdate.id());
    Shapes.Key agentId = Shapes.Key.required("agent_id", ConfigUpdate.id());
    commands.add("homekeep/backup/locations", this::locations);
    // A location may take as long here as it may take for a backup.
    commands.addUnhurried("homekeep/backup/locations/test", this::test, agentId);
    // It answers when the whole copy was read, which may take hours.
    commands.addUnhurried("homekeep/backup/copies/verify", this::verify, backupId, agentId);
    commands.add("homekeep/backup/copies/verify/cancel", this::cancel, backupId, agentId);
  }

  private Future<CommandResult> locations(CommandCall call) {
    return manager
        .locations()
        .all()
        .map(
            all ->
                CommandResult.of(
                    new JsonObject()
                        .put(
                            "locations",
                            new JsonArray(all.stream().map(LocationJson::write).toList()))));
  }

  private Future<CommandResult> test(CommandCall call) {
    return manager
        .locations()
        .test(call.fields().getString("agent_id"))
        .map(found -> CommandResult.of(LocationJson.write(found)));
  }

  private Future<CommandResult> verify(CommandCall call) {
    return manager
        .checks()
        .verify(copy(call))
        .map(found -> CommandResult.of(LocationJson.write(found)));
  }

  private Future<CommandResult> cancel(CommandCall call) {
    return Future.succeededFuture(
        CommandResult.of(new JsonObject().put("cancelled", manager.checks().cancel(copy(call)))));
  }

  private static CopyId copy(CommandCall call) {
    return new CopyId(call.fields().getString("backup_id"), call.fields().getString("agent_id"));
  }
}
