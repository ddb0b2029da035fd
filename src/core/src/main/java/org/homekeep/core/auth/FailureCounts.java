package org.homekeep.core.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Failures by key, and how long each key has to wait before it may try again: some are free, then
 * the wait doubles. What is kept is bounded; the key that was silent longest is forgotten first.
 */
final class FailureCounts {
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final int MOST_KEYS = 4096;
  private static final int MOST_DOUBLINGS = 10;

  private record Failures(int count, Instant last, Instant blockedUntil) {}

  private final Clock clock;
  private final int free;
  private final Duration longestWait;
  private final Map<String, Failures> byKey = new LinkedHashMap<>();

  FailureCounts(Clock clock, int free, Duration longestWait) {
    this.clock = clock;
    this.free = free;
    this.longestWait = longestWait;
  }

  /** How long the key has to wait from now on; empty when it may try. */
  Optional<Duration> waiting(String key) {
    Instant now = clock.instant();
    return Optional.ofNullable(byKey.get(key))
        .map(Failures::blockedUntil)
        .filter(now::isBefore)
        .map(until -> Duration.between(now, until));
  }

  /** Counts a try, which is a failure until {@link #forget} says otherwise. */
  void count(String key) {
    Instant now = clock.instant();
    Failures before = byKey.remove(key);
    boolean forgotten = before == null || before.last().plus(WINDOW).isBefore(now);
    int count = forgotten || before == null ? 1 : before.count() + 1;
    if (byKey.size() >= MOST_KEYS) {
      byKey.remove(byKey.keySet().iterator().next());
    }
    byKey.put(key, new Failures(count, now, now.plus(waitAfter(count))));
  }

  /** The key has done nothing wrong; how much was thought it had. */
  int forget(String key) {
    Failures forgotten = byKey.remove(key);
    return forgotten == null ? 0 : forgotten.count();
  }

  /** Some of what the key did was not wrong; the rest stays. */
  void forget(String key, int count) {
    byKey.computeIfPresent(
        key,
        (same, failures) -> {
          int left = failures.count() - count;
          return left <= 0
              ? null
              : new Failures(left, failures.last(), failures.last().plus(waitAfter(left)));
        });
  }

  private Duration waitAfter(int failures) {
    if (failures < free) {
      return Duration.ZERO;
    }
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures - free, MOST_DOUBLINGS));
    return wait.compareTo(longestWait) < 0 ? wait : longestWait;
  }
}
