package org.homekeep.core.backup.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homekeep.core.backup.config.AgentSettings;
import org.homekeep.core.backup.config.BackupConfig;
import org.homekeep.core.backup.config.CreateSettings;
import org.homekeep.core.backup.config.Retention;
import org.homekeep.core.backup.config.Schedule;
import org.homekeep.core.backup.policy.Generations;
import org.homekeep.core.backup.policy.Period;
import org.homekeep.core.backup.policy.PolicyDocument;
import org.junit.jupiter.api.Test;

class RetentionRulesTest {
  private static final Instant NOW = Instant.parse("2025-01-31T12:00:00Z");
  private static final Content CONTENT = new Content(1_000_000, "", Optional.of("home"));
  private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");

  private static HeldCopy copy(String id, Instant date, String agentId) {
    return new HeldCopy(agentId, id, Optional.of(date), Origin.AUTOMATIC, false, true, CONTENT);
  }

  /** The copies of one backup. */
  private record Made(List<HeldCopy> copies) {
    HeldCopy only() {
      return copies.get(0);
    }
  }

  private static Made made(String id, int daysAgo, String... agents) {
    Instant date = NOW.minus(Duration.ofDays(daysAgo));
    return new Made(Stream.of(agents).map(agentId -> copy(id, date, agentId)).toList());
  }

  private static List<HeldCopy> held(Made... backups) {
    return Stream.of(backups).map(Made::copies).flatMap(List::stream).toList();
  }

  /** Backup id → locations at which it goes. */
  private static Map<String, Set<String>> going(List<HeldCopy> copies, BackupConfig config) {
    return going(copies, config, PolicyDocument.EMPTY);
  }

  private static Map<String, Set<String>> going(
      List<HeldCopy> copies, BackupConfig config, PolicyDocument own) {
    return plan(copies, config, own).stream()
        .filter(Judgement::deletes)
        .collect(
            Collectors.groupingBy(
                each -> each.copy().backupId(),
                Collectors.mapping(each -> each.copy().agentId(), Collectors.toSet())));
  }

  private static List<Judgement> plan(
      List<HeldCopy> copies, BackupConfig config, PolicyDocument own) {
    return RetentionRules.plan(
        copies, new RetentionPolicy(config, own, AMSTERDAM), after(Optional.empty(), false));
  }

  private static Circumstances after(Optional<String> justMade, boolean clockLeapt) {
    return new Circumstances(Occasion.AFTER_BACKUP, NOW, justMade, clockLeapt);
  }

  /** Backup id → the code of the reason, for backups at one location. */
  private static Map<String, String> reasons(
      List<HeldCopy> copies, BackupConfig config, PolicyDocument own) {
    return plan(copies, config, own).stream()
        .collect(Collectors.toMap(each -> each.copy().backupId(), each -> each.reason().code()));
  }

  private static PolicyDocument generations(Map<Period, Integer> kept) {
    return new PolicyDocument(new Generations(kept), Map.of(), Set.of(), Set.of(), Set.of(), false);
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
    List<HeldCopy> backups = held(made("a", 900, "x"), made("b", 1, "x"));

    assertThat(going(backups, config(Retention.FOREVER, Map.of()))).isEmpty();
  }

  @Test
  void copies_are_counted_over_all_locations_when_none_has_its_own_number() {
    List<HeldCopy> backups =
        held(made("c", 1, "x", "y"), made("a", 3, "x", "y"), made("b", 2, "x"));

    assertThat(going(backups, config(keep(2, 0), Map.of())))
        .isEqualTo(Map.of("a", Set.of("x", "y")));
  }

  @Test
  void a_location_with_its_own_number_makes_every_location_count_for_itself() {
    List<HeldCopy> backups =
        held(made("a", 3, "x", "y"), made("b", 2, "x", "y"), made("c", 1, "x"));

    assertThat(going(backups, config(keep(2, 0), Map.of("y", own(keep(1, 0))))))
        .isEqualTo(Map.of("a", Set.of("x", "y")));
  }

  @Test
  void a_location_that_keeps_forever_is_left_alone() {
    List<HeldCopy> backups =
        held(made("a", 30, "x", "y"), made("b", 20, "x", "y"), made("c", 10, "x", "y"));
    BackupConfig config = config(keep(1, 1), Map.of("y", own(Retention.FOREVER)));

    assertThat(going(backups, config)).isEqualTo(Map.of("a", Set.of("x"), "b", Set.of("x")));
  }

  @Test
  void a_backup_goes_when_it_is_older_than_the_days_and_not_when_it_is_as_old() {
    List<HeldCopy> backups = held(made("a", 8, "x"), made("b", 7, "x"), made("c", 0, "x"));

    assertThat(going(backups, config(keep(0, 7), Map.of()))).isEqualTo(Map.of("a", Set.of("x")));
  }

