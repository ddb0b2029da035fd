package org.homekeep.core.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes guessing passwords slow: after some failures, an address waits longer and longer. Each
 * attempt counts as a failure until it has succeeded, so that many at once gain nothing.
 *
 * <p>Only what can be guessed is counted. Tokens cannot, and an open tab with an old one must not
 * lock its user out.
 */
public final class LoginThrottle {
  private static final int FREE = 5;
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final int MOST_ADDRESSES = 4096;

  private record Failures(int count, Instant last, Instant blockedUntil) {}

  private final Clock clock;
  private final Map<String, Failures> byNetwork = new LinkedHashMap<>();

  LoginThrottle(Clock clock) {
    this.clock = clock;
  }

  /** Begins an attempt; how long to wait first, if it may not be made now. */
  public Optional<Duration> attempt(ClientAddress from) {
    Instant now = clock.instant();
    String network = from.network();
    Failures before = byNetwork.get(network);
    if (before != null && now.isBefore(before.blockedUntil())) {
      return Optional.of(Duration.between(now, before.blockedUntil()));
    }
    boolean forgotten = before == null || before.last().plus(WINDOW).isBefore(now);
    int count = forgotten || before == null ? 1 : before.count() + 1;
    byNetwork.remove(network);
    if (byNetwork.size() >= MOST_ADDRESSES) {
      byNetwork.remove(byNetwork.keySet().iterator().next());
    }
    byNetwork.put(network, new Failures(count, now, now.plus(waitAfter(count))));
    return Optional.empty();
  }

  /** The attempt was the user's own. */
  public void succeeded(ClientAddress from) {
    byNetwork.remove(from.network());
  }

  private static Duration waitAfter(int failures) {
    if (failures < FREE) {
      return Duration.ZERO;
    }
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures - FREE, 10));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }
}
