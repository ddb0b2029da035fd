package org.homekeep.api.backup;

/** A location could not do what was asked of it. The message is shown to people as it is. */
public sealed class BackupAgentException extends Exception
    permits BackupNotFoundException,
        BackupAgentUnreachableException,
        BackupLockedException,
        BackupRefusedException {

  public BackupAgentException(String message) {
    super(message);
  }

  public BackupAgentException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The code of this error in events and answers (backup.md §1.6). */
  public String errorCode() {
    return "backup_agent_error";
  }
}
