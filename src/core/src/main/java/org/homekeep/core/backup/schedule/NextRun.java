package org.homekeep.core.backup.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.homekeep.core.backup.config.Schedule;

/**
 * When the next automatic backup is made.
 *
 * @param nominal without jitter; the run after it is later than this
 * @param at when it is really made
 * @param additional whether it makes up for a missed or failed one before the next regular one
 */
public record NextRun(ZonedDateTime nominal, ZonedDateTime at, boolean additional) {
  private static final Duration REPEATED = Duration.ofHours(12);

  /** How much later than its time a run without a time of its own is made at most. */
  private static final Duration WINDOW = Duration.ofHours(1);

  /**
   * The run that comes first when the hub starts or the schedule changes: the one after the last
   * completed backup, and if that is missed already, one at the next daily occurrence of the time.
   * A run is not missed while its jitter could still be to come, unless it was tried.
   */
  static Optional<NextRun> first(
      Schedule schedule,
      Optional<Instant> lastCompleted,
      Optional<Instant> lastAttempted,
      Clock clock,
      Duration jitter) {
    Instant now = clock.instant();
    return RunTimes.of(schedule, clock.getZone())
        .map(
            times -> {
              // A completed backup in the future only says that the clock was wrong once.
              Instant seed = lastCompleted.filter(last -> last.isBefore(now)).orElse(now);
              ZonedDateTime regular = times.after(now);
              ZonedDateTime due = times.after(seed);
              if (due.toInstant().isAfter(now)) {
                return of(regular, jitter, false);
              }
              boolean tried =
                  lastAttempted.filter(last -> !last.isBefore(due.toInstant())).isPresent();
              boolean mayCome = due.plus(WINDOW).toInstant().isAfter(now);
              if (schedule.time().isEmpty() && mayCome && !tried) {
                ZonedDateTime drawn = due.plus(jitter);
                return new NextRun(
                    due, drawn.toInstant().isAfter(now) ? drawn : due.plus(WINDOW), false);
              }
              ZonedDateTime catchUp = times.daily().after(now);
              return of(catchUp, jitter, catchUp.isBefore(regular));
            });
  }

  /**
   * This run, or the one that comes before it when the clock was set back since it was planned: a
   * clock that was years ahead must not stop the backups for years. What a clock set back by less
   * than half a day repeats is not made twice.
   */
  NextRun unlessTooFar(Schedule schedule, Clock clock, Duration jitter) {
    Instant now = clock.instant();
    return RunTimes.of(schedule, clock.getZone())
        .map(times -> additional ? times.daily() : times)
        .filter(times -> times.after(now.plus(REPEATED)).toInstant().isBefore(nominal.toInstant()))
        .map(times -> of(times.after(now), jitter, additional))
        .orElse(this);
  }

  /** The same moment as the clocks of another zone show it. */
  NextRun in(ZoneId zone) {
    return new NextRun(nominal.withZoneSameInstant(zone), at.withZoneSameInstant(zone), additional);
  }

  /** The regular run after this one. */
  Optional<NextRun> following(Schedule schedule, Clock clock, Duration jitter) {
    // A timer may fire a little early; the run that it was for must not come again.
    Instant done = nominal.toInstant();
    Instant from = clock.instant().isAfter(done) ? clock.instant() : done;
    return RunTimes.of(schedule, clock.getZone())
        .map(times -> of(times.after(from), jitter, false));
  }

  private static NextRun of(ZonedDateTime nominal, Duration jitter, boolean additional) {
    return new NextRun(nominal, nominal.plus(jitter), additional);
  }
}
