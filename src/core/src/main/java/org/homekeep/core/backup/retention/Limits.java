package org.homekeep.core.backup.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Home Assistant's own rules, copies and days (backup.md §3.4): which copies they do not want. */
final class Limits {
  private static final long MOST_DAYS = Duration.ofSeconds(Long.MAX_VALUE / 1_000).toDays();

  private final RetentionPolicy policy;

  Limits(RetentionPolicy policy) {
    this.policy = policy;
  }

  /** The copies beyond the number that is to be kept. */
  Map<HeldCopy, Reason> beyondCopies(Collection<HeldCopy> judged) {
    Map<HeldCopy, Reason> beyond = new HashMap<>();
    if (!policy.countsEachLocation()) {
      OptionalLong copies = policy.config().retention().copies();
      if (copies.isPresent()) {
        Set<String> old = oldBackups(judged, copies.getAsLong());
        judged.stream()
            .filter(copy -> old.contains(copy.backupId()))
            .forEach(copy -> beyond.put(copy, new Reason.BeyondCopies(copies.getAsLong())));
      }
      return beyond;
    }
    byLocation(judged)
        .forEach(
            (agentId, held) ->
                policy
                    .limits(agentId)
                    .copies()
                    .ifPresent(
                        copies ->
                            held.subList(0, excess(held.size(), copies))
                                .forEach(
                                    copy -> beyond.put(copy, new Reason.BeyondCopies(copies)))));
    return beyond;
  }

  /**
   * The ids beyond the number, counted over all locations; a backup is as new as its copies say.
   */
  private static Set<String> oldBackups(Collection<HeldCopy> judged, long copies) {
    Map<String, Instant> dates = new HashMap<>();
    judged.forEach(
        copy ->
            dates.merge(
                copy.backupId(),
                copy.date().orElseThrow(),
                (one, other) -> one.isAfter(other) ? one : other));
    List<String> oldestFirst =
        dates.entrySet().stream()
            .sorted(
                Comparator.comparing(Map.Entry<String, Instant>::getValue)
                    .thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getKey)
            .toList();
    return new HashSet<>(oldestFirst.subList(0, excess(oldestFirst.size(), copies)));
  }

  private static int excess(int count, long copies) {
    return (int) Math.max(0, count - copies);
  }

  private static Map<String, List<HeldCopy>> byLocation(Collection<HeldCopy> judged) {
    return judged.stream()
        .sorted(HeldCopy.OLDEST_FIRST)
        .collect(Collectors.groupingBy(HeldCopy::agentId, LinkedHashMap::new, Collectors.toList()));
  }

  /**
   * The copies that are older than the days for which they are to be kept.
   *
   * @param vouchers location → its newest verified copy. Where that is too old itself, backups have
   *     stopped or the clock is wrong, and age says nothing
   */
  Map<HeldCopy, Reason> tooOld(
      Collection<HeldCopy> judged, Map<String, HeldCopy> vouchers, Circumstances circumstances) {
    Map<HeldCopy, Reason> old = new HashMap<>();
    for (HeldCopy copy : judged) {
      OptionalLong days = policy.limits(copy.agentId()).days();
      if (days.isPresent() && isOlder(copy, days.getAsLong(), circumstances.now())) {
        HeldCopy voucher = vouchers.get(copy.agentId());
        boolean stopped =
            voucher != null && isOlder(voucher, days.getAsLong(), circumstances.now());
        Reason reason = new Reason.OlderThan(days.getAsLong());
        if (circumstances.clockLeapt()) {
          reason = Reason.Stays.CLOCK_LEAPT;
        } else if (stopped) {
          reason = Reason.Stays.NO_RECENT_BACKUP;
        }
        old.put(copy, reason);
      }
    }
    return old;
  }

  private static boolean isOlder(HeldCopy copy, long days, Instant now) {
    return days <= MOST_DAYS
        && Duration.between(copy.date().orElseThrow(), now).compareTo(Duration.ofDays(days)) > 0;
  }
}
