package org.homekeep.core.backup.size;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** How far a walk may go: in time, in entries, and until the hub stops. */
final class WalkBound {
  private final LongSupplier nanoTime;
  private final long end;
  private final long mostEntries;
  private final BooleanSupplier stopped;
  private long entries;
  private boolean reached;

  WalkBound(LongSupplier nanoTime, Duration limit, long mostEntries, BooleanSupplier stopped) {
    this.nanoTime = nanoTime;
    this.end = nanoTime.getAsLong() + limit.toNanos();
    this.mostEntries = mostEntries;
    this.stopped = stopped;
  }

  /** Counts one more entry; true when the walk is over. */
  boolean isReached() {
    reached =
        reached
            || ++entries > mostEntries
            || nanoTime.getAsLong() - end > 0
            || stopped.getAsBoolean();
    return reached;
  }

  /** Whether it ended a walk. */
  boolean wasReached() {
    return reached;
  }
}
