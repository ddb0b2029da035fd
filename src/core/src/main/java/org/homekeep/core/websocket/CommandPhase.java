package org.homekeep.core.websocket;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.homekeep.api.Cancellable;
import org.homekeep.core.auth.Principal;
import org.homekeep.core.storage.NotSavedException;
import org.homekeep.core.wire.ShapeException;
import org.homekeep.core.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection whose client is known: takes commands and answers them (framework.md §1.2). */
final class CommandPhase {
  private static final Logger LOG = LoggerFactory.getLogger(CommandPhase.class);

  private final Shared hub;
  private final Outbox outbox;
  private final Supplier<Optional<Principal>> principal;
  private final Subscriptions subscriptions;
  private final Inbox inbox;
  private long lastId;

  /**
   * @param principal who the client is now; empty when its token has ended
   * @param owner whose connection it is
   * @param limit hears what waits, and that all of it has been handled
   * @param notJson called when the client sends something else
   * @param tooMuch called when the client is to be cut off, because it listens to too much
   */
  CommandPhase(
      Shared hub,
      ServerWebSocket socket,
      Outbox outbox,
      Supplier<Optional<Principal>> principal,
      Supplier<Object> owner,
      IncomingLimit limit,
      Runnable notJson,
      Runnable tooMuch) {
    this.hub = hub;
    this.outbox = outbox;
    this.principal = principal;
    this.subscriptions =
        new Subscriptions(hub.limits().mostSubscriptions(), hub.subscriptions(), owner, tooMuch);
    this.inbox = new Inbox(hub, socket, this::dispatch, limit, notJson);
  }

  /** Handles one frame, a message or a list of them; whether all of it has been handled. */
  boolean receive(String frame) {
    inbox.receive(frame);
    return !inbox.isPaused();
  }

  /** Whether the hub does not read what the client sends. */
  boolean isPaused() {
    return inbox.isPaused();
  }

  void close() {
    inbox.close();
    subscriptions.close();
  }

  private void dispatch(@Nullable Object json) {
    if (!(json instanceof JsonObject message)) {
      malformed(0);
      return;
    }
    Object sentId = message.getValue("id");
    if (!(sentId instanceof Integer || sentId instanceof Long)
        || ((Number) sentId).longValue() <= 0
        || !(message.getValue("type") instanceof String type)
        || type.isEmpty()) {
      malformed(sentId == null ? 0 : sentId);
      return;
    }
    long id = ((Number) sentId).longValue();
    if (id <= lastId) {
      sendError(id, "id_reuse", "Identifier values have to increase.");
      return;
    }
    Optional<Command> command = hub.commands().find(type);
    if (command.isEmpty()) {
      sendError(id, "unknown_command", "Unknown command.");
      return;
    }
    lastId = id;
    Optional<Principal> caller = principal.get();
    // Without one the token has just ended, and the connection is about to.
    caller.ifPresent(who -> run(command.get(), id, message, who));
  }

  private void run(Command command, long id, JsonObject message, Principal caller) {
    message.remove("id");
    message.remove("type");
    try {
      command.fields().check(message, "data");
    } catch (ShapeException wrong) {
      sendError(id, WireException.INVALID_FORMAT, String.valueOf(wrong.getMessage()));
      return;
    }
    if (!command.access().allows(caller.user())) {
      sendError(id, WireException.UNAUTHORIZED, "Unauthorized");
      return;
    }
    Call call = new Call(id, message, caller, outbox, subscriptions, command.type());
    inbox.began();
    inTime(command, Future.succeededFuture(call).compose(command.handler()::handle))
        .onSuccess(result -> answer(command, id, result))
        .onFailure(failure -> fail(command, id, failure))
        .onComplete(answered -> inbox.ended());
  }

  private Future<CommandResult> inTime(Command command, Future<CommandResult> answer) {
    if (command.deadline() == Deadline.NONE || answer.isComplete()) {
      return answer;
    }
    Promise<CommandResult> first = Promise.promise();
    Cancellable timer =
        hub.runtime()
            .timers()
            .after(hub.limits().answer(), () -> first.tryFail(new TimeoutException()));
    answer.onComplete(
        done -> {
          timer.cancel();
          if (done.succeeded()) {
            first.tryComplete(done.result());
          } else {
            first.tryFail(done.cause());
          }
        });
    return first.future();
  }

  private void answer(Command command, long id, CommandResult result) {
    boolean isPing = command.type().equals(ConnectionCommands.PING);
    outbox.send(isPing ? Messages.pong(id) : Messages.result(id, result));
    result.afterwards().run();
  }

  private void fail(Command command, long id, Throwable failure) {
    if (failure instanceof WireException wire) {
      outbox.send(
          Messages.error(id, wire.code(), String.valueOf(wire.getMessage()), wire.translation()));
    } else if (failure instanceof TooManySubscriptionsException tooMany) {
      sendError(id, WireException.NOT_ALLOWED, String.valueOf(tooMany.getMessage()));
    } else if (failure instanceof NotSavedException notSaved) {
      sendError(id, WireException.HOME_ASSISTANT_ERROR, String.valueOf(notSaved.getMessage()));
    } else if (failure instanceof TimeoutException) {
      LOG.atWarn().addKeyValue("command", command.type()).log("A command took too long");
      sendError(id, WireException.TIMEOUT, "Timeout");
    } else {
      LOG.atError()
          .addKeyValue("command", command.type())
          .setCause(failure)
          .log("A command failed");
      sendError(id, WireException.UNKNOWN_ERROR, "Unknown error");
    }
  }

  private void malformed(Object id) {
    sendError(id, WireException.INVALID_FORMAT, "Message incorrectly formatted.");
  }

  private void sendError(Object id, String code, String message) {
    outbox.send(Messages.error(id, code, message));
  }
}
