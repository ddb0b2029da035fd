package org.homekeep.core.backup.history;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a run stands or ended. */
public enum Outcome {
  /** It goes on. */
  RUNNING,
  /** Every location that was asked for has the backup. */
  COMPLETED,
  /** There is a backup, and something is amiss: mostly a location that did not take it. */
  COMPLETED_WITH_FAILURES,
  /** There is no backup, or it is at none of the locations. */
  FAILED,
  /** A person ended it. */
  CANCELLED,
  /** The hub stopped or was killed meanwhile. */
  CUT_OFF;

  /** The name on the wire and on the disk. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Outcome> ofWireName(String name) {
    return Arrays.stream(values()).filter(each -> each.wireName().equals(name)).findFirst();
  }
}
