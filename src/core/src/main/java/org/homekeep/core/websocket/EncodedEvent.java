package org.homekeep.core.websocket;

import io.vertx.core.json.EncodeException;
import io.vertx.core.json.Json;
import java.util.Optional;

/** An event as text: what a thousand clients hear is written once. */
public final class EncodedEvent {
  private final Optional<String> text;

  private EncodedEvent(Optional<String> text) {
    this.text = text;
  }

  /**
   * Writes an event down.
   *
   * @param event {@code JsonObject}, {@code JsonArray} or what JSON knows else
   */
  public static EncodedEvent of(Object event) {
    try {
      return new EncodedEvent(Optional.of(Json.encode(event)));
    } catch (EncodeException | IllegalStateException notJson) {
      return new EncodedEvent(Optional.empty());
    }
  }

  /** The text; empty when the event is not JSON. */
  public Optional<String> text() {
    return text;
  }
}
