package org.homekeep.core.storage;

/** A stored document does not hold what its version promises. */
public final class UnreadableDocumentException extends Exception {

  public UnreadableDocumentException(String message) {
    super(message);
  }

  public UnreadableDocumentException(String message, Throwable cause) {
    super(message, cause);
  }
}
