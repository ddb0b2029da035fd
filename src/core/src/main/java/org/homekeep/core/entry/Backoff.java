package org.homekeep.core.entry;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The pauses between attempts to set an entry up: 5 s, 10 s, 20 s … 10 min (framework.md §3.4),
 * each up to 5 % longer by chance, so that what failed together does not come back together.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration LONGEST_WISH = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 7;
  private static final double JITTER = 0.05;

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * The pause before the next attempt.
   *
   * @param failures how many attempts failed before the one that just did
   * @param wish the least pause that the service asked for (§14.15)
   */
  Duration pause(int failures, Optional<Duration> wish) {
    Duration doubled =
        shorter(FIRST.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS)), LONGEST);
    Duration wished = shorter(wish.orElse(Duration.ZERO), LONGEST_WISH);
    Duration pause = wished.compareTo(doubled) > 0 ? wished : doubled;
    return pause.plusMillis((long) (pause.toMillis() * JITTER * random.nextDouble()));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
