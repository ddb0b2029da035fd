package org.homekeep.core.backup.event;

import java.util.Locale;

/** How an operation stands (backup.md §2.2). */
public enum Progress {
  COMPLETED,
  CORE_RESTART,
  FAILED,
  IN_PROGRESS;

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
