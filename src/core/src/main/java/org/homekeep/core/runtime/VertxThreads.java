package org.homekeep.core.runtime;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.WorkerExecutorInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** An event loop, its timers and pools of threads. */
final class VertxThreads implements HubThreads {
  /** Transfers take hours; Vert.x only logs when a task takes longer than this. */
  private static final int LONGEST_TASK_HOURS = 24;

  private final Vertx vertx;
  private final Context context;
  private final Timers timers;
  private final List<WorkerExecutor> executors = new ArrayList<>();

  VertxThreads(Vertx vertx, Context context) {
    this.vertx = vertx;
    this.context = context;
    this.timers = new VertxTimers(vertx, context);
  }

  @Override
  public void execute(Runnable action) {
    context.runOnContext(v -> action.run());
  }

  @Override
  public Timers timers() {
    return timers;
  }

  @Override
  public Worker worker(String name, int threads) {
    WorkerExecutor executor = executor(name, threads);
    return new Worker() {
      @Override
      public <T> Future<T> run(Callable<T> work) {
        return executor.executeBlocking(work, false);
      }
    };
  }

  @Override
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

  @Override
  public Future<Void> close() {
    List<Future<Void>> closing = executors.stream().map(WorkerExecutor::close).toList();
    executors.clear();
    return Future.join(closing).mapEmpty();
  }
}
