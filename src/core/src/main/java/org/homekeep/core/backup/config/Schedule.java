package org.homekeep.core.backup.config;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/**
 * When automatic backups are made (backup.md §3.3).
 *
 * @param days matter for {@link Recurrence#CUSTOM_DAYS} alone
 * @param time in the home's time zone; empty leaves it to the hub
 */
public record Schedule(List<DayOfWeek> days, Recurrence recurrence, Optional<LocalTime> time) {
  /** No automatic backups. */
  public static final Schedule NEVER = new Schedule(List.of(), Recurrence.NEVER, Optional.empty());

  public Schedule {
    days = List.copyOf(days);
  }
}
