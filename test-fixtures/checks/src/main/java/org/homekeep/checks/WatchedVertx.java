package org.homekeep.checks;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;

/** Makes a Vert.x for a test whose event loop must not be blocked for longer than 200 ms. */
public final class WatchedVertx {
  private static final int LONGEST_MILLIS = 200;

  private WatchedVertx() {}

  /**
   * Options that a test may add to.
   *
   * <p>The first call of a JVM sends one request through a Vert.x that nobody watches: loading
   * Vert.x's and Netty's classes takes longer than any handler may.
   */
  public static VertxOptions options() {
    WarmUp.done();
    return new VertxOptions()
        .setEventLoopPoolSize(2)
        .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
        .setMaxEventLoopExecuteTime(LONGEST_MILLIS)
        .setWarningExceptionTimeUnit(TimeUnit.MILLISECONDS)
        .setWarningExceptionTime(LONGEST_MILLIS)
        .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
        .setBlockedThreadCheckInterval(LONGEST_MILLIS / 4);
  }

  /** A Vert.x of its own for one test; the test closes it. */
  public static Vertx create() {
    return Vertx.vertx(options());
  }
}
