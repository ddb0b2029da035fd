package org.homekeep.emulator.server;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * The line between an emulator and the world, which all bodies of uploads share one way and all
 * bodies of downloads the other; touched on its context only.
 */
public final class Line {
  private final Lane up = new Lane();
  private final Lane down = new Lane();

  /** What uploads share. */
  public Lane up() {
    return up;
  }

  /** What downloads share. */
  public Lane down() {
    return down;
  }

  /** Limits both ways, in bytes a second; 0 for no limit. */
  public void limit(long upRate, long downRate) {
    up.limit(upRate);
    down.limit(downRate);
  }

  public JsonObject toJson() {
    return new JsonObject()
        .put("up_bytes_per_second", up.rate)
        .put("down_bytes_per_second", down.rate);
  }

  /** One way of the line. */
  public static final class Lane {
    private static final long SECOND = 1_000_000_000L;

    private long rate;
    private long freeAt = System.nanoTime();

    private void limit(long newRate) {
      rate = newRate;
      freeAt = System.nanoTime();
    }

    /** Sends bytes over the line, and says how long it takes until they are through. */
    Duration send(int bytes) {
      if (rate == 0) {
        return Duration.ZERO;
      }
      long now = System.nanoTime();
      long begin = freeAt - now < 0 ? now : freeAt;
      freeAt = begin + (long) ((double) bytes / rate * SECOND);
      return Duration.ofNanos(freeAt - now);
    }

    /** How many bytes to send at a time so that the line is shared evenly. */
    int slice(int usual) {
      return rate == 0 ? usual : (int) Math.max(1, Math.min(usual, rate / 8));
    }
  }
}
