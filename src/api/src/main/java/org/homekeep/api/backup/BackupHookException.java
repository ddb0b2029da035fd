package org.homekeep.api.backup;

/** A hook could not do its part of a backup; the message is a sentence for people. */
public final class BackupHookException extends Exception {

  public BackupHookException(String message) {
    super(message);
  }

  public BackupHookException(String message, Throwable cause) {
    super(message, cause);
  }
}
