package org.homekeep.emulator.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The emulator's own time: that of the given clock, and ahead of it by what a test asked for. */
public final class EmulatorClock {
  private final Clock base;
  private Duration ahead = Duration.ZERO;
  private long lastMillis;

  public EmulatorClock(Clock base) {
    this.base = base;
  }

  public Instant now() {
    return base.instant().plus(ahead);
  }

  /** The time outside, which the {@code Date} header tells: clients compare it with their own. */
  public Instant outside() {
    return base.instant();
  }

  public void advance(Duration by) {
    ahead = ahead.plus(by);
  }

  public Duration ahead() {
    return ahead;
  }

  /** Goes by the time outside again. */
  public void reset() {
    ahead = Duration.ZERO;
  }

  /** A time in milliseconds that no earlier call got, so that versions have an order. */
  public long uniqueMillis() {
    lastMillis = Math.max(lastMillis + 1, now().toEpochMilli());
    return lastMillis;
  }

  /** A time that a client says it uploaded at, in milliseconds; it must have been. */
  public long passed(long millis) {
    if (millis < 0 || millis > now().toEpochMilli()) {
      throw CallError.badRequest("The time of an upload must be between 1970 and now");
    }
    return millis;
  }

  /** Makes sure that coming times are later than one that was given out before a restart. */
  public void notBefore(long millis) {
    lastMillis = Math.max(lastMillis, millis);
  }
}
