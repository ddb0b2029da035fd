package org.homekeep.integrations.backblazeb2;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Lets bytes go up as fast as the entry's limit allows: one bucket of tokens for all the parts of
 * all its uploads. The limit is looked at anew for every few bytes, so that another one, or one
 * that begins or ends at a time of day, is in force at once.
 *
 * <p>What comes down passes freely. A line at home is narrow upwards, it is there that a backup is
 * in the way of others; and whoever downloads has lost something and waits. That goes for reading
 * back as well, which B2 makes rare: it says itself what it holds.
 */
final class Throttle {
  /** Below this the overhead of many small pieces shows. */
  private static final int PIECE = 4096;

  /** What may go at once after a pause; enough for threads that wake up late. */
  private static final double BURST_SECONDS = 0.2;

  private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(1);
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How to let time pass. */
  @FunctionalInterface
  interface Wait {
    void await(Duration time) throws IOException;
  }

  private final Supplier<BandwidthLimit> limit;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Wait wait;
  private double tokens;
  private long filledAt;

  /**
   * A throttle.
   *
   * @param clock tells the time of day, in the zone of the home
   * @param nanos tells how much time passes
   */
  Throttle(Supplier<BandwidthLimit> limit, Clock clock, LongSupplier nanos, Wait wait) {
    this.limit = limit;
    this.clock = clock;
    this.nanos = nanos;
    this.wait = wait;
    this.filledAt = nanos.getAsLong();
  }

  /**
   * Waits until bytes may go.
   *
   * @param wanted more than 0
   * @param waiting is told again and again that it is this what takes its time, and may end it
   * @return how many may go now, at least 1
   */
  int pass(int wanted, Stop waiting) throws IOException {
    while (true) {
      waiting.check();
      if (limit.get().megabits() <= 0) {
        return wanted;
      }
      Turn turn = take(wanted);
      if (turn.granted() > 0) {
        return turn.granted();
      }
      wait.await(Duration.ofNanos(turn.waitNanos()));
    }
  }

  /** What may go now, or else how long to wait before asking again. */
  private record Turn(int granted, long waitNanos) {}

  private synchronized Turn take(int wanted) {
    OptionalDouble rate = limit.get().bytesPerSecond(LocalTime.now(clock));
    long now = nanos.getAsLong();
    double passed = Math.max(0, now - filledAt) / NANOS;
    filledAt = now;
    if (rate.isEmpty()) {
      tokens = 0;
      return new Turn(wanted, 0);
    }
    double perSecond = rate.getAsDouble();
    tokens = Math.min(tokens + passed * perSecond, Math.max(PIECE, perSecond * BURST_SECONDS));
    int least = Math.min(wanted, PIECE);
    if (tokens >= least) {
      int granted = (int) Math.min(wanted, tokens);
      tokens -= granted;
      return new Turn(granted, 0);
    }
    long wanting = (long) ((least - tokens) / perSecond * NANOS);
    return new Turn(0, Math.max(SHORTEST_WAIT, Math.min(wanting, LONGEST_WAIT)));
  }
}
