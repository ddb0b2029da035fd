package org.homekeep.api.client;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import java.util.function.Function;
import org.homekeep.api.Cancellable;

/** What a client gets. */
public sealed interface ClientAnswer {

  /** That it was done; null on the websocket, an empty object over HTTP. */
  record Done() implements ClientAnswer {}

  /** An object. */
  record Document(JsonObject json) implements ClientAnswer {}

  /** A list. */
  record Listing(JsonArray json) implements ClientAnswer {}

  /**
   * A text that the browser saves as a file; for paths alone.
   *
   * @param name of the file: letters, digits, {@code . _ -}
   * @param type such as {@code text/markdown}
   */
  record Download(String name, String type, String text) implements ClientAnswer {}

  /**
   * That it was done, and events from now on until the client has enough; for commands alone.
   *
   * @param start gets the way of the events, and gives what ends them. An event that comes after
   *     the end goes nowhere.
   */
  record Events(Function<Consumer<JsonObject>, Cancellable> start) implements ClientAnswer {}

  /** That it was done. */
  static ClientAnswer done() {
    return new Done();
  }

  /** An object. */
  static ClientAnswer of(JsonObject json) {
    return new Document(json);
  }
}
