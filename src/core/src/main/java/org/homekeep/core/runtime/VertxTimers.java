package org.homekeep.core.runtime;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.homekeep.api.Cancellable;

/** Timers of the event loop. */
public final class VertxTimers implements Timers {
  private final Vertx vertx;
  private final Context context;

  /**
   * @param context where actions run
   */
  public VertxTimers(Vertx vertx, Context context) {
    this.vertx = vertx;
    this.context = context;
  }

  @Override
  public Cancellable after(Duration delay, Runnable action) {
    long id = vertx.setTimer(millis(delay), fired -> context.runOnContext(v -> action.run()));
    return () -> vertx.cancelTimer(id);
  }

  @Override
  public Cancellable every(Duration interval, Runnable action) {
    long id = vertx.setPeriodic(millis(interval), fired -> context.runOnContext(v -> action.run()));
    return () -> vertx.cancelTimer(id);
  }

  private static long millis(Duration duration) {
    return Math.max(1, duration.toMillis());
  }
}
