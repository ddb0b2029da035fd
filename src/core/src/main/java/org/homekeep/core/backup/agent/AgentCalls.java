package org.homekeep.core.backup.agent;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.Supplier;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Timers;

/**
 * Calls agents so that one that throws, hangs or answers on a thread of its own harms nobody.
 * Futures complete on the hub's context.
 */
public final class AgentCalls {
  private final HubRuntime runtime;
  private final Timers timers;
  private final Duration deadline;

  /**
   * Calls with a deadline.
   *
   * @param deadline for calls that move no archive
   */
  public AgentCalls(HubRuntime runtime, Timers timers, Duration deadline) {
    this.runtime = runtime;
    this.timers = timers;
    this.deadline = deadline;
  }

  /** A call that must be answered within the deadline. */
  public <T> Future<T> call(BackupAgent agent, Supplier<Future<T>> call) {
    return call(agent, deadline, call);
  }

  /** A call that may take longer than others, and not longer than that. */
  public <T> Future<T> call(BackupAgent agent, Duration deadline, Supplier<Future<T>> call) {
    Promise<T> answer = Promise.promise();
    Cancellable timer =
        timers.after(
            deadline,
            () ->
                answer.tryFail(
                    new BackupAgentException(
                        "The location %s did not answer within %d seconds."
                            .formatted(agent.name(), deadline.toSeconds()))));
    relay(call, answer);
    return answer.future().onComplete(done -> timer.cancel());
  }

  /** A call that takes as long as an archive does; the caller watches its progress. */
  public <T> Future<T> transfer(Supplier<Future<T>> call) {
    Promise<T> answer = Promise.promise();
    relay(call, answer);
    return answer.future();
  }

  private <T> void relay(Supplier<Future<T>> call, Promise<T> answer) {
    Future<T> future;
    try {
      future = call.get();
    } catch (RuntimeException | LinkageError thrown) {
      future = Future.failedFuture(thrown);
    }
    future.onComplete(
        result ->
            runtime.execute(
                () -> {
                  if (result.succeeded()) {
                    answer.tryComplete(result.result());
                  } else {
                    answer.tryFail(result.cause());
                  }
                }));
  }

  /** What people are told of a failure: its own words, or the kind when it has none. */
  public static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
