package org.homekeep.integrations.backblazeb2;

import java.time.Duration;

/**
 * How many parts are sent at once: as many as pay.
 *
 * <p>What is on its way is lost when the process or the line ends. A line that one connection fills
 * gets one part after the other, so that an interruption costs one part at most; a line that is
 * faster with more connections gets them. So after the first part another is added as long as the
 * speed grows by a fifth, and that is tried again now and then. Used from many threads.
 */
final class PartsInFlight {
  /** A part that takes no longer is no loss. */
  private static final Duration SHORT = Duration.ofSeconds(3);

  private static final double WORTH_IT = 1.2;
  private static final int PARTS_UNTIL_NEXT_TRIAL = 16;

  private final int most;
  private int allowed = 1;
  private double rateBefore;
  private int left = 1;
  private long bytes;
  private long since;
  private boolean trying;
  private boolean started;

  PartsInFlight(int most) {
    this.most = most;
  }

  synchronized int allowed() {
    return allowed;
  }

  /** The first part begins. */
  synchronized void begin(long nanos) {
    if (!started) {
      started = true;
      since = nanos;
    }
  }

  /** A part has arrived. */
  synchronized void arrived(int length, long nanos) {
    bytes += length;
    left--;
    if (left > 0 || (allowed == most && !trying)) {
      return;
    }
    long took = Math.max(1, nanos - since);
    double rate = (double) bytes / took;
    if (took / Math.max(1, allowed) < SHORT.toNanos()) {
      set(most, false, nanos);
    } else if (trying && rate < rateBefore * WORTH_IT) {
      set(allowed - 1, false, nanos);
      left = PARTS_UNTIL_NEXT_TRIAL;
    } else if (allowed < most) {
      rateBefore = rate;
      set(allowed + 1, true, nanos);
    } else {
      set(allowed, false, nanos);
    }
  }

  private void set(int next, boolean trial, long nanos) {
    allowed = next;
    trying = trial;
    left = next;
    bytes = 0;
    since = nanos;
  }
}