  @Test
  void order_is_by_moment_and_not_by_text() {
    HeldCopy earlier = copy("late-text", Instant.parse("2025-01-01T10:00:00Z"), "x");
    HeldCopy later = copy("early-text", Instant.parse("2025-01-01T11:00:00Z"), "x");

    assertThat(going(List.of(later, earlier), config(keep(1, 0), Map.of())))
        .containsOnlyKeys("late-text");
  }

  @Test
  void an_absurd_number_of_days_overflows_nothing() {
    BackupConfig config =
        config(new Retention(OptionalLong.empty(), OptionalLong.of(Long.MAX_VALUE)), Map.of());

    assertThat(going(held(made("a", 9, "x"), made("b", 1, "x")), config)).isEmpty();
  }

  private static HeldCopy with(HeldCopy copy, Origin origin, boolean pinned, boolean verified) {
    return new HeldCopy(
        copy.agentId(), copy.backupId(), copy.date(), origin, pinned, verified, copy.content());
  }

  private static Made of(Made made, long size, String kind, String directory) {
    return new Made(
        made.copies().stream()
            .map(
                copy ->
                    new HeldCopy(
                        copy.agentId(),
                        copy.backupId(),
                        copy.date(),
                        copy.origin(),
                        copy.pinned(),
                        copy.verified(),
                        new Content(size, kind, Optional.of(directory))))
            .toList());
  }

  private static PolicyDocument confirmed(String... ids) {
    return new PolicyDocument(Generations.NONE, Map.of(), Set.of(), Set.of(), Set.of(ids), false);
  }

  @Test
  void nothing_goes_before_a_newer_copy_at_the_location_has_been_verified() {
    List<HeldCopy> backups =
        held(made("a", 9, "x", "y"), made("b", 8, "x", "y"), made("c", 7, "x")).stream()
            .map(copy -> with(copy, Origin.AUTOMATIC, false, copy.backupId().equals("b")))
            .toList();

    assertThat(going(backups, config(keep(1, 1), Map.of())))
        .isEqualTo(Map.of("a", Set.of("x", "y")));
    assertThat(
            reasons(
                backups.stream().filter(copy -> copy.agentId().equals("x")).toList(),
                config(keep(0, 1), Map.of()),
                PolicyDocument.EMPTY))
        .isEqualTo(Map.of("a", "no_recent_backup", "b", "last_verified", "c", "no_newer_verified"));
  }

  @Test
  void manual_foreign_uploaded_and_pinned_copies_never_go_and_are_not_counted() {
    List<HeldCopy> backups =
        List.of(
            with(made("a", 9, "x").only(), Origin.MANUAL, false, true),
            with(made("b", 8, "x").only(), Origin.FOREIGN, false, true),
            with(made("c", 7, "x").only(), Origin.UPLOADED, false, true),
            with(made("d", 6, "x").only(), Origin.AUTOMATIC, true, true),
            made("e", 5, "x").only(),
            made("f", 4, "x").only());

    assertThat(reasons(backups, config(keep(2, 0), Map.of()), PolicyDocument.EMPTY))
        .isEqualTo(
            Map.of(
                "a",
                "manual",
                "b",
                "foreign",
                "c",
                "uploaded",
                "d",
                "pinned",
                "e",
                "wanted",
                "f",
                "wanted"));
  }

  @Test
  void a_copy_without_a_readable_date_is_never_judged() {
    HeldCopy undated =
        new HeldCopy("x", "a", Optional.empty(), Origin.AUTOMATIC, false, true, CONTENT);
    List<HeldCopy> backups = held(new Made(List.of(undated)), made("b", 2, "x"), made("c", 1, "x"));

    assertThat(reasons(backups, config(keep(1, 1), Map.of()), PolicyDocument.EMPTY))
        .isEqualTo(Map.of("a", "unreadable_date", "b", "beyond_copies", "c", "wanted"));
  }

  @Test
  void of_each_day_of_the_home_the_newest_is_kept() {
    List<HeldCopy> backups =
        List.of(
            copy("a", Instant.parse("2025-01-29T22:59:00Z"), "x"),
            copy("b", Instant.parse("2025-01-29T23:01:00Z"), "x"),
            copy("c", Instant.parse("2025-01-30T22:59:00Z"), "x"),
            copy("d", Instant.parse("2025-01-30T23:01:00Z"), "x"));

    assertThat(
            reasons(
                backups, config(Retention.FOREVER, Map.of()), generations(Map.of(Period.DAILY, 2))))
        .isEqualTo(
            Map.of(
                "a", "no_generation", "b", "no_generation", "c", "generation", "d", "generation"));
  }

