package org.homekeep.core.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.homekeep.core.wire.ShownText;

/** What a route answers. */
public sealed interface HttpAnswer {

  /** A body that is in memory, with its content type. */
  record Full(int status, String contentType, String body, Map<String, String> headers)
      implements HttpAnswer {
    public Full {
      headers = Map.copyOf(headers);
    }
  }

  /** A status alone. */
  record Empty(int status) implements HttpAnswer {}

  /** The handler has written the response itself. */
  record Written() implements HttpAnswer {}

  /** 200 with JSON. */
  static HttpAnswer ok(JsonObject body) {
    return json(200, body);
  }

  /** 200 with a JSON list. */
  static HttpAnswer ok(JsonArray body) {
    return new Full(200, "application/json", body.encode(), Map.of());
  }

  /** A status with JSON. */
  static HttpAnswer json(int status, JsonObject body) {
    return new Full(status, "application/json", body.encode(), Map.of());
  }

  /** A status with {@code {"message": …}}. */
  static HttpAnswer message(int status, String message) {
    return json(status, new JsonObject().put("message", ShownText.of(message)));
  }

  /** A status with plain text. */
  static HttpAnswer text(int status, String body) {
    return new Full(status, "text/plain; charset=utf-8", body, Map.of());
  }
}
