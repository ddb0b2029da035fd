package org.homekeep.core.backup.command;

import io.vertx.core.Future;
import org.homekeep.core.auth.Access;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandHandler;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;

/** Adds commands about backups: for administrators, with failures that say what happened. */
record AdminCommands(CommandTable table) {

  /**
   * Adds a command.
   *
   * @param fields besides {@code id} and {@code type}
   */
  void add(String type, CommandHandler handler, Shapes.Key... fields) {
    table.add(command(type, handler, fields));
  }

  /** Adds a command that may take hours to answer. */
  void addUnhurried(String type, CommandHandler handler, Shapes.Key... fields) {
    table.add(command(type, handler, fields).withoutDeadline());
  }

  private static Command command(String type, CommandHandler handler, Shapes.Key... fields) {
    return Command.of(
        type,
        Access.ADMIN,
        call ->
            handler.handle(call).recover(failed -> Future.failedFuture(BackupErrors.wire(failed))),
        fields);
  }
}
