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
 */
public record CommandResult(Optional<Object> json) {

  /** {@code "result": null}. */
  public static CommandResult none() {
    return new CommandResult(Optional.empty());
  }

  /** An object. */
  public static CommandResult of(JsonObject json) {
    return new CommandResult(Optional.of(json));
  }

  /** A list. */
  public static CommandResult of(JsonArray json) {
    return new CommandResult(Optional.of(json));
  }

  /** A text. */
  public static CommandResult of(String text) {
    return new CommandResult(Optional.of(text));
  }

  /** {@code "result": null}, at once. */
  public static Future<CommandResult> done() {
    return Future.succeededFuture(none());
  }
}
