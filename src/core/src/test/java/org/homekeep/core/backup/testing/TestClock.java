package org.homekeep.core.backup.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Cancellable;
import org.homekeep.core.runtime.Timers;

/** A clock and timers that are turned by hand. */
public final class TestClock extends Clock implements Timers {
  private static final class Armed {
    private Instant at;
    private final Optional<Duration> interval;
    private final Runnable action;
    private boolean cancelled;

    Armed(Instant at, Optional<Duration> interval, Runnable action) {
      this.at = at;
      this.interval = interval;
      this.action = action;
    }
  }

  private final ZoneId zone;
  private final List<Armed> armed = new ArrayList<>();
  private Instant now;
  private Duration wrongBy = Duration.ZERO;

  public TestClock(Instant now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  @Override
  public synchronized Instant instant() {
    return now.plus(wrongBy);
  }

  /** Sets the clock forward or back; no time passes by that, and no timer becomes due. */
  public synchronized void set(Duration ahead) {
    wrongBy = ahead;
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Cancellable after(Duration delay, Runnable action) {
    return arm(delay, Optional.empty(), action);
  }

  @Override
  public Cancellable every(Duration interval, Runnable action) {
    return arm(interval, Optional.of(interval), action);
  }

  private synchronized Cancellable arm(
      Duration delay, Optional<Duration> interval, Runnable action) {
    Armed timer = new Armed(now.plus(delay), interval, action);
    armed.add(timer);
    return () -> {
      synchronized (this) {
        timer.cancelled = true;
      }
    };
  }

  /** Lets time pass, and runs what becomes due, in order. Call on the hub's context. */
  public void advance(Duration duration) {
    Instant end = instant().minus(wrongBy).plus(duration);
    for (Optional<Armed> due = due(end); due.isPresent(); due = due(end)) {
      due.get().action.run();
    }
    synchronized (this) {
      now = end;
    }
  }

  private synchronized Optional<Armed> due(Instant end) {
    armed.removeIf(timer -> timer.cancelled);
    Optional<Armed> next =
        armed.stream()
            .filter(timer -> !timer.at.isAfter(end))
            .min(Comparator.comparing(timer -> timer.at));
    next.ifPresent(
        timer -> {
          now = timer.at.isAfter(now) ? timer.at : now;
          if (timer.interval.isPresent()) {
            timer.at = now.plus(timer.interval.get());
          } else {
            armed.remove(timer);
          }
        });
    return next;
  }
}
