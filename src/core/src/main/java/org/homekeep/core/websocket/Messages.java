package org.homekeep.core.websocket;

import io.vertx.core.json.EncodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.core.wire.ErrorTranslation;
import org.homekeep.core.wire.ShownText;
import org.homekeep.core.wire.WireException;
import org.jspecify.annotations.Nullable;

/** What the hub sends, as text (framework.md §1.2). */
final class Messages {
  private Messages() {}

  static String authInvalid(String message) {
    return new JsonObject()
        .put("type", "auth_invalid")
        .put("message", ShownText.of(message))
        .encode();
  }

  static String withVersion(String type, String version) {
    return new JsonObject().put("type", type).put("ha_version", version).encode();
  }

  static String pong(long id) {
    return "{\"id\":" + id + ",\"type\":\"pong\"}";
  }

  /** A result; for one that is not JSON, the error that says so. */
  static String result(long id, CommandResult result) {
    return encode(
            new JsonObject()
                .put("id", id)
                .put("type", "result")
                .put("success", true)
                .put("result", result.json().orElse(null)))
        .orElseGet(() -> error(id, WireException.UNKNOWN_ERROR, "Invalid JSON in response"));
  }

  /**
   * An event.
   *
   * @param json the event, written down
   */
  static String event(long id, String json) {
    return "{\"id\":" + id + ",\"type\":\"event\",\"event\":" + json + "}";
  }

  /**
   * An error without a translation.
   *
   * @param id as the client sent it, whatever that was
   */
  static String error(@Nullable Object id, String code, String message) {
    return error(id, code, message, Optional.empty());
  }

  /**
   * An error.
   *
   * @param id as the client sent it, whatever that was
   */
  static String error(
      @Nullable Object id, String code, String message, Optional<ErrorTranslation> translation) {
    JsonObject error = new JsonObject().put("code", code).put("message", ShownText.of(message));
    translation.ifPresent(
        words ->
            error
                .put("translation_key", words.key())
                .put("translation_domain", words.domain())
                .put("translation_placeholders", placeholders(words)));
    return new JsonObject()
        .put("id", id)
        .put("type", "result")
        .put("success", false)
        .put("error", error)
        .encode();
  }

  private static JsonObject placeholders(ErrorTranslation words) {
    JsonObject placeholders = new JsonObject();
    words.placeholders().forEach((key, text) -> placeholders.put(key, ShownText.of(text)));
    return placeholders;
  }

  private static Optional<String> encode(JsonObject message) {
    try {
      return Optional.of(message.encode());
    } catch (EncodeException | IllegalStateException notJson) {
      return Optional.empty();
    }
  }
}
