package org.homekeep.integrations.backblazeb2;

import java.time.LocalTime;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How fast uploads may be, and when.
 *
 * @param megabits per second, a million bits each; 0 for no limit
 * @param hours when it holds; empty for always
 */
record BandwidthLimit(double megabits, Optional<Hours> hours) {
  static final BandwidthLimit NONE = new BandwidthLimit(0, Optional.empty());

  private static final double BYTES = 1_000_000.0 / 8;

  /**
   * A part of each day.
   *
   * @param from the first moment of it
   * @param until the first moment after it; before {@code from} when midnight lies between
   */
  record Hours(LocalTime from, LocalTime until) {
    boolean contain(LocalTime time) {
      return from.isBefore(until)
          ? !time.isBefore(from) && time.isBefore(until)
          : !time.isBefore(from) || time.isBefore(until);
    }
  }

  /** The limit at a time of day in the home; empty when there is none then. */
  OptionalDouble bytesPerSecond(LocalTime now) {
    return megabits > 0 && hours.map(each -> each.contain(now)).orElse(true)
        ? OptionalDouble.of(megabits * BYTES)
        : OptionalDouble.empty();
  }
}
