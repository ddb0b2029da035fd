package org.homekeep.emulator.b2;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The emulator's own time: that of the given clock, and ahead of it by what a test asked for. */
final class EmulatorClock {
  private final Clock base;
  private Duration ahead = Duration.ZERO;
  private long lastMillis;

  EmulatorClock(Clock base) {
    this.base = base;
  }

  Instant now() {
    return base.instant().plus(ahead);
  }

  /** The time outside, which the {@code Date} header tells: clients compare it with their own. */
  Instant outside() {
    return base.instant();
  }

  void advance(Duration by) {
    ahead = ahead.plus(by);
  }

  Duration ahead() {
    return ahead;
  }

  /** Goes by the time outside again. */
  void reset() {
    ahead = Duration.ZERO;
  }

  /** A time in milliseconds that no earlier call got, so that versions have an order. */
  long uniqueMillis() {
    lastMillis = Math.max(lastMillis + 1, now().toEpochMilli());
    return lastMillis;
  }

  /** A time that a client says it uploaded at, in milliseconds; it must have been. */
  long passed(long millis) {
    if (millis < 0 || millis > now().toEpochMilli()) {
      throw B2Error.badRequest("The time of an upload must be between 1970 and now");
    }
    return millis;
  }

  /** Makes sure that coming times are later than one that was given out before a restart. */
  void notBefore(long millis) {
    lastMillis = Math.max(lastMillis, millis);
  }
}
