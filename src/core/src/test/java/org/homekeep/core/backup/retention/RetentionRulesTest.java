package org.homekeep.core.backup.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.homekeep.core.backup.config.AgentSettings;
import org.homekeep.core.backup.config.BackupConfig;
import org.homekeep.core.backup.config.CreateSettings;
import org.homekeep.core.backup.config.Retention;
import org.homekeep.core.backup.config.Schedule;
import org.junit.jupiter.api.Test;

class RetentionRulesTest {
  private static final Instant NOW = Instant.parse("2025-01-31T12:00:00Z");

  private static HeldBackup made(String id, int daysAgo, String... agents) {
    return new HeldBackup(id, NOW.minus(Duration.ofDays(daysAgo)), Set.of(agents));
  }

  private static OptionalLong limit(int value) {
    return value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static Retention keep(int copies, int days) {
    return new Retention(limit(copies), limit(days));
  }

  private static BackupConfig config(Retention global, Map<String, AgentSettings> agents) {
    return new BackupConfig(
        agents,
        true,
        CreateSettings.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        global,
        Schedule.NEVER);
  }

  private static AgentSettings own(Retention retention) {
    return new AgentSettings(true, Optional.of(retention));
  }

  @Test
  void without_a_limit_everything_stays() {
    List<HeldBackup> backups = List.of(made("a", 900, "x"), made("b", 1, "x"));

    assertThat(RetentionRules.byCopies(backups, config(Retention.FOREVER, Map.of()))).isEmpty();
    assertThat(RetentionRules.byDays(backups, config(Retention.FOREVER, Map.of()), NOW)).isEmpty();
  }

  @Test
  void copies_are_counted_over_all_locations_when_none_has_its_own_number() {
    List<HeldBackup> backups =
        List.of(made("c", 1, "x", "y"), made("a", 3, "x", "y"), made("b", 2, "x"));

    assertThat(RetentionRules.byCopies(backups, config(keep(2, 0), Map.of())))
        .isEqualTo(Map.of("a", Set.of("x", "y")));
  }

  @Test
  void a_location_with_its_own_number_makes_every_location_count_for_itself() {
    List<HeldBackup> backups =
        List.of(made("a", 3, "x", "y"), made("b", 2, "x", "y"), made("c", 1, "x"));

    assertThat(RetentionRules.byCopies(backups, config(keep(2, 0), Map.of("y", own(keep(1, 0))))))
        .isEqualTo(Map.of("a", Set.of("x", "y")));
  }

  @Test
  void a_location_that_keeps_forever_is_left_alone() {
    List<HeldBackup> backups =
        List.of(made("a", 30, "x", "y"), made("b", 20, "x", "y"), made("c", 10, "x", "y"));
    BackupConfig config = config(keep(1, 1), Map.of("y", own(Retention.FOREVER)));

    assertThat(RetentionRules.byCopies(backups, config))
        .isEqualTo(Map.of("a", Set.of("x"), "b", Set.of("x")));
    assertThat(RetentionRules.byDays(backups, config, NOW))
        .isEqualTo(Map.of("a", Set.of("x"), "b", Set.of("x")));
  }

  @Test
  void a_backup_goes_when_it_is_older_than_the_days_and_not_when_it_is_as_old() {
    List<HeldBackup> backups = List.of(made("a", 8, "x"), made("b", 7, "x"), made("c", 0, "x"));

    assertThat(RetentionRules.byDays(backups, config(keep(0, 7), Map.of()), NOW))
        .isEqualTo(Map.of("a", Set.of("x")));
  }

  @Test
  void order_is_by_moment_and_not_by_text() {
    HeldBackup earlier =
        new HeldBackup("late-text", Instant.parse("2025-01-01T10:00:00Z"), Set.of("x"));
    HeldBackup later =
        new HeldBackup("early-text", Instant.parse("2025-01-01T11:00:00Z"), Set.of("x"));

    assertThat(RetentionRules.byCopies(List.of(later, earlier), config(keep(1, 0), Map.of())))
        .containsOnlyKeys("late-text");
  }

  @Test
  void an_absurd_number_of_days_overflows_nothing() {
    BackupConfig config =
        config(new Retention(OptionalLong.empty(), OptionalLong.of(Long.MAX_VALUE)), Map.of());

    assertThat(RetentionRules.byDays(List.of(made("a", 9, "x"), made("b", 1, "x")), config, NOW))
        .isEmpty();
  }

  @Test
  void the_newest_copy_of_a_location_never_goes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      List<HeldBackup> backups = new ArrayList<>();
      int count = random.nextInt(8);
      for (int i = 0; i < count; i++) {
        backups.add(made("b" + i, random.nextInt(40), agents(random)));
      }
      Map<String, AgentSettings> settings = new HashMap<>();
      if (random.nextBoolean()) {
        settings.put("x", own(keep(random.nextInt(3), random.nextInt(20))));
      }
      BackupConfig config = config(keep(random.nextInt(3), random.nextInt(20)), settings);

      assertNewestStay(backups, RetentionRules.byCopies(backups, config), seed);
      assertNewestStay(backups, RetentionRules.byDays(backups, config, NOW), seed);
    }
  }

  private static String[] agents(Random random) {
    Set<String> chosen = new HashSet<>();
    chosen.add(List.of("x", "y", "z").get(random.nextInt(3)));
    chosen.add(List.of("x", "y", "z").get(random.nextInt(3)));
    return chosen.toArray(String[]::new);
  }

  private static void assertNewestStay(
      List<HeldBackup> backups, Map<String, Set<String>> going, long seed) {
    for (String agent : List.of("x", "y", "z")) {
      List<HeldBackup> held =
          backups.stream().filter(each -> each.agentIds().contains(agent)).toList();
      Optional<Instant> newest =
          held.stream().map(HeldBackup::date).max(java.util.Comparator.naturalOrder());
      boolean stays =
          held.stream()
              .filter(each -> Optional.of(each.date()).equals(newest))
              .anyMatch(each -> !going.getOrDefault(each.backupId(), Set.of()).contains(agent));
      assertThat(held.isEmpty() || stays).as("seed %d, location %s", seed, agent).isTrue();
    }
  }
}
