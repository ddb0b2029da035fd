package org.homekeep.emulator.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Where blocking work of one emulator is done: in parallel, or one after the other for what must
 * reach the disk in order.
 */
public final class Worker {
  private static final int THREADS = 4;

  private final WorkerExecutor executor;
  private Future<?> last = Future.succeededFuture();

  public Worker(Vertx vertx, String name) {
    executor = vertx.createSharedWorkerExecutor(name, THREADS, 1, TimeUnit.HOURS);
  }

  /** Runs blocking work soon. */
  public <T> Future<T> run(Callable<T> work) {
    return executor.executeBlocking(work, false);
  }

  /** Runs blocking work after all earlier ordered work, whether that failed or not. */
  public <T> Future<T> ordered(Callable<T> work) {
    Future<T> next = last.transform(ignored -> executor.executeBlocking(work, false));
    last = next;
    return next;
  }

  /** Changes the disk after all earlier ordered work, whether that failed or not. */
  public Future<Void> change(Change change) {
    return this.<Boolean>ordered(
            () -> {
              change.make();
              return true;
            })
        .mapEmpty();
  }

  /** Blocking work without a result. */
  public interface Change {
    void make() throws IOException;
  }

  public Future<Void> close() {
    return last.transform(ignored -> executor.close());
  }
}
