package org.homekeep.emulator.b2;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** An error answer of the API: HTTP status, code and message (b2-and-cloud.md §C.5). */
final class B2Error extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient Optional<Duration> retryAfter;

  B2Error(int status, String code, String message) {
    this(status, code, message, Optional.empty());
  }

  B2Error(int status, String code, String message, Optional<Duration> retryAfter) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  static B2Error badRequest(String message) {
    return new B2Error(400, "bad_request", message);
  }

  static B2Error unauthorized(String message) {
    return new B2Error(401, "unauthorized", message);
  }

  static B2Error notFound(String message) {
    return new B2Error(404, "not_found", message);
  }

  static B2Error internal() {
    return new B2Error(500, "internal_error", "The emulator failed; its log says why.");
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** The body of the answer: these three fields and no other, or the SDK does not know the code. */
  JsonObject toJson() {
    return new JsonObject().put("code", code).put("message", getMessage()).put("status", status);
  }
}
