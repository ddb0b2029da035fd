package org.homekeep.core.backup.simulation;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.homekeep.api.Cancellable;
import org.homekeep.core.backup.simulation.disk.PowerFailure;
import org.homekeep.core.runtime.HubThreads;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.runtime.Worker;

/**
 * The event loop, timers and workers of one life of a hub, all on the thread that calls. What could
 * run at the same time runs in an order that is drawn.
 */
final class SimulatedThreads implements HubThreads, Timers {
  /** A hub that still has something to do after so many steps at one moment will never rest. */
  private static final int MOST_STEPS = 200_000;

  private final SimulatedTime time;
  private final Random random;
  private final BooleanSupplier powerFailed;
  private final Deque<Runnable> loop = new ArrayDeque<>();
  private final List<Pool> pools = new ArrayList<>();
  private final PriorityQueue<Armed> timers =
      new PriorityQueue<>(
          Comparator.comparing((Armed timer) -> timer.at).thenComparing(timer -> timer.number));
  private long armed;

  /** A worker's tasks; the first of them, as many as there are threads, are being done. */
  private record Pool(int threads, List<Runnable> tasks) {
    int running() {
      return Math.min(threads, tasks.size());
    }
  }

  private static final class Armed {
    private Instant at;
    private final long number;
    private final Optional<Duration> interval;
    private final Runnable action;
    private boolean cancelled;

    Armed(Instant at, long number, Optional<Duration> interval, Runnable action) {
      this.at = at;
      this.number = number;
      this.interval = interval;
      this.action = action;
    }
  }

  SimulatedThreads(SimulatedTime time, Random random, BooleanSupplier powerFailed) {
    this.time = time;
    this.random = random;
    this.powerFailed = powerFailed;
  }

  @Override
  public void execute(Runnable action) {
    loop.add(action);
  }

  @Override
  public Timers timers() {
    return this;
  }

  @Override
  public Worker worker(String name, int threads) {
    Pool pool = new Pool(threads, new ArrayList<>());
    pools.add(pool);
    return new Worker() {
      @Override
      public <T> Future<T> run(Callable<T> work) {
        Promise<T> done = Promise.promise();
        pool.tasks().add(() -> complete(work, done));
        return done.future();
      }
    };
  }

  private <T> void complete(Callable<T> work, Promise<T> done) {
    try {
      T result = work.call();
      loop.add(() -> done.complete(result));
    } catch (PowerFailure failure) {
      // Nobody is there any more who could hear of it.
      return;
    } catch (Exception failed) {
      loop.add(() -> done.fail(failed));
    }
  }

  @Override
  public Context serial(String name, ClassLoader loader) {
    throw new UnsupportedOperationException("No integration runs here.");
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  @Override
  public Cancellable after(Duration delay, Runnable action) {
    return arm(delay, Optional.empty(), action);
  }

  @Override
  public Cancellable every(Duration interval, Runnable action) {
    return arm(interval, Optional.of(interval), action);
  }

  private Cancellable arm(Duration delay, Optional<Duration> interval, Runnable action) {
    Duration least = delay.isNegative() ? Duration.ZERO : delay;
    // As timers of an event loop do, it goes off a moment later and never at once.
    Instant at = time.passed().plus(least).plusMillis(1);
    Armed timer = new Armed(at, armed++, interval, action);
    timers.add(timer);
    return () -> timer.cancelled = true;
  }

  /** Does all that can be done without time passing. */
  void settle() {
    for (int steps = 0; !powerFailed.getAsBoolean() && step(); steps++) {
      if (steps > MOST_STEPS) {
        throw new AssertionError("The hub does not come to rest.");
      }
    }
  }

  /** Does so many steps, or fewer when there is nothing left to do; time passes in between. */
  void steps(int count, Instant end) {
    boolean more = true;
    for (int done = 0; more && done < count; done++) {
      more = step() || fire(end);
    }
  }

  private boolean step() {
    int choices = loop.isEmpty() ? 0 : 1;
    for (Pool pool : pools) {
      choices += pool.running();
    }
    if (choices == 0) {
      return false;
    }
    int chosen = random.nextInt(choices);
    if (!loop.isEmpty()) {
      if (chosen == 0) {
        alive(loop.remove());
        return true;
      }
      chosen--;
    }
    for (Pool pool : pools) {
      if (chosen < pool.running()) {
        pool.tasks().remove(chosen).run();
        return true;
      }
      chosen -= pool.running();
    }
    throw new AssertionError("There was a choice.");
  }

  /** Lets time pass. */
  void advanceTo(Instant end) {
    settle();
    while (!powerFailed.getAsBoolean() && fire(end)) {
      settle();
    }
    if (time.passed().isBefore(end)) {
      time.passTo(end);
    }
  }

  /** Lets time pass until an answer comes; false when it does not come in time. */
  boolean await(Future<?> answer, Duration patience) {
    Instant end = time.passed().plus(patience);
    settle();
    while (!answer.isComplete() && !powerFailed.getAsBoolean() && fire(end)) {
      settle();
    }
    return answer.isComplete();
  }

  private boolean fire(Instant end) {
    Armed next = timers.peek();
    while (next != null && next.cancelled) {
      timers.remove();
      next = timers.peek();
    }
    if (next == null || next.at.isAfter(end)) {
      return false;
    }
    timers.remove();
    time.passTo(next.at.isAfter(time.passed()) ? next.at : time.passed());
    if (next.interval.isPresent()) {
      next.at = time.passed().plus(next.interval.get());
      timers.add(next);
    }
    alive(next.action);
    return true;
  }

  /** Whoever does something while the power fails does not live to tell. */
  private static void alive(Runnable action) {
    try {
      action.run();
    } catch (PowerFailure failure) {
      // What comes after it is the matter of the next start.
      return;
    }
  }
}
