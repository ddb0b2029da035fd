package org.homekeep.core.backup.command;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.OptionalLong;
import org.homekeep.core.auth.Access;
import org.homekeep.core.backup.history.HistoryPage;
import org.homekeep.core.backup.history.RunHistory;
import org.homekeep.core.backup.history.RunJson;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.wire.Shapes;

/** The command {@code homekeep/backup/history}, for administrators. */
public final class HistoryCommand {
  private static final int PAGE = 50;
  private static final int LARGEST_PAGE = 200;

  private final RunHistory history;

  public HistoryCommand(RunHistory history) {
    this.history = history;
  }

  /** Adds the command. */
  public void register(CommandTable table) {
    table.add(
        Command.of(
            "homekeep/backup/history",
            Access.ADMIN,
            this::page,
            Shapes.Key.optional("before", Shapes.nullable(Shapes.integer(1))),
            Shapes.Key.optional("limit", Shapes.integer(1))));
  }

  private Future<CommandResult> page(CommandCall call) {
    Long before = call.fields().getLong("before");
    long limit = call.fields().getLong("limit", (long) PAGE);
    HistoryPage page =
        history.page(
            before == null ? OptionalLong.empty() : OptionalLong.of(before),
            (int) Math.min(limit, LARGEST_PAGE));
    JsonArray runs = new JsonArray();
    page.runs().forEach(run -> runs.add(RunJson.write(run)));
    return Future.succeededFuture(
        CommandResult.of(
            new JsonObject()
                .put("runs", runs)
                .put("next", page.next().isPresent() ? (Object) page.next().getAsLong() : null)));
  }
}
