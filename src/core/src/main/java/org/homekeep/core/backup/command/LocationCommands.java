package org.homekeep.core.backup.command;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.homekeep.core.auth.Access;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.config.ConfigUpdate;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandHandler;
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
    Shapes.Key backupId = Shapes.Key.required("backup_id", ConfigUpdate.id());
    Shapes.Key agentId = Shapes.Key.required("agent_id", ConfigUpdate.id());
    table.add(command("homekeep/backup/locations", this::locations));
    // A location may take as long here as it may take for a backup.
    table.add(command("homekeep/backup/locations/test", this::test, agentId).withoutDeadline());
    // It answers when the whole copy was read, which may take hours.
    table.add(
        command("homekeep/backup/copies/verify", this::verify, backupId, agentId)
            .withoutDeadline());
    table.add(command("homekeep/backup/copies/verify/cancel", this::cancel, backupId, agentId));
  }

  private static Command command(String type, CommandHandler handler, Shapes.Key... keys) {
    return Command.of(
        type,
        Access.ADMIN,
        call ->
            handler.handle(call).recover(failed -> Future.failedFuture(BackupErrors.wire(failed))),
        keys);
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
