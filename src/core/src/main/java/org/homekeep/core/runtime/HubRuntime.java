package org.homekeep.core.runtime;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.homekeep.api.Cancellable;

/**
 * The context that owns the hub's state, and what code on it needs to wait, to block and to know
 * the time.
 *
 * <p>One for each start of the hub: closing it ends its workers.
 */
public final class HubRuntime {
  private final Vertx vertx;
  private final Context context;
  private final HomeClock clock;
  private final HubThreads threads;
  private final List<Runnable> moveListeners = new ArrayList<>();

  /**
   * @param context every capability's state is touched on this context alone
   * @param clock its zone is that of this machine
   */
  public HubRuntime(Vertx vertx, Context context, Clock clock) {
    this(vertx, context, clock, new VertxThreads(vertx, context));
  }

  /**
   * A runtime whose code is run by something else than the event loop.
   *
   * @param threads runs what is the hub's; the event loop is left to integrations and to HTTP
   */
  public HubRuntime(Vertx vertx, Context context, Clock clock, HubThreads threads) {
    this.vertx = vertx;
    this.context = context;
    this.clock = new HomeClock(clock);
    this.threads = threads;
  }

  public Vertx vertx() {
    return vertx;
  }

  public Context context() {
    return context;
  }

  /** The time, in the home's time zone. */
  public Clock clock() {
    return clock;
  }

  /** Says in which time zone the home is, which need not be that of this machine. */
  public void home(ZoneId zone) {
    boolean moved = !zone.equals(clock.getZone());
    clock.moveTo(zone);
    if (moved) {
      List.copyOf(moveListeners).forEach(Runnable::run);
    }
  }

  /** Hears when the home is in another time zone, until it is cancelled. Call on the context. */
  public Cancellable onMove(Runnable listener) {
    moveListeners.add(listener);
    return () -> moveListeners.remove(listener);
  }

  public Timers timers() {
    return threads.timers();
  }

  /** A new pool of threads, ended by {@link #close()}. Call on the context. */
  public Worker worker(String name, int threadCount) {
    return threads.worker(name, threadCount);
  }

  /**
   * A new context off the event loop, ended by {@link #close()}: what runs on it runs one after the
   * other, with the class loader as the thread's. Call on the context.
   */
  public Context serial(String name, ClassLoader loader) {
    return threads.serial(name, loader);
  }

  /** Runs an action on the context, from any thread. */
  public void execute(Runnable action) {
    threads.execute(action);
  }

  /** Ends all workers; what they still run is interrupted. */
  public Future<Void> close() {
    return threads.close();
  }
}
