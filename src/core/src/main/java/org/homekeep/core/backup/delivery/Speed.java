package org.homekeep.core.backup.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/** How fast bytes have arrived of late. Touched on the hub's context. */
final class Speed {
  private static final Duration WINDOW = Duration.ofSeconds(30);

  private final Clock clock;
  private final Deque<Mark> marks = new ArrayDeque<>();

  private record Mark(Instant at, long bytes) {}

  Speed(Clock clock) {
    this.clock = clock;
    marks.add(new Mark(clock.instant(), 0));
  }

  /** So many bytes in all have arrived by now; fewer than before when a piece is sent again. */
  void arrived(long bytes) {
    Instant now = clock.instant();
    marks.add(new Mark(now, bytes));
    // The one before the window stays: the speed is measured from it.
    while (marks.size() > 2 && now.minus(WINDOW).isAfter(second().at())) {
      marks.removeFirst();
    }
  }

  private Mark second() {
    return marks.stream().skip(1).findFirst().orElseGet(marks::getFirst);
  }

  /** Over about the last half minute; empty while too little time has passed to say. */
  OptionalLong bytesPerSecond(long bytesNow) {
    Mark from = marks.getFirst();
    long millis = Duration.between(from.at(), clock.instant()).toMillis();
    return millis < 1_000
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, bytesNow - from.bytes()) * 1_000 / millis);
  }
}
