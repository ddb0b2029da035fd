package org.homekeep.emulator.b2;

/** The connection is gone or is to go: there is nobody to answer. */
final class GoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GoneException(String message) {
    super(message, null, false, false);
  }
}