  @Test
  void weeks_months_and_years_keep_the_newest_of_each_and_only_those_that_have_one_count() {
    List<HeldCopy> backups =
        List.of(
            copy("y22", Instant.parse("2022-06-01T12:00:00Z"), "x"),
            copy("y23", Instant.parse("2023-06-01T12:00:00Z"), "x"),
            copy("m11", Instant.parse("2024-11-30T12:00:00Z"), "x"),
            copy("m12", Instant.parse("2024-12-29T12:00:00Z"), "x"),
            copy("w01", Instant.parse("2025-01-05T12:00:00Z"), "x"),
            copy("mon", Instant.parse("2025-01-06T12:00:00Z"), "x"),
            copy("sun", Instant.parse("2025-01-12T12:00:00Z"), "x"));

    assertThat(
            going(
                    backups,
                    config(Retention.FOREVER, Map.of()),
                    generations(Map.of(Period.WEEKLY, 2, Period.MONTHLY, 2, Period.YEARLY, 3)))
                .keySet())
        .containsExactlyInAnyOrder("mon", "m11", "y22");
  }

  @Test
  void a_period_is_stood_for_by_its_newest_verified_copy() {
    List<HeldCopy> backups =
        List.of(
            copy("a", Instant.parse("2024-12-01T12:00:00Z"), "x"),
            copy("b", Instant.parse("2024-12-02T12:00:00Z"), "x"),
            with(
                copy("c", Instant.parse("2024-12-03T12:00:00Z"), "x"),
                Origin.AUTOMATIC,
                false,
                false),
            copy("d", Instant.parse("2025-01-30T12:00:00Z"), "x"));

    assertThat(
            reasons(
                backups,
                config(Retention.FOREVER, Map.of()),
                generations(Map.of(Period.MONTHLY, 12))))
        .isEqualTo(
            Map.of(
                "a", "no_generation", "b", "generation", "c", "no_generation", "d", "generation"));
  }

  @Test
  void with_a_number_of_copies_or_days_generations_save_what_those_would_delete() {
    List<HeldCopy> backups =
        held(made("a", 40, "x"), made("b", 39, "x"), made("c", 2, "x"), made("d", 1, "x"));

    assertThat(
            reasons(backups, config(keep(1, 0), Map.of()), generations(Map.of(Period.MONTHLY, 2))))
        .isEqualTo(
            Map.of(
                "a", "beyond_copies", "b", "generation", "c", "beyond_copies", "d", "generation"));
    assertThat(
            reasons(backups, config(keep(0, 7), Map.of()), generations(Map.of(Period.MONTHLY, 2))))
        .isEqualTo(
            Map.of("a", "older_than_days", "b", "generation", "c", "wanted", "d", "generation"));
  }

  @Test
  void forever_at_a_location_is_not_undone_by_the_generations_of_all() {
    List<HeldCopy> backups =
        held(made("a", 3, "x", "y"), made("b", 2, "x", "y"), made("c", 1, "x", "y"));
    BackupConfig config = config(Retention.FOREVER, Map.of("y", own(Retention.FOREVER)));
    Generations one = new Generations(Map.of(Period.DAILY, 1));

    assertThat(going(backups, config, generations(one.kept())))
        .isEqualTo(Map.of("a", Set.of("x"), "b", Set.of("x")));
    assertThat(
            going(
                backups,
                config,
                new PolicyDocument(
                    Generations.NONE, Map.of("y", one), Set.of(), Set.of(), Set.of(), false)))
        .isEqualTo(Map.of("a", Set.of("y"), "b", Set.of("y")));
  }

  @Test
  void once_a_day_only_age_counts() {
    List<HeldCopy> backups = held(made("a", 9, "x"), made("b", 2, "x"), made("c", 1, "x"));

    assertThat(
            RetentionRules.plan(
                    backups,
                    new RetentionPolicy(
                        config(keep(1, 7), Map.of()), PolicyDocument.EMPTY, AMSTERDAM),
                    new Circumstances(Occasion.DAILY, NOW, Optional.empty(), false))
                .stream()
                .filter(Judgement::deletes)
                .map(each -> each.copy().backupId()))
        .containsExactly("a");
  }

  @Test
  void what_is_dated_later_than_now_is_neither_counted_nor_takes_the_place_of_another() {
    List<HeldCopy> backups =
        held(made("a", 2, "x"), made("b", 1, "x"), made("c", -1, "x"), made("d", -4_000, "x"));

    assertThat(reasons(backups, config(keep(2, 0), Map.of()), PolicyDocument.EMPTY))
        .isEqualTo(
            Map.of("a", "wanted", "b", "wanted", "c", "in_the_future", "d", "in_the_future"));
    assertThat(
            reasons(
                backups, config(Retention.FOREVER, Map.of()), generations(Map.of(Period.DAILY, 1))))
        .containsEntry("b", "generation")
        .containsEntry("a", "no_generation");
  }

