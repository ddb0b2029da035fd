package org.homekeep.integrations.backblazeb2;

import java.time.Duration;
import java.time.Instant;

/**
 * How an object lock protects each copy (b2-and-cloud.md §C.6).
 *
 * @param compliance whether nobody at all can end it early; else whoever has a right for that can
 * @param days for how long, from when the copy was complete
 */
record Retention(boolean compliance, int days) {
  private static final String COMPLIANCE = "compliance";
  private static final String GOVERNANCE = "governance";

  static Retention of(String mode, int days) {
    return new Retention(mode.equals(COMPLIANCE), days);
  }

  /** The name of the mode. */
  String mode() {
    return compliance ? COMPLIANCE : GOVERNANCE;
  }

  /** What protects as much as both. */
  Retention with(Retention other) {
    return new Retention(compliance || other.compliance, Math.max(days, other.days));
  }

  Instant until(Instant since) {
    return since.plus(Duration.ofDays(days));
  }
}
