package org.homekeep.core.integration;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.homekeep.api.Cancellable;
import org.homekeep.core.integration.custom.OwnClasses;
import org.homekeep.core.integration.custom.Thrown;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.runtime.Worker;

/**
 * Calls of one integration's code on threads that are not the hub's, with a bound on how many are
 * under way. Whatever the code does, its call ends in time with an answer or a failure that can be
 * shown. Used on the hub's context, where the futures complete.
 */
final class CallLane {
  private final HubRuntime runtime;
  private final Timers timers;
  private final String domain;
  private final OwnClasses classes;
  private final Worker worker;
  private final int most;
  private int calls;

  /**
   * @param worker runs the code
   * @param most how many calls may wait for a thread or hold one
   */
  CallLane(
      HubRuntime runtime, Timers timers, InstalledIntegration installed, Worker worker, int most) {
    this.runtime = runtime;
    this.timers = timers;
    this.domain = installed.domain();
    this.classes = installed.classes();
    this.worker = worker;
    this.most = most;
  }

  /**
   * A call that must have been answered by the deadline.
   *
   * @param what the call, for messages
   * @param late gets a result that came after the deadline
   */
  <T> Future<T> call(String what, Duration deadline, Callable<Future<T>> code, Consumer<T> late) {
    return new Call<>(what, code, late, false).begin(deadline);
  }

  /** A call that must have returned a future by the deadline; who waits for that, waits himself. */
  <T> Future<T> begin(String what, Duration deadline, Callable<Future<T>> code) {
    return new Call<>(what, code, late -> {}, true).begin(deadline);
  }

  private final class Call<T> {
    private final String what;
    private final Callable<Future<T>> code;
    private final Consumer<T> late;
    private final boolean returningIsEnough;
    private final Promise<T> promise = Promise.promise();
    private Optional<Cancellable> timer = Optional.empty();

    Call(String what, Callable<Future<T>> code, Consumer<T> late, boolean returningIsEnough) {
      this.what = what;
      this.code = code;
      this.late = late;
      this.returningIsEnough = returningIsEnough;
    }

    Future<T> begin(Duration deadline) {
      if (calls >= most) {
        return Future.failedFuture(IntegrationCallException.busy(domain, what));
      }
      calls++;
      Attempt<Boolean> attempt = new Attempt<>(classes.around(this::run));
      timer =
          Optional.of(
              timers.after(
                  deadline,
                  () -> {
                    attempt.abandon();
                    promise.tryFail(IntegrationCallException.tooSlow(domain, what, deadline));
                  }));
      worker
          .run(attempt)
          .onComplete(
              returned -> {
                calls--;
                if (returned.failed()) {
                  failed(returned.cause());
                } else if (returningIsEnough) {
                  timer.ifPresent(Cancellable::cancel);
                }
              });
      return promise.future();
    }

    /** The future is foreign, too: it is listened to where the code runs. */
    private boolean run() throws Exception {
      try {
        Future<T> answer = code.call();
        if (answer == null) {
          throw new IllegalStateException("The integration returned no future.");
        }
        answer.onComplete(
            result -> runtime.execute(() -> succeeded(result)),
            failure -> {
              Throwable tamed = Thrown.tamed(failure);
              runtime.execute(() -> failed(tamed));
            });
        return true;
      } catch (Throwable thrown) {
        Throwable tamed = Thrown.tamed(thrown);
        runtime.execute(() -> failed(tamed));
        return false;
      }
    }

    private void succeeded(T result) {
      timer.ifPresent(Cancellable::cancel);
      if (!promise.tryComplete(result)) {
        late.accept(result);
      }
    }

    private void failed(Throwable failure) {
      timer.ifPresent(Cancellable::cancel);
      promise.tryFail(failure);
    }
  }
}
