package org.homekeep.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a service in the thread of a command: starts it, tells that it is ready, waits until a stop
 * is asked for, and stops it. Every wait but the one for the end has a bound.
 */
final class Foreground {
  private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final StopRequest stop;

  Foreground(StopRequest stop) {
    this.stop = stop;
  }

  /** What can be started and stopped. */
  interface Service {
    /** Starts; completes when requests are answered. */
    Future<Void> start(Vertx vertx);

    /** Fails when what was started has broken down by itself. */
    default Future<Void> failed() {
      return Future.future(promise -> {});
    }

    /** Stops what {@link #start} started, also when it did not get to its end. */
    Future<Void> stop();
  }

  /**
   * Runs until a stop is asked for.
   *
   * @param whenReady called once, in this thread, after the start
   * @throws Exception what the start failed with
   */
  void run(Service service, Runnable whenReady) throws Exception {
    Vertx vertx = Engine.start();
    try {
      if (started(service.start(vertx))) {
        whenReady.run();
        awaitStop(service.failed());
      }
    } finally {
      finish("The service", service.stop(), LONGEST_STOP);
      finish("The engine", vertx.close(), LONGEST_CLOSE);
    }
  }

  /** Waits until a stop is asked for, or throws what the service broke down with. */
  private void awaitStop(Future<Void> failed) throws Exception {
    await(stop.made(), failed.toCompletionStage().toCompletableFuture());
  }

  /** Waits for the start; false when a stop was asked for before it was through. */
  private boolean started(Future<Void> start) throws Exception {
    CompletableFuture<Void> started = start.toCompletionStage().toCompletableFuture();
    await(started, stop.made());
    return started.isDone();
  }

  /** Waits for the first to complete, and throws what it failed with. */
  private static void await(CompletableFuture<?>... futures) throws Exception {
    try {
      CompletableFuture.anyOf(futures).get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw failure;
    }
  }

  private static void finish(String what, Future<Void> ending, Duration limit)
      throws InterruptedException {
    try {
      var unused =
          ending
              .toCompletionStage()
              .toCompletableFuture()
              .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      log().atWarn().addKeyValue("limit", limit).log("{} did not stop in time.", what);
    } catch (ExecutionException failure) {
      log().atWarn().setCause(failure.getCause()).log("{} did not stop cleanly.", what);
    }
  }

  /** Fetched late: setting logging up takes longer than most commands that never log. */
  private static Logger log() {
    return LoggerFactory.getLogger(Foreground.class);
  }
}
