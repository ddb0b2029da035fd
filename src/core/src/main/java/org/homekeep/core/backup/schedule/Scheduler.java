package org.homekeep.core.backup.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.homekeep.api.Cancellable;
import org.homekeep.core.backup.config.Schedule;
import org.homekeep.core.runtime.Timers;

/** Starts the automatic backups at their times. Touched on the hub's context. */
public final class Scheduler {
  /** The clock is looked at this often, so that a changed or sleeping one delays no more. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  private final Clock clock;
  private final Timers timers;
  private final Supplier<Duration> jitter;
  private final Runnable due;

  private Schedule schedule = Schedule.NEVER;
  private Optional<NextRun> next = Optional.empty();
  private Optional<Cancellable> timer = Optional.empty();

  /**
   * A scheduler that has nothing to do yet.
   *
   * @param jitter how much later than its time a run is made when no time was set
   * @param due makes an automatic backup; called after the next run is planned
   */
  public Scheduler(Clock clock, Timers timers, Supplier<Duration> jitter, Runnable due) {
    this.clock = clock;
    this.timers = timers;
    this.jitter = jitter;
    this.due = due;
  }

  /** The next run, if any is planned. */
  public Optional<NextRun> next() {
    return next;
  }

  /** Plans by a new schedule, or by the same one after a start. */
  public void plan(
      Schedule changed, Optional<Instant> lastCompleted, Optional<Instant> lastAttempted) {
    schedule = changed;
    next = NextRun.first(schedule, lastCompleted, lastAttempted, clock, drawn());
    arm();
  }

  /** Plans nothing any more. */
  public void stop() {
    timer.ifPresent(Cancellable::cancel);
    timer = Optional.empty();
    next = Optional.empty();
  }

  private Duration drawn() {
    return schedule.time().isPresent() ? Duration.ZERO : jitter.get();
  }

  private void arm() {
    timer.ifPresent(Cancellable::cancel);
    timer = next.map(run -> timers.after(wait(run), this::check));
  }

  private Duration wait(NextRun run) {
    Duration remaining = Duration.between(clock.instant(), run.at().toInstant());
    return remaining.compareTo(LONGEST_WAIT) < 0 ? remaining : LONGEST_WAIT;
  }

  private void check() {
    boolean isDue = next.filter(run -> !run.at().toInstant().isAfter(clock.instant())).isPresent();
    if (!isDue) {
      arm();
      return;
    }
    next = next.flatMap(run -> run.following(schedule, clock, drawn()));
    arm();
    due.run();
  }
}
