package org.homekeep.checks;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.TimeUnit;

/** Makes a Vert.x for a test whose event loops must not wait or compute for longer than 200 ms. */
public final class WatchedVertx {
  private static final int LOOPS = 2;

  private WatchedVertx() {}

  /** A Vert.x of its own for one test; the test closes it. */
  public static Vertx create() {
    return create(LOOPS);
  }

  /**
   * The same with so many event loops.
   *
   * <p>The first call of a JVM sends one request through a Vert.x that nobody watches: loading
   * Vert.x's and Netty's classes takes longer than any handler may.
   */
  public static Vertx create(int loops) {
    WarmUp.done();
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setMaxEventLoopExecuteTime(LoopWatch.SUSPECT.toMillis())
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
                .setBlockedThreadCheckInterval(LoopWatch.INTERVAL.toMillis()));
    ((VertxInternal) vertx).blockedThreadChecker().setThreadBlockedHandler(new LoopWatch());
    return vertx;
  }
}
