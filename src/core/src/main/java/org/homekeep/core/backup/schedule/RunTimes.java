package org.homekeep.core.backup.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.homekeep.core.backup.config.Recurrence;
import org.homekeep.core.backup.config.Schedule;

/**
 * The moments at which a schedule is due, without jitter, in the home's time zone (backup.md §3.3).
 * A time that daylight saving skips is due as much later as the clocks went forward.
 */
final class RunTimes {
  private static final LocalTime DEFAULT_TIME = LocalTime.of(4, 45);

  private final Set<DayOfWeek> days;
  private final LocalTime time;
  private final ZoneId zone;

  private RunTimes(Set<DayOfWeek> days, LocalTime time, ZoneId zone) {
    this.days = days;
    this.time = time;
    this.zone = zone;
  }

  /** The series of a schedule; empty when it is never due. */
  static Optional<RunTimes> of(Schedule schedule, ZoneId zone) {
    EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    if (schedule.recurrence() == Recurrence.DAILY) {
      days = EnumSet.allOf(DayOfWeek.class);
    } else if (schedule.recurrence() == Recurrence.CUSTOM_DAYS) {
      days.addAll(schedule.days());
    }
    // Seconds are ignored, as Home Assistant's cron does.
    LocalTime time = schedule.time().orElse(DEFAULT_TIME).truncatedTo(ChronoUnit.MINUTES);
    return days.isEmpty() ? Optional.empty() : Optional.of(new RunTimes(days, time, zone));
  }

  /** The same time on every day of the week. */
  RunTimes daily() {
    return new RunTimes(EnumSet.allOf(DayOfWeek.class), time, zone);
  }

  /** The first run that is later than a moment. */
  ZonedDateTime after(Instant moment) {
    LocalDate date = moment.atZone(zone).toLocalDate().minusDays(1);
    while (true) {
      ZonedDateTime candidate = ZonedDateTime.of(date, time, zone);
      if (days.contains(date.getDayOfWeek()) && candidate.toInstant().isAfter(moment)) {
        return candidate;
      }
      date = date.plusDays(1);
    }
  }
}
