package org.homekeep.integrations.backblazeb2;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.http.client.methods.HttpRequestBase;
import org.jspecify.annotations.Nullable;

/**
 * Ends calls that take too long as a whole: a server that sends a byte now and then is never
 * silent. Only the connection of that call is cut. Used from many threads.
 */
final class CallDeadlines implements AutoCloseable {
  /** The SDK makes and sends a request on the thread that calls it. */
  private static final ThreadLocal<@Nullable Deadline> OF_THREAD = new ThreadLocal<>();

  private final Duration longest;
  private final ScheduledThreadPoolExecutor timer;

  /**
   * Deadlines.
   *
   * @param longest what a call may take
   */
  CallDeadlines(Duration longest) {
    this.longest = longest;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "backblaze_b2-deadlines");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(longest.toMillis() + 1, TimeUnit.MILLISECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  /** What the thread sends from now on has to end in time; to be closed by the same thread. */
  Deadline begin() {
    Deadline deadline = new Deadline(Optional.ofNullable(OF_THREAD.get()));
    OF_THREAD.set(deadline);
    return deadline;
  }

  /** The request is about to be sent. */
  static void watch(HttpRequestBase request) {
    Deadline deadline = OF_THREAD.get();
    if (deadline != null) {
      deadline.requested(request);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** That of one call. */
  final class Deadline implements AutoCloseable {
    private final Optional<Deadline> outer;
    private final Optional<Future<?>> timeout;
    private Optional<HttpRequestBase> request = Optional.empty();
    private boolean passed;

    private Deadline(Optional<Deadline> outer) {
      this.outer = outer;
      this.timeout = schedule();
    }

    private Optional<Future<?>> schedule() {
      try {
        return Optional.of(timer.schedule(this::pass, longest.toMillis(), TimeUnit.MILLISECONDS));
      } catch (RejectedExecutionException closed) {
        // The connections are closed as well.
        return Optional.empty();
      }
    }

    private synchronized void pass() {
      passed = true;
      request.ifPresent(HttpRequestBase::abort);
    }

    private synchronized void requested(HttpRequestBase sent) {
      request = Optional.of(sent);
      if (passed) {
        sent.abort();
      }
    }

    /** Whether the call was ended. */
    synchronized boolean hasPassed() {
      return passed;
    }

    B2FailureException failure() {
      return new B2FailureException(
          new B2Failure.CannotConnect("no whole answer within " + longest.toSeconds() + " s"));
    }

    @Override
    public synchronized void close() {
      timeout.ifPresent(each -> each.cancel(false));
      request = Optional.empty();
      OF_THREAD.set(outer.orElse(null));
    }
  }
}
