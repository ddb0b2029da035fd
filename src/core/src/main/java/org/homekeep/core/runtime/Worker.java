package org.homekeep.core.runtime;

import io.vertx.core.Future;
import java.util.concurrent.Callable;

/** A named, bounded pool of threads for code that blocks. */
public interface Worker {

  /**
   * Runs blocking code off the event loop; what it throws fails the future. Calls may run at the
   * same time and in any order, up to the size of the pool. The future completes on the context of
   * the caller.
   */
  <T> Future<T> run(Callable<T> work);

  /** Runs blocking code that gives nothing back, like {@link #run}. */
  default Future<Void> perform(Action action) {
    return run(() -> {
          action.perform();
          return true;
        })
        .mapEmpty();
  }

  /** Blocking code that gives nothing back. */
  @FunctionalInterface
  interface Action {
    /** Does it. */
    void perform() throws Exception;
  }
}
