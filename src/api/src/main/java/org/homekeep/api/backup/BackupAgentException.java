package org.homekeep.api.backup;

/** A location could not do what was asked of it. The message is shown to people as it is. */
public sealed class BackupAgentException extends Exception
    permits BackupNotFoundException,
        BackupAgentUnreachableException,
        BackupLockedException,
        BackupRefusedException {
  private final boolean told;

  public BackupAgentException(String message) {
    super(message);
    this.told = false;
  }

  public BackupAgentException(String message, Throwable cause) {
    this(message, cause, false);
  }

  BackupAgentException(String message, Throwable cause, boolean told) {
    super(message, cause);
    this.told = told;
  }

  /** The same of an upload, of which the integration itself shows an issue. */
  public static BackupAgentException told(String message, Throwable cause) {
    return new BackupAgentException(message, cause, true);
  }

  /**
   * Whether people see an issue of the integration about it already, so that the hub needs none of
   * its own.
   */
  public final boolean isTold() {
    return told;
  }

  /** The code of this error in events and answers (backup.md §1.6). */
  public String errorCode() {
    return "backup_agent_error";
  }
}
