package org.homekeep.core.backup.simulation;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What was done in a simulation, for whoever has to find out why it failed. */
final class History {
  private final Clock clock;
  private final List<String> lines = new ArrayList<>();
  private int day;

  History(Clock clock) {
    this.clock = clock;
  }

  void day(int begun) {
    day = begun;
  }

  void add(String line) {
    lines.add(
        "day %d, %s: %s"
            .formatted(day, OffsetDateTime.now(clock).truncatedTo(ChronoUnit.SECONDS), line));
  }

  int day() {
    return day;
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
