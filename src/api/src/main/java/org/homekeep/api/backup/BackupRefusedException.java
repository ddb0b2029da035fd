package org.homekeep.api.backup;

/**
 * The location takes this backup never, however often it is tried: it is too large, or not
 * encrypted. The hub does not send it there again. The message says why, and what to do so that the
 * next one is taken.
 */
public final class BackupRefusedException extends BackupAgentException {
  private final boolean told;

  public BackupRefusedException(String message) {
    super(message);
    this.told = false;
  }

  public BackupRefusedException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private BackupRefusedException(String message, Throwable cause, boolean told) {
    super(message, cause);
    this.told = told;
  }

  /** The same, of which the integration itself shows an issue. */
  public static BackupRefusedException told(String message, Throwable cause) {
    return new BackupRefusedException(message, cause, true);
  }

  /** Whether people see an issue about it already, so that the hub needs none of its own. */
  public boolean isTold() {
    return told;
  }
}
