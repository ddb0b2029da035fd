package org.homekeep.core.backup.agent;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSink;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Timers;

/**
 * Calls agents so that one that throws, hangs or answers on a thread of its own harms nobody.
 * Futures complete on the hub's context.
 */
public final class AgentCalls {
  private static final String NO_ANSWER = "The location returned no future.";

  /** So long after it was asked nobody counts on a location's answer any more. */
  public static final Duration FORGOTTEN = Duration.ofHours(4);

  private final HubRuntime runtime;
  private final Timers timers;
  private final Duration deadline;
  private final Duration stall;

  /**
   * Calls with a deadline.
   *
   * @param deadline for calls that move no archive
   * @param stall how long a download may make no progress
   */
  public AgentCalls(HubRuntime runtime, Timers timers, Duration deadline, Duration stall) {
    this.runtime = runtime;
    this.timers = timers;
    this.deadline = deadline;
    this.stall = stall;
  }

  /**
   * A call that nobody can take back.
   *
   * @param answer within the deadline; else fails with {@link NoAnswerException}
   * @param end what the location says at last; fails with {@link NoAnswerException} when that takes
   *     longer than {@link #FORGOTTEN}
   */
  public record Ongoing<T>(Future<T> answer, Future<T> end) {}

  /** A call that must be answered within the deadline. */
  public <T> Future<T> call(BackupAgent agent, Supplier<Future<T>> call) {
    return call(agent, deadline, call);
  }

  /** A call that may take longer than others, and not longer than that. */
  public <T> Future<T> call(BackupAgent agent, Duration deadline, Supplier<Future<T>> call) {
    return within(deadline, agent, transfer(call));
  }

  /** A call of which it matters how it ends even if it is not answered within the deadline. */
  public <T> Ongoing<T> begin(BackupAgent agent, Supplier<Future<T>> call) {
    Future<T> end = transfer(call);
    return new Ongoing<>(within(deadline, agent, end), within(FORGOTTEN, agent, end));
  }

  private <T> Future<T> within(Duration time, BackupAgent agent, Future<T> said) {
    Promise<T> answer = Promise.promise();
    Cancellable timer =
        timers.after(time, () -> answer.tryFail(new NoAnswerException(agent, time)));
    said.onComplete(
        done -> {
          timer.cancel();
          if (done.succeeded()) {
            answer.tryComplete(done.result());
          } else {
            answer.tryFail(done.cause());
          }
        });
    return answer.future();
  }

  /** A call that takes as long as an archive does; the caller watches its progress. */
  public <T> Future<T> transfer(Supplier<Future<T>> call) {
    Promise<T> answer = Promise.promise();
    relay(call, answer);
    return answer.future();
  }

  /**
   * Reads a copy. Ends when the reader has read it, with a sentence when the location stalls, and
   * before the reader gets more than the location said that there is.
   *
   * @param copy as the location described it
   */
  public Future<Void> download(BackupAgent agent, AgentBackup copy, ArchiveSink reader) {
    return download(agent, copy, reader, Future.succeededFuture());
  }

  /**
   * The same, as long as somebody wants it.
   *
   * @param wanted ends the download with its failure
   */
  public Future<Void> download(
      BackupAgent agent, AgentBackup copy, ArchiveSink reader, Future<Void> wanted) {
    Download download = new Download(agent, copy, reader);
    Promise<Void> answer = Promise.promise();
    relay(() -> agent.downloadBackup(copy.backupId(), download), answer);
    answer.future().onComplete(done -> download.succeeded(), download::failed);
    wanted.onFailure(download::failed);
    return download.end(timers, stall);
  }

  private <T> void relay(Supplier<Future<T>> call, Promise<T> answer) {
    Future<T> future;
    try {
      future = Objects.requireNonNullElseGet(call.get(), () -> Future.failedFuture(NO_ANSWER));
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

  /** What people are told of a failure of a location. */
  public static String message(Throwable failure) {
    return Evidence.ofLocation(failure);
  }
}
