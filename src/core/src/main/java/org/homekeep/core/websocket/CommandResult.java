package org.homekeep.core.websocket;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * The result of a command.
 *
 * @param json {@code JsonObject}, {@code JsonArray}, text, number or boolean; empty is null on the
 *     wire
 * @param afterwards runs as soon as the result was sent, before anything else does: where most
 *     subscriptions send their first event (framework.md §1.5)
 */
public record CommandResult(Optional<Object> json, Runnable afterwards) {
  private CommandResult(Object json) {
    this(Optional.of(json), CommandResult::nothing);
  }

  /** {@code "result": null}. */
  public static CommandResult none() {
    return new CommandResult(Optional.empty(), CommandResult::nothing);
  }

  /** The same result, and what happens after it was sent. */
  public CommandResult then(Runnable action) {
    return new CommandResult(json, action);
  }

  /** An object. */
  public static CommandResult of(JsonObject json) {
    return new CommandResult((Object) json);
  }

  /** A list. */
  public static CommandResult of(JsonArray json) {
    return new CommandResult((Object) json);
  }

  /** A text. */
  public static CommandResult of(String text) {
    return new CommandResult((Object) text);
  }

  /** {@code "result": null}, at once. */
  public static Future<CommandResult> done() {
    return Future.succeededFuture(none());
  }

  private static void nothing() {}
}
