package org.homekeep.core.runtime;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.WorkerExecutorInternal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * The context that owns the hub's state, and what code on it needs to wait, to block and to know
 * the time.
 *
 * <p>One for each start of the hub: closing it ends its workers.
 */
public final class HubRuntime {
  /** Transfers take hours; Vert.x only logs when a task takes longer than this. */
  private static final int LONGEST_TASK_HOURS = 24;

  private final Vertx vertx;
  private final Context context;
  private final Clock clock;
  private final Timers timers;
  private final List<WorkerExecutor> executors = new ArrayList<>();

  /**
   * @param context every capability's state is touched on this context alone
   * @param clock its zone is the home's time zone
   */
  public HubRuntime(Vertx vertx, Context context, Clock clock) {
    this.vertx = vertx;
    this.context = context;
    this.clock = clock;
    this.timers = new VertxTimers(vertx, context);
  }

  public Vertx vertx() {
    return vertx;
  }

  public Context context() {
    return context;
  }

  public Clock clock() {
    return clock;
  }

  public Timers timers() {
    return timers;
  }

  /** A new pool of threads, ended by {@link #close()}. Call on the context. */
  public Worker worker(String name, int threads) {
    WorkerExecutor executor = executor(name, threads);
    return new Worker() {
      @Override
      public <T> Future<T> run(Callable<T> work) {
        return executor.executeBlocking(work, false);
      }
    };
  }

  /**
   * A new context off the event loop, ended by {@link #close()}: what runs on it runs one after the
   * other, with the class loader as the thread's. Call on the context.
   */
  public Context serial(String name, ClassLoader loader) {
    return ((VertxInternal) vertx)
        .contextBuilder()
        .withThreadingModel(ThreadingModel.WORKER)
        .withWorkerPool(executor(name, 1).pool())
        .withClassLoader(loader)
        .build();
  }

  private WorkerExecutorInternal executor(String name, int threads) {
    WorkerExecutorInternal executor =
        ((VertxInternal) vertx)
            .createSharedWorkerExecutor(
                "homekeep-" + name + "-" + Integer.toHexString(System.identityHashCode(this)),
                threads,
                LONGEST_TASK_HOURS,
                TimeUnit.HOURS);
    executors.add(executor);
    return executor;
  }

  /** Runs an action on the context, from any thread. */
  public void execute(Runnable action) {
    context.runOnContext(v -> action.run());
  }

  /** Ends all workers; what they still run is interrupted. */
  public Future<Void> close() {
    List<Future<Void>> closing = executors.stream().map(WorkerExecutor::close).toList();
    executors.clear();
    return Future.join(closing).mapEmpty();
  }
}
