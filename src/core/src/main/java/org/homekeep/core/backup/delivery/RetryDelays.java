package org.homekeep.core.backup.delivery;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long a location is left alone after an attempt: twice as long each time, up to hours. */
final class RetryDelays {
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(4);
  private static final int MOST_DOUBLINGS = 8;

  private final DoubleSupplier random;

  /**
   * Delays that differ a little, so that many hubs do not come back to one server together.
   *
   * @param random from 0 up to 1
   */
  RetryDelays(DoubleSupplier random) {
    this.random = random;
  }

  /**
   * After so many failed attempts.
   *
   * @param attempts at least 1
   */
  Duration after(int attempts) {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
    Duration bounded = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return Duration.ofMillis((long) (bounded.toMillis() * (0.8 + 0.4 * random.getAsDouble())));
  }
}
