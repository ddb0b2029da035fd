package org.homekeep.core.backup.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.homekeep.core.backup.config.AgentSettings;
import org.homekeep.core.backup.config.BackupConfig;
import org.homekeep.core.backup.config.Retention;

/**
 * Which copies the settings no longer want (backup.md §3.4).
 *
 * <p>Answers are backup id → locations, oldest backup first. Of each location's copies the newest
 * always stays, whatever the settings say.
 */
public final class RetentionRules {
  private static final Comparator<HeldBackup> OLDEST_FIRST =
      Comparator.comparing(HeldBackup::date).thenComparing(HeldBackup::backupId);
  private static final long MOST_DAYS = Duration.ofSeconds(Long.MAX_VALUE / 1_000).toDays();

  private RetentionRules() {}

  /** The copies beyond the number that is to be kept. */
  public static Map<String, Set<String>> byCopies(
      Collection<HeldBackup> backups, BackupConfig config) {
    if (eachLocationOnItsOwn(config)) {
      return perLocation(backups, config, Retention::copies, RetentionRules::beyond);
    }
    return globally(backups, config.retention().copies(), RetentionRules::beyond);
  }

  /** The copies that are older than the days for which they are to be kept. */
  public static Map<String, Set<String>> byDays(
      Collection<HeldBackup> backups, BackupConfig config, Instant now) {
    Rule expired =
        (sorted, days) -> {
          if (days > MOST_DAYS) {
            return List.of();
          }
          Duration kept = Duration.ofDays(days);
          Predicate<HeldBackup> old =
              backup -> Duration.between(backup.date(), now).compareTo(kept) > 0;
          return sorted.stream().filter(old).toList();
        };
    if (eachLocationOnItsOwn(config)) {
      return perLocation(backups, config, Retention::days, expired);
    }
    return globally(backups, config.retention().days(), expired);
  }

  /** What a limit makes superfluous among backups that are sorted, oldest first. */
  @FunctionalInterface
  private interface Rule {
    List<HeldBackup> superfluous(List<HeldBackup> sorted, long limit);
  }

  private static List<HeldBackup> beyond(List<HeldBackup> sorted, long copies) {
    long excess = Math.max(0, sorted.size() - copies);
    return sorted.subList(0, (int) excess);
  }

  private static boolean eachLocationOnItsOwn(BackupConfig config) {
    return config.agents().values().stream().anyMatch(agent -> agent.retention().isPresent());
  }

  private static Map<String, Set<String>> globally(
      Collection<HeldBackup> backups, OptionalLong limit, Rule rule) {
    if (limit.isEmpty()) {
      return Map.of();
    }
    List<HeldBackup> sorted = sorted(backups);
    Set<String> superfluous = new LinkedHashSet<>();
    rule.superfluous(sorted, limit.getAsLong()).forEach(each -> superfluous.add(each.backupId()));
    Map<String, Set<String>> result = new LinkedHashMap<>();
    for (String agentId : locations(sorted)) {
      List<HeldBackup> held = heldAt(sorted, agentId);
      List<HeldBackup> going =
          held.stream().filter(each -> superfluous.contains(each.backupId())).toList();
      add(result, agentId, held, going);
    }
    return inOrder(result, sorted);
  }

  private static Map<String, Set<String>> perLocation(
      Collection<HeldBackup> backups,
      BackupConfig config,
      Function<Retention, OptionalLong> limitOf,
      Rule rule) {
    List<HeldBackup> sorted = sorted(backups);
    Map<String, Set<String>> result = new LinkedHashMap<>();
    for (String agentId : locations(sorted)) {
      AgentSettings settings = config.agents().get(agentId);
      Retention retention =
          settings == null ? config.retention() : settings.retention().orElse(config.retention());
      OptionalLong limit = limitOf.apply(retention);
      if (limit.isPresent()) {
        List<HeldBackup> held = heldAt(sorted, agentId);
        add(result, agentId, held, rule.superfluous(held, limit.getAsLong()));
      }
    }
    return inOrder(result, sorted);
  }

  private static void add(
      Map<String, Set<String>> result,
      String agentId,
      List<HeldBackup> held,
      List<HeldBackup> going) {
    List<HeldBackup> allowed = new ArrayList<>(going);
    if (allowed.size() == held.size() && !allowed.isEmpty()) {
      allowed.remove(allowed.size() - 1);
    }
    for (HeldBackup backup : allowed) {
      result.computeIfAbsent(backup.backupId(), id -> new LinkedHashSet<>()).add(agentId);
    }
  }

  private static List<HeldBackup> sorted(Collection<HeldBackup> backups) {
    return backups.stream().sorted(OLDEST_FIRST).toList();
  }

  private static Set<String> locations(List<HeldBackup> backups) {
    Set<String> result = new LinkedHashSet<>();
    backups.forEach(backup -> backup.agentIds().stream().sorted().forEach(result::add));
    return result;
  }

  private static List<HeldBackup> heldAt(List<HeldBackup> backups, String agentId) {
    return backups.stream().filter(backup -> backup.agentIds().contains(agentId)).toList();
  }

  private static Map<String, Set<String>> inOrder(
      Map<String, Set<String>> chosen, List<HeldBackup> sorted) {
    Map<String, Set<String>> result = new LinkedHashMap<>();
    for (HeldBackup backup : sorted) {
      Set<String> agents = chosen.get(backup.backupId());
      if (agents != null) {
        result.put(backup.backupId(), agents);
      }
    }
    return result;
  }
}
