package org.homekeep.api.client;

/**
 * A request is not served.
 *
 * <p>On the websocket it becomes an error with the code and the message (framework.md §1.3), over
 * HTTP the status and {@code {"message": …, "code": …}}.
 */
public final class ClientRefusedException extends Exception {
  private final String code;
  private final int status;

  /**
   * @param code for programs: lower case and underscores
   * @param status of HTTP, 400 to 599
   * @param message a sentence for people
   */
  public ClientRefusedException(String code, int status, String message) {
    super(message);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("No status of an error: " + status);
    }
    this.code = code;
    this.status = status;
  }

  /** For programs. */
  public String code() {
    return code;
  }

  /** The status over HTTP. */
  public int status() {
    return status;
  }
}
