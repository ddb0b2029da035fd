package org.homekeep.integrations.backblazeb2;

import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * How many parts are sent at once: as many as pay.
 *
 * <p>What is on its way is lost when the process or the line ends. A line that one connection fills
 * gets one part after the other, so that an interruption costs one part at most; a line that is
 * faster with more connections gets them. So after the first part another is added as long as the
 * speed grows by a fifth, and that is tried again now and then. What was interrupted may soon be
 * again, and then a trial costs more than it brings: it goes on with one part after the other for a
 * while. Used from many threads.
 */
final class PartsInFlight {
  /** A part that takes no longer is no loss. */
  private static final Duration SHORT = Duration.ofSeconds(3);

  private static final double WORTH_IT = 1.2;
  private static final int PARTS_UNTIL_NEXT_TRIAL = 16;
  private static final int PARTS_AFTER_INTERRUPTION = 8;

  private final IntSupplier most;
  private int careful;
  private int allowed = 1;
  private double rateBefore;
  private int left = 1;
  private long bytes;
  private long since;
  private boolean trying;
  private boolean started;

  /**
   * A number of parts.
   *
   * @param most may be another number each time
   * @param interrupted whether the upload goes on that broke off before
   */
  PartsInFlight(IntSupplier most, boolean interrupted) {
    this.most = most;
    this.careful = interrupted ? PARTS_AFTER_INTERRUPTION : 0;
  }

  synchronized int allowed() {
    return Math.min(allowed, most.getAsInt());
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
    if (left > 0 || (allowed >= most.getAsInt() && !trying)) {
      return;
    }
    long took = Math.max(1, nanos - since);
    double rate = (double) bytes / took;
    if (took / Math.max(1, allowed) < SHORT.toNanos()) {
      set(most.getAsInt(), false, nanos);
    } else if (careful > 1) {
      careful--;
      set(1, false, nanos);
    } else if (trying && rate < rateBefore * WORTH_IT) {
      set(allowed - 1, false, nanos);
      left = PARTS_UNTIL_NEXT_TRIAL;
    } else if (allowed < most.getAsInt()) {
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
