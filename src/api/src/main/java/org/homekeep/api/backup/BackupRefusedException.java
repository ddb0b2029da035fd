package org.homekeep.api.backup;

/**
 * The location takes this backup never, however often it is tried: it is too large, or not
 * encrypted. The hub does not send it there again. The message says why, and what to do so that the
 * next one is taken.
 */
public final class BackupRefusedException extends BackupAgentException {

  public BackupRefusedException(String message) {
    super(message);
  }

  public BackupRefusedException(String message, Throwable cause) {
    super(message, cause);
  }

  private BackupRefusedException(String message, Throwable cause, boolean told) {
    super(message, cause, told);
  }

  /** The same, of which the integration itself shows an issue. */
  public static BackupRefusedException told(String message, Throwable cause) {
    return new BackupRefusedException(message, cause, true);
  }
}
