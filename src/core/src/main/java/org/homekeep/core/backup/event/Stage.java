package org.homekeep.core.backup.event;

import java.util.Locale;

/** The step that an operation has reached (backup.md §2.2). */
public enum Stage {
  HOME_ASSISTANT,
  RECEIVE_FILE,
  UPLOAD_TO_AGENTS,
  CLEANING_UP;

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
