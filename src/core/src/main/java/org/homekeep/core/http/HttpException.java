package org.homekeep.core.http;

/**
 * A request is answered with an error status and {@code {"message": …}}; 401 as plain text, with a
 * challenge.
 */
public final class HttpException extends Exception {
  private final int status;

  public HttpException(int status, String message) {
    super(message);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
