package org.homekeep.core.backup.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.Supplier;
import org.homekeep.api.Cancellable;
import org.homekeep.core.backup.config.Schedule;
import org.homekeep.core.runtime.Timers;

/** Starts the automatic backups at their times. Touched on the hub's context. */
public final class Scheduler {
  /**
   * The clock is looked at this often, so that one that was set forward or back, or slept, delays
   * no more.
   */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  private static final Duration AFTER_FAILURE = Duration.ofHours(1);

  private final Clock clock;
  private final Timers timers;
  private final Supplier<Duration> jitter;
  private final Runnable due;

  private Schedule schedule = Schedule.NEVER;
  private Optional<NextRun> next = Optional.empty();
  private Optional<Cancellable> timer = Optional.empty();
  private boolean failedBefore;

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

  /** The home is in another time zone; what makes up for a missed or failed run stays then. */
  public void moved(Optional<Instant> lastCompleted, Optional<Instant> lastAttempted) {
    if (next.filter(NextRun::additional).isPresent()) {
      next = next.map(run -> run.in(clock.getZone()));
    } else {
      plan(schedule, lastCompleted, lastAttempted);
    }
  }

  /** The run that was due was made. */
  public void made() {
    failedBefore = false;
  }

  /** The run that was due has to wait for something else that is going on. */
  public void busy() {
    again(clock.instant().plus(LONGEST_WAIT));
  }

  /**
   * The run that was due could not be made: it is tried again after an hour, and then once a day
   * until one is made, also where the next regular one is a week away.
   */
  public void failed() {
    Instant now = clock.instant();
    if (failedBefore) {
      RunTimes.of(schedule, clock.getZone())
          .ifPresent(times -> again(times.daily().after(now).toInstant()));
    } else {
      again(now.plus(AFTER_FAILURE));
    }
    failedBefore = true;
  }

  private void again(Instant moment) {
    ZonedDateTime at = moment.atZone(clock.getZone());
    if (next.filter(run -> at.isBefore(run.at())).isPresent()) {
      next = Optional.of(new NextRun(at, at, true));
      arm();
    }
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
      next = next.map(run -> run.unlessTooFar(schedule, clock, drawn()));
      arm();
      return;
    }
    next = next.flatMap(run -> run.following(schedule, clock, drawn()));
    arm();
    due.run();
  }
}
