package org.homekeep.core.backup.restore;

/** A restore could not be done; nothing was changed, or all changes were taken back. */
final class RestoreException extends Exception {

  RestoreException(String message) {
    super(message);
  }

  RestoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
