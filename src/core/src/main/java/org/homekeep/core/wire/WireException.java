package org.homekeep.core.wire;

import java.util.Optional;

/**
 * A request that cannot be served, with the code and the sentence that the client gets
 * (framework.md §1.3).
 */
public final class WireException extends Exception {
  /** Something that the request names is not there. */
  public static final String NOT_FOUND = "not_found";

  /** The request is understood and refused. */
  public static final String NOT_ALLOWED = "not_allowed";

  /** The request asks for something that the hub does not have. */
  public static final String NOT_SUPPORTED = "not_supported";

  /** The client may not do this. */
  public static final String UNAUTHORIZED = "unauthorized";

  /** The hub's own checked error; the message says what happened. */
  public static final String HOME_ASSISTANT_ERROR = "home_assistant_error";

  /** What was handed to an action makes no sense; the message says why. */
  public static final String SERVICE_VALIDATION_ERROR = "service_validation_error";

  /** A template cannot be rendered. */
  public static final String TEMPLATE_ERROR = "template_error";

  /** The answer took too long. */
  public static final String TIMEOUT = "timeout";

  /** The request has the wrong shape. */
  public static final String INVALID_FORMAT = "invalid_format";

  /** Anything else; the log says more. */
  public static final String UNKNOWN_ERROR = "unknown_error";

  private final String code;
  private final Optional<ErrorTranslation> translation;

  public WireException(String code, String message) {
    super(message);
    this.code = code;
    this.translation = Optional.empty();
  }

  public WireException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.translation = Optional.empty();
  }

  /** An error whose words can be shown in the language of the user. */
  public WireException(String code, String message, ErrorTranslation translation) {
    super(message);
    this.code = code;
    this.translation = Optional.of(translation);
  }

  /** The error code on the wire. */
  public String code() {
    return code;
  }

  /** Where the words of the error stand in the translations. */
  public Optional<ErrorTranslation> translation() {
    return translation;
  }
}
