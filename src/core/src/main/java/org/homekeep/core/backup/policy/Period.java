package org.homekeep.core.backup.policy;

import java.util.Locale;

/** A stretch of the calendar of which one backup is kept. Weeks begin on Monday (ISO 8601). */
public enum Period {
  DAILY,
  WEEKLY,
  MONTHLY,
  YEARLY;

  /** The name on the wire and in the store. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
