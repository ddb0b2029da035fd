package org.homekeep.core.backup.event;

import java.util.Locale;

/** What the backup manager does at the moment (backup.md §2.1). */
public enum ManagerState {
  IDLE,
  CREATE_BACKUP,
  BLOCKED,
  RECEIVE_BACKUP,
  RESTORE_BACKUP;

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
