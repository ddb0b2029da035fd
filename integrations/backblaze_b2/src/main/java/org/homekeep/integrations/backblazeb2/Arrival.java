package org.homekeep.integrations.backblazeb2;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Estimates how many bytes of an upload have arrived. Used from many threads.
 *
 * <p>What is handed to a socket waits in the machine's buffers, 4 to 6 MB on a slow line, and
 * nothing says when it leaves. B2 confirms whole bodies alone. So these count, and of each body
 * that is under way what the line carries at the speed of the bodies before it; never more than was
 * handed over.
 *
 * <p>Bodies that are under way at once share the line: time passes for each of them as much slower
 * as there are more of them. With time counted so, all tell the speed of the line, however many
 * there were, and waiting for the next one does not count.
 */
final class Arrival {
  /** Of an odd number the middle one is known, which is right when one body was held up. */
  private static final int SPEEDS = 5;

  /** After that time the buffers of a slow line are full. */
  private static final double FILLING = Duration.ofSeconds(1).toNanos();

  /** In less time no speed can be told: full buffers take more only now and then. */
  private static final double TELLING = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanos;
  private final List<Body> underWay = new ArrayList<>();

  /** Bytes in a nanosecond, of the last bodies that arrived. */
  private final Deque<Double> speeds = new ArrayDeque<>();

  /** The middle one of them. Before the first body arrives: at which its full buffers take more. */
  private double speed;

  private long confirmed;
  private double shared;
  private long at;

  /**
   * Nothing has arrived.
   *
   * @param nanos tells how much time passes
   */
  Arrival(LongSupplier nanos) {
    this.nanos = nanos;
    this.at = nanos.getAsLong();
  }

  /** One try to send a body begins. */
  synchronized Body begin() {
    pass();
    Body body = new Body();
    underWay.add(body);
    return body;
  }

  /** How many bytes have arrived. Never fewer than before, unless a try was in vain. */
  synchronized long bytes() {
    pass();
    return confirmed + underWay.stream().mapToLong(Body::arrived).sum();
  }

  private void pass() {
    long now = nanos.getAsLong();
    shared += (double) (now - at) / Math.max(1, underWay.size());
    at = now;
  }

  /** One try to send one body. */
  final class Body {
    private final double begun = shared;
    private double filled = shared;
    private long filledWith;
    private long handedOver;
    private long arrived;

    /** So many more bytes are on their way. */
    void handedOver(int bytes) {
      synchronized (Arrival.this) {
        pass();
        handedOver += bytes;
        if (shared - begun < FILLING) {
          filled = shared;
          filledWith = handedOver;
        } else if (speeds.isEmpty() && shared - filled >= TELLING) {
          speed = (handedOver - filledWith) / (shared - filled);
        }
      }
    }

    /** B2 has all of it. */
    void confirmed() {
      synchronized (Arrival.this) {
        pass();
        underWay.remove(this);
        confirmed += handedOver;
        speeds.add(handedOver / Math.max(1, shared - begun));
        if (speeds.size() > SPEEDS) {
          speeds.remove();
        }
        speed = speeds.stream().sorted().skip(speeds.size() / 2).findFirst().orElse(speed);
      }
    }

    /** It was in vain. */
    void lost() {
      synchronized (Arrival.this) {
        pass();
        underWay.remove(this);
      }
    }

    private long arrived() {
      arrived = Math.max(arrived, Math.min(handedOver, (long) (speed * (shared - begun))));
      return arrived;
    }
  }
}
