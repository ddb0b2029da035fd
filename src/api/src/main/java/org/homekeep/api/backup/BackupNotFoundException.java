package org.homekeep.api.backup;

/** The location holds no backup of that id. */
public final class BackupNotFoundException extends BackupAgentException {

  public BackupNotFoundException(String backupId) {
    super("Backup " + backupId + " not found");
  }

  @Override
  public String errorCode() {
    return "backup_not_found";
  }
}
