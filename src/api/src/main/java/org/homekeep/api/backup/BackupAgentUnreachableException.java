package org.homekeep.api.backup;

/** The location does not answer. */
public final class BackupAgentUnreachableException extends BackupAgentException {

  public BackupAgentUnreachableException() {
    super("The backup agent is unreachable.");
  }

  public BackupAgentUnreachableException(Throwable cause) {
    super("The backup agent is unreachable.", cause);
  }

  @Override
  public String errorCode() {
    return "backup_agent_unreachable";
  }
}
