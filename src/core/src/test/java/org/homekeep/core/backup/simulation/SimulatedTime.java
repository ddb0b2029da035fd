package org.homekeep.core.backup.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The time of a home: one that only passes, and the clock on the wall, which may be set. */
final class SimulatedTime extends Clock {
  private final ZoneId zone;
  private Instant passed;
  private Duration wrong = Duration.ZERO;

  SimulatedTime(Instant begin, ZoneId zone) {
    this.passed = begin;
    this.zone = zone;
  }

  /** What timers go by. */
  Instant passed() {
    return passed;
  }

  void passTo(Instant later) {
    passed = later;
  }

  /** Sets the clock on the wall. */
  void set(Duration by) {
    wrong = wrong.plus(by);
  }

  /** Sets it right. */
  void correct() {
    wrong = Duration.ZERO;
  }

  @Override
  public Instant instant() {
    return passed.plus(wrong);
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    throw new UnsupportedOperationException();
  }
}
