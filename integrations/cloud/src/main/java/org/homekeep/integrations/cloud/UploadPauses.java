package org.homekeep.integrations.cloud;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long one upload waits before it is tried again (b2-and-cloud.md §B.5): a random time, so that
 * not all homes come back to a service with trouble at once. For one thread.
 */
final class UploadPauses {
  /** A line that broke once is as a rule back at once, and the service had no part in it. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Duration shortest;
  private final Duration longest;
  private final RandomGenerator random;
  private boolean lineBroke;
  private boolean addressRenewed;

  UploadPauses(Settings settings, RandomGenerator random) {
    this.shortest = settings.shortestPause();
    this.longest = max(settings.longestPause(), shortest);
    this.random = random;
  }

  /** How long to wait after a failure. */
  Duration after(CloudFailure failure) {
    if (failure instanceof CloudFailure.AddressExpired && !addressRenewed) {
      // Renewed at once, one time: that may be over with it.
      addressRenewed = true;
      return Duration.ZERO;
    }
    if (failure instanceof CloudFailure.Unreachable && !lineBroke) {
      lineBroke = true;
      Duration soon = between(SOON, SOON.multipliedBy(3));
      return soon.compareTo(longest) < 0 ? soon : longest;
    }
    return between(shortest, longest);
  }

  private Duration between(Duration least, Duration most) {
    return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis() + 1));
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
