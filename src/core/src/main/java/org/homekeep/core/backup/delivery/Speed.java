package org.homekeep.core.backup.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.OptionalLong;

/** How fast bytes have arrived of late. Touched on the hub's context. */
final class Speed {
  /**
   * Some locations tell of an arrival in steps of megabytes, which shorter times do not even out.
   */
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final Clock clock;
  private final Deque<Mark> marks = new ArrayDeque<>();

  /** Between two marks; who tells more often moves the last one. */
  private static final Duration STEP = Duration.ofSeconds(1);

  private record Mark(Instant at, long bytes) {}

  Speed(Clock clock) {
    this.clock = clock;
    marks.add(new Mark(clock.instant(), 0));
  }

  /** So many bytes in all have arrived by now; fewer than before when a piece is sent again. */
  void arrived(long bytes) {
    Instant now = clock.instant();
    if (bytes <= 0) {
      // It is prepared, or what is there already is looked through: that is no slow line.
      marks.clear();
    }
    if (marks.size() > 1 && beforeLast().at().plus(STEP).isAfter(now)) {
      marks.removeLast();
    }
    marks.add(new Mark(now, Math.max(0, bytes)));
    // The one before the window stays: the speed is measured from it.
    while (marks.size() > 2 && now.minus(WINDOW).isAfter(second().at())) {
      marks.removeFirst();
    }
  }

  /** How much is remembered; for tests. */
  int marks() {
    return marks.size();
  }

  private Mark beforeLast() {
    Iterator<Mark> newestFirst = marks.descendingIterator();
    newestFirst.next();
    return newestFirst.next();
  }

  private Mark second() {
    return marks.stream().skip(1).findFirst().orElseGet(marks::getFirst);
  }

  /** Over about the last minute; empty while too little time has passed to say. */
  OptionalLong bytesPerSecond(long bytesNow) {
    Mark from = marks.getFirst();
    long millis = Duration.between(from.at(), clock.instant()).toMillis();
    return millis < 1_000
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, bytesNow - from.bytes()) * 1_000 / millis);
  }
}
