package org.homekeep.core.websocket;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Supplier;
import org.homekeep.core.auth.Access;
import org.homekeep.core.auth.Principal;
import org.homekeep.core.wire.ShapeException;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection whose client is known: takes commands and answers them (framework.md §1.2). */
final class CommandPhase {
  private static final Logger LOG = LoggerFactory.getLogger(CommandPhase.class);

  private final CommandTable commands;
  private final CommandTable own = new CommandTable();
  private final Outbox outbox;
  private final Supplier<Optional<Principal>> principal;
  private final Call.Subscriptions subscriptions = new Call.Subscriptions();
  private int lastId;

  /**
   * @param principal who the client is now; empty when its token has ended
   */
  CommandPhase(CommandTable commands, Outbox outbox, Supplier<Optional<Principal>> principal) {
    this.commands = commands;
    this.outbox = outbox;
    this.principal = principal;
    own.add(Command.of("ping", Access.USER, call -> CommandResult.done()));
    own.add(
        Command.of(
            "supported_features",
            Access.USER,
            this::supportedFeatures,
            Shapes.Key.required("features", Shapes.mapOf(Shapes.integer(0)))));
    own.add(
        Command.of(
            "unsubscribe_events",
            Access.USER,
            this::unsubscribe,
            Shapes.Key.required("subscription", Shapes.integer(0))));
  }

  /** Handles one frame: a message, or a list of them. */
  void receive(@Nullable Object json) {
    if (json instanceof JsonArray messages) {
      messages.forEach(this::dispatch);
    } else {
      dispatch(json);
    }
  }

  void close() {
    subscriptions.close();
  }

  private void dispatch(@Nullable Object json) {
    if (!(json instanceof JsonObject message)) {
      sendError(0, WireException.INVALID_FORMAT, "Message incorrectly formatted.");
      return;
    }
    Object sentId = message.getValue("id");
    if (!(sentId instanceof Integer id)
        || id <= 0
        || !(message.getValue("type") instanceof String type)
        || type.isEmpty()) {
      sendError(
          sentId == null ? 0 : sentId,
          WireException.INVALID_FORMAT,
          "Message incorrectly formatted.");
      return;
    }
    if (id <= lastId) {
      sendError(id, "id_reuse", "Identifier values have to increase.");
      return;
    }
    Optional<Command> command = own.find(type).or(() -> commands.find(type));
    if (command.isEmpty()) {
      sendError(id, "unknown_command", "Unknown command.");
      return;
    }
    lastId = id;
    Optional<Principal> caller = principal.get();
    // Without one the token has just ended, and the connection is about to.
    caller.ifPresent(who -> run(command.get(), id, message, who));
  }

  private void run(Command command, int id, JsonObject message, Principal caller) {
    JsonObject fields = message.copy();
    fields.remove("id");
    fields.remove("type");
    try {
      command.fields().check(fields, "data");
    } catch (ShapeException wrong) {
      sendError(id, WireException.INVALID_FORMAT, String.valueOf(wrong.getMessage()));
      return;
    }
    if (!command.access().allows(caller.user())) {
      sendError(id, "unauthorized", "Unauthorized");
      return;
    }
    Call call = new Call(id, fields, caller, outbox, subscriptions, command.type());
    Future.succeededFuture(call)
        .compose(command.handler()::handle)
        .onSuccess(result -> answer(command, id, result))
        .onFailure(failure -> fail(command, id, failure));
  }

  private void answer(Command command, int id, CommandResult result) {
    outbox.send(command.type().equals("ping") ? Messages.pong(id) : Messages.result(id, result));
  }

  private void fail(Command command, int id, Throwable failure) {
    if (failure instanceof WireException wire) {
      sendError(id, wire.code(), String.valueOf(wire.getMessage()));
      return;
    }
    LOG.atError().addKeyValue("command", command.type()).setCause(failure).log("A command failed");
    sendError(id, "unknown_error", "Unknown error");
  }

  private void sendError(Object id, String code, String message) {
    outbox.send(Messages.error(id, code, message));
  }

  private Future<CommandResult> supportedFeatures(CommandCall call) {
    outbox.coalesce(call.fields().getJsonObject("features").getInteger("coalesce_messages", 0) > 0);
    return CommandResult.done();
  }

  private Future<CommandResult> unsubscribe(CommandCall call) {
    return subscriptions.cancel(call.fields().getLong("subscription"))
        ? CommandResult.done()
        : Future.failedFuture(
            new WireException(WireException.NOT_FOUND, "Subscription not found."));
  }
}
