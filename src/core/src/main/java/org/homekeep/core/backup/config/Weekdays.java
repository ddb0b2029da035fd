package org.homekeep.core.backup.config;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Days of the week as they are named on the wire: {@code mon} to {@code sun}. */
final class Weekdays {
  private Weekdays() {}

  static String wireName(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
  }

  static Optional<DayOfWeek> ofWireName(String name) {
    return Arrays.stream(DayOfWeek.values()).filter(day -> wireName(day).equals(name)).findFirst();
  }

  static String[] wireNames() {
    return Arrays.stream(DayOfWeek.values()).map(Weekdays::wireName).toArray(String[]::new);
  }
}
