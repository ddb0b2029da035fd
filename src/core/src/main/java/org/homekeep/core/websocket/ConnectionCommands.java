package org.homekeep.core.websocket;

import io.vertx.core.Future;
import org.homekeep.core.auth.Access;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/** The commands about the connection itself (framework.md §1.5). */
final class ConnectionCommands {
  /** The one command that is not answered by a result. */
  static final String PING = "ping";

  private ConnectionCommands() {}

  static void register(CommandTable commands) {
    commands.add(Command.of(PING, Access.USER, call -> CommandResult.done()));
    commands.add(
        Command.of(
            "supported_features",
            Access.USER,
            call -> supportedFeatures((Call) call),
            Shapes.Key.required("features", Shapes.mapOf(Shapes.integer(0)))));
    commands.add(
        Command.of(
            "unsubscribe_events",
            Access.USER,
            call -> unsubscribe((Call) call),
            Shapes.Key.required("subscription", Shapes.integer(0))));
  }

  private static Future<CommandResult> supportedFeatures(Call call) {
    long coalesce = call.fields().getJsonObject("features").getLong("coalesce_messages", 0L);
    call.outbox().coalesce(coalesce > 0);
    return CommandResult.done();
  }

  private static Future<CommandResult> unsubscribe(Call call) {
    return call.subscriptions().cancel(call.fields().getLong("subscription"))
        ? CommandResult.done()
        : Future.failedFuture(
            new WireException(WireException.NOT_FOUND, "Subscription not found."));
  }
}
