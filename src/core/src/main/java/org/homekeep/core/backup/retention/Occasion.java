package org.homekeep.core.backup.retention;

/** When copies are judged (backup.md §3.4). */
public enum Occasion {
  /** A backup was made: all rules. */
  AFTER_BACKUP,
  /** At the start, once a day, and when a location got a copy late: age alone. */
  DAILY
}
