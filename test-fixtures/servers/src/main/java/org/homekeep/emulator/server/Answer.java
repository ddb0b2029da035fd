package org.homekeep.emulator.server;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * A small answer.
 *
 * @param status the HTTP status
 * @param headers in addition to those that every answer has
 * @param body all of it
 */
public record Answer(int status, Map<String, String> headers, Buffer body) {

  /** An answer that is JSON. */
  public static Answer json(int status, Buffer body) {
    return of(status, "application/json;charset=utf-8", body);
  }

  /** An answer of a type. */
  public static Answer of(int status, String contentType, Buffer body) {
    return new Answer(status, Map.of("Content-Type", contentType), body);
  }
}
