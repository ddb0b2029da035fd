package org.homekeep.core.websocket;

import io.vertx.core.json.EncodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the hub sends, as text (framework.md §1.2). */
final class Messages {
  private Messages() {}

  static String of(String type) {
    return new JsonObject().put("type", type).encode();
  }

  static String authInvalid(String message) {
    return new JsonObject().put("type", "auth_invalid").put("message", message).encode();
  }

  static String withVersion(String type, String version) {
    return new JsonObject().put("type", type).put("ha_version", version).encode();
  }

  static String pong(int id) {
    return new JsonObject().put("id", id).put("type", "pong").encode();
  }

  /** A result; for one that is not JSON, the error that says so. */
  static String result(int id, CommandResult result) {
    return encode(
            new JsonObject()
                .put("id", id)
                .put("type", "result")
                .put("success", true)
                .put("result", result.json().orElse(null)))
        .orElseGet(() -> error(id, "unknown_error", "Invalid JSON in response"));
  }

  /** An event; empty when it is not JSON. */
  static Optional<String> event(int id, Object event) {
    return encode(new JsonObject().put("id", id).put("type", "event").put("event", event));
  }

  /**
   * @param id as the client sent it, whatever that was
   */
  static String error(@Nullable Object id, String code, String message) {
    return new JsonObject()
        .put("id", id)
        .put("type", "result")
        .put("success", false)
        .put("error", new JsonObject().put("code", code).put("message", message))
        .encode();
  }

  private static Optional<String> encode(JsonObject message) {
    try {
      return Optional.of(message.encode());
    } catch (EncodeException | IllegalStateException notJson) {

      return Optional.empty();
    }
  }
}
