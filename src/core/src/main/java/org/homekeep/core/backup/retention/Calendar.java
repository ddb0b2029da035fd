package org.homekeep.core.backup.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.homekeep.core.backup.policy.Generations;
import org.homekeep.core.backup.policy.Period;

/** Which copies of a location stand for a day, week, month or year. */
final class Calendar {
  private Calendar() {}

  /**
   * The copies that generations keep, and for which periods. Only periods count that have a copy;
   * each is stood for by its newest verified one, or its newest when none is verified.
   */
  static Map<HeldCopy, Set<Period>> kept(
      Collection<HeldCopy> copies, Generations generations, ZoneId zone) {
    Map<HeldCopy, Set<Period>> kept = new HashMap<>();
    generations
        .kept()
        .forEach(
            (period, count) ->
                representatives(copies, period, zone).stream()
                    .limit(count)
                    .forEach(
                        copy ->
                            kept.computeIfAbsent(copy, none -> EnumSet.noneOf(Period.class))
                                .add(period)));
    return kept;
  }

  /** One copy of each period, newest period first. */
  private static List<HeldCopy> representatives(
      Collection<HeldCopy> copies, Period period, ZoneId zone) {
    Map<Long, HeldCopy> best = new HashMap<>();
    Comparator<HeldCopy> better =
        Comparator.comparing(HeldCopy::verified).thenComparing(HeldCopy.OLDEST_FIRST);
    for (HeldCopy copy : copies) {
      best.merge(
          number(copy.date().orElseThrow(), period, zone),
          copy,
          (one, other) -> better.compare(one, other) < 0 ? other : one);
    }
    List<Long> newestFirst = new ArrayList<>(best.keySet());
    newestFirst.sort(Comparator.reverseOrder());
    return newestFirst.stream().map(best::get).toList();
  }

  /** Grows with the period in which a moment lies. */
  private static long number(Instant moment, Period period, ZoneId zone) {
    LocalDate day = LocalDate.ofInstant(moment, zone);
    return switch (period) {
      case DAILY -> day.toEpochDay();
      case WEEKLY ->
          day.get(IsoFields.WEEK_BASED_YEAR) * 100L + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case MONTHLY -> day.getYear() * 12L + day.getMonthValue();
      case YEARLY -> day.getYear();
    };
  }
}
