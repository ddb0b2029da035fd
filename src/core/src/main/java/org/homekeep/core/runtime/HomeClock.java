package org.homekeep.core.runtime;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** The time of another clock, in the time zone of the home as soon as that is known. */
final class HomeClock extends Clock {
  private final Clock clock;
  private volatile ZoneId zone;

  HomeClock(Clock clock) {
    this.clock = clock;
    this.zone = clock.getZone();
  }

  void moveTo(ZoneId home) {
    zone = home;
  }

  @Override
  public Instant instant() {
    return clock.instant();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return clock.withZone(other);
  }
}
