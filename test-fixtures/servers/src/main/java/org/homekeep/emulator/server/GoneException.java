package org.homekeep.emulator.server;

/** The connection is gone or is to go: there is nobody to answer. */
public final class GoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public GoneException(String message) {
    super(message, null, false, false);
  }
}