  @Test
  void nothing_goes_by_its_age_while_the_newest_verified_copy_is_as_old() {
    List<HeldCopy> backups =
        held(made("a", 90, "x", "y"), made("b", 80, "x", "y"), made("c", 7, "y"));

    assertThat(going(backups, config(keep(0, 7), Map.of())))
        .isEqualTo(Map.of("a", Set.of("y"), "b", Set.of("y")));
    assertThat(
            reasons(
                held(made("a", 90, "x"), made("b", 80, "x")),
                config(keep(0, 7), Map.of()),
                PolicyDocument.EMPTY))
        .isEqualTo(Map.of("a", "no_recent_backup", "b", "last_verified"));
  }

  @Test
  void a_clock_that_has_leapt_takes_nothing_away_by_age_and_copies_are_counted_all_the_same() {
    List<HeldCopy> backups = held(made("a", 9, "x"), made("b", 8, "x"), made("c", 0, "x"));

    assertThat(
            RetentionRules.plan(
                backups,
                new RetentionPolicy(config(keep(2, 7), Map.of()), PolicyDocument.EMPTY, AMSTERDAM),
                after(Optional.empty(), true)))
        .extracting(each -> each.reason().code())
        .containsExactly("beyond_copies", "clock_leapt", "wanted");
  }

  @Test
  void backups_of_a_home_that_has_shrunk_push_out_none_until_somebody_confirms() {
    List<HeldCopy> backups =
        held(
            made("a", 6, "x"),
            made("b", 5, "x"),
            of(made("c", 4, "x"), 10_240, "", "home"),
            of(made("d", 3, "x"), 10_240, "", "home"),
            made("e", 2, "x"));
    BackupConfig two = config(keep(2, 0), Map.of());

    assertThat(reasons(backups, two, PolicyDocument.EMPTY))
        .isEqualTo(
            Map.of(
                "a", "beyond_copies", "b", "wanted", "c", "shrunk", "d", "shrunk", "e", "wanted"));
    assertThat(reasons(backups, two, confirmed("c", "d")))
        .isEqualTo(
            Map.of(
                "a",
                "beyond_copies",
                "b",
                "beyond_copies",
                "c",
                "beyond_copies",
                "d",
                "wanted",
                "e",
                "wanted"));
  }

  @Test
  void a_location_that_knows_only_the_small_ones_lets_none_go_elsewhere() {
    List<HeldCopy> backups =
        held(
            made("a", 6, "x"),
            made("b", 5, "x"),
            of(made("c", 4, "x", "y"), 10_240, "", "home"),
            of(made("d", 3, "x", "y"), 10_240, "", "home"));

    assertThat(going(backups, config(keep(2, 0), Map.of()))).isEmpty();
  }

  @Test
  void sizes_are_compared_within_one_kind_and_half_is_not_less_than_half() {
    List<HeldCopy> backups =
        held(
            made("a", 6, "x"),
            of(made("b", 5, "x"), 500_000, "", "home"),
            of(made("c", 4, "x"), 10_240, "database", "home"));

    assertThat(going(backups, config(keep(1, 0), Map.of())))
        .isEqualTo(Map.of("a", Set.of("x"), "b", Set.of("x")));
  }

  @Test
  void backups_of_another_directory_push_out_none_until_somebody_confirms() {
    List<HeldCopy> backups =
        held(
            made("a", 6, "x"),
            of(made("b", 5, "x"), 1_000_000, "", "elsewhere"),
            made("c", 4, "x"));
    BackupConfig one = config(keep(1, 0), Map.of());

    assertThat(reasons(backups, one, PolicyDocument.EMPTY))
        .isEqualTo(Map.of("a", "beyond_copies", "b", "other_directory", "c", "wanted"));
    assertThat(reasons(backups, one, confirmed("b")))
        .isEqualTo(Map.of("a", "beyond_copies", "b", "wanted", "c", "other_directory"));
  }

  @Test
  void what_was_just_made_does_not_go_in_its_own_pruning() {
    List<HeldCopy> backups = held(made("a", 3, "x"), made("b", 2, "x"), made("c", 1, "x"));

    assertThat(
            RetentionRules.plan(
                backups,
                new RetentionPolicy(config(keep(1, 0), Map.of()), PolicyDocument.EMPTY, AMSTERDAM),
                after(Optional.of("a"), false)))
        .extracting(each -> each.reason().code())
        .containsExactly("just_made", "beyond_copies", "wanted");
  }

  @Test
  void reasons_are_sentences() {
    List<HeldCopy> backups = held(made("a", 9, "x"), made("b", 1, "x"));

    assertThat(plan(backups, config(keep(1, 0), Map.of()), PolicyDocument.EMPTY))
        .extracting(each -> each.reason().sentence())
        .containsExactly(
            "There is a newer backup, and one is to be kept.", "The settings want it.");
  }
}
