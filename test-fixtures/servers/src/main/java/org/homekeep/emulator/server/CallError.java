package org.homekeep.emulator.server;

import java.time.Duration;
import java.util.Optional;
import org.homekeep.emulator.fault.FaultRule;

/** A call that is refused: HTTP status, code and message; {@link ErrorForm} makes an answer. */
public class CallError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient Optional<Duration> retryAfter;

  /** A refusal without a word about when to come back. */
  public CallError(int status, String code, String message) {
    this(status, code, message, Optional.empty());
  }

  private CallError(int status, String code, String message, Optional<Duration> retryAfter) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** The error that a rule orders. */
  static CallError of(FaultRule fault) {
    return new CallError(fault.status(), fault.code(), fault.message(), fault.retryAfter());
  }

  static CallError badRequest(String message) {
    return new CallError(400, "bad_request", message);
  }

  static CallError internal() {
    return new CallError(500, "internal_error", "The emulator failed; its log says why.");
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** What programs know it by. */
  public String code() {
    return code;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
