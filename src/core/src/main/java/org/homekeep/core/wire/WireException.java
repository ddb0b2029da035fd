package org.homekeep.core.wire;

/**
 * A request that cannot be served, with the code and the sentence that the client gets
 * (framework.md §1.3).
 */
public final class WireException extends Exception {
  /** Something that the request names is not there. */
  public static final String NOT_FOUND = "not_found";

  /** The request is understood and refused. */
  public static final String NOT_ALLOWED = "not_allowed";

  /** The hub's own checked error; the message says what happened. */
  public static final String HOME_ASSISTANT_ERROR = "home_assistant_error";

  /** The request has the wrong shape. */
  public static final String INVALID_FORMAT = "invalid_format";

  private final String code;

  public WireException(String code, String message) {
    super(message);
    this.code = code;
  }

  public WireException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The error code on the wire. */
  public String code() {
    return code;
  }
}
