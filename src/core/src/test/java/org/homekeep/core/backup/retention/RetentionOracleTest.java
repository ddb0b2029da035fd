package org.homekeep.core.backup.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.homekeep.checks.Seed;
import org.homekeep.core.backup.config.AgentSettings;
import org.homekeep.core.backup.config.BackupConfig;
import org.homekeep.core.backup.config.CreateSettings;
import org.homekeep.core.backup.config.Retention;
import org.homekeep.core.backup.config.Schedule;
import org.homekeep.core.backup.policy.Generations;
import org.homekeep.core.backup.policy.Period;
import org.homekeep.core.backup.policy.PolicyDocument;
import org.junit.jupiter.api.Test;

/** Random histories, judged by the rules and by {@link RetentionOracle}. */
class RetentionOracleTest {
  private static final int HISTORIES = Integer.getInteger("retention.histories", 20_000);
  private static final List<String> AGENTS = List.of("backup.local", "b2.one", "nas.two");
  private static final List<Origin> ORIGINS = List.of(Origin.values());
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("UTC"),
          ZoneId.of("Europe/Amsterdam"),
          ZoneId.of("America/St_Johns"),
          ZoneId.of("Pacific/Kiritimati"));

  /** A home at a moment. */
  private record History(
      List<HeldCopy> copies,
      BackupConfig config,
      PolicyDocument own,
      ZoneId zone,
      Circumstances circumstances) {

    List<Judgement> plan() {
      return RetentionRules.plan(copies, new RetentionPolicy(config, own, zone), circumstances);
    }

    Set<HeldCopy> goesByOracle() {
      RetentionOracle oracle = new RetentionOracle(copies, config, own, zone, circumstances);
      return copies.stream().filter(oracle::goes).collect(Collectors.toSet());
    }
  }

  @Test
  void the_rules_and_the_oracle_agree_on_every_copy_of_random_histories() {
    Random random = Seed.random("retention histories");
    long deleted = 0;
    for (int i = 0; i < HISTORIES; i++) {
      History history = history(random);
      List<Judgement> plan = history.plan();
      Set<HeldCopy> going = going(plan);
      deleted += going.size();

      // Descriptions of histories are long; they are made for those alone that fail.
      if (!going.equals(history.goesByOracle())) {
        assertThat(going).as("history %d: %s", i, history).isEqualTo(history.goesByOracle());
      }
      if (!isSafe(history, plan)) {
        throw new AssertionError("history %d loses a copy: %s".formatted(i, history));
      }
    }
    assertThat(deleted).as("histories in which something goes").isGreaterThan(HISTORIES / 2);
  }

  private static Set<HeldCopy> going(List<Judgement> plan) {
    return plan.stream()
        .filter(Judgement::deletes)
        .map(Judgement::copy)
        .collect(Collectors.toSet());
  }

  /** Each copy is judged once, each location keeps its newest verified copy, others' stay. */
  private static boolean isSafe(History history, List<Judgement> plan) {
    Set<HeldCopy> going = going(plan);
    boolean complete =
        plan.size() == history.copies().size()
            && plan.stream()
                .map(Judgement::copy)
                .collect(Collectors.toSet())
                .equals(Set.copyOf(history.copies()));
    boolean onlyOurs =
        going.stream()
            .allMatch(
                copy ->
                    copy.origin() == Origin.AUTOMATIC && !copy.pinned() && copy.date().isPresent());
    boolean newestStay =
        AGENTS.stream()
            .allMatch(
                agentId -> {
                  List<HeldCopy> verified =
                      history.copies().stream()
                          .filter(copy -> copy.agentId().equals(agentId))
                          .filter(copy -> copy.date().isPresent() && copy.verified())
                          .filter(copy -> !copy.date().get().isAfter(history.circumstances().now()))
                          .toList();
                  Optional<Instant> newest =
                      verified.stream()
                          .map(copy -> copy.date().orElseThrow())
                          .max(Instant::compareTo);
                  return verified.isEmpty()
                      || verified.stream()
                          .filter(copy -> copy.date().equals(newest))
                          .anyMatch(copy -> !going.contains(copy));
                });
    return complete && onlyOurs && newestStay;
  }

  private static History history(Random random) {
    ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
    Instant now =
        Instant.parse("2025-01-01T00:00:00Z").plusSeconds(random.nextInt(3 * 366 * 86_400));
    int backups = random.nextInt(11);
    Duration span = spans().get(random.nextInt(spans().size()));
    List<HeldCopy> copies = new ArrayList<>();
    for (int i = 0; i < backups; i++) {
      String id = "%08x".formatted(random.nextInt());
      Optional<Instant> date = date(random, now, span);
      Origin origin =
          random.nextInt(6) == 0 ? ORIGINS.get(random.nextInt(ORIGINS.size())) : Origin.AUTOMATIC;
      boolean pinned = random.nextInt(10) == 0;
      for (String agentId : AGENTS) {
        if (random.nextInt(4) > 0) {
          // Now and then a location tells another story than the others.
          Optional<Instant> told = random.nextInt(30) == 0 ? date(random, now, span) : date;
          copies.add(
              new HeldCopy(
                  agentId, id, told, origin, pinned, random.nextInt(3) > 0, content(random)));
        }
      }
    }
    return new History(
        copies, config(random), own(random, copies), zone, circumstances(random, copies, now));
  }

  private static Circumstances circumstances(Random random, List<HeldCopy> copies, Instant now) {
    Optional<String> justMade =
        copies.isEmpty() || random.nextInt(3) == 0
            ? Optional.empty()
            : Optional.of(copies.get(random.nextInt(copies.size())).backupId());
    return new Circumstances(
        random.nextInt(4) == 0 ? Occasion.DAILY : Occasion.AFTER_BACKUP,
        now,
        justMade,
        random.nextInt(8) == 0);
  }

  private static List<Duration> spans() {
    return List.of(
        Duration.ofHours(30), Duration.ofDays(12), Duration.ofDays(100), Duration.ofDays(1500));
  }

  /** Whole hours, so that two backups are made at once and on the boundary of days. */
  private static Optional<Instant> date(Random random, Instant now, Duration span) {
    if (random.nextInt(25) == 0) {
      return Optional.empty();
    }
    if (random.nextInt(15) == 0) {
      return Optional.of(now.plus(Duration.ofHours(random.nextInt(1_000))));
    }
    return Optional.of(now.minus(Duration.ofHours(random.nextInt((int) span.toHours()))));
  }

  private static BackupConfig config(Random random) {
    Map<String, AgentSettings> agents = new HashMap<>();
    if (random.nextInt(2) == 0) {
      for (String agentId : AGENTS) {
        if (random.nextInt(2) == 0) {
          agents.put(
              agentId,
              new AgentSettings(
                  true,
                  random.nextInt(3) == 0 ? Optional.empty() : Optional.of(retention(random))));
        }
      }
    }
    return new BackupConfig(
        agents,
        true,
        CreateSettings.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        retention(random),
        Schedule.NEVER);
  }

  private static Retention retention(Random random) {
    return new Retention(limit(random, 5), limit(random, 40));
  }

  private static OptionalLong limit(Random random, int most) {
    return switch (random.nextInt(7)) {
      case 0, 1, 2 -> OptionalLong.empty();
      case 3 -> OptionalLong.of(random.nextInt(50) == 0 ? Long.MAX_VALUE : 1);
      default -> OptionalLong.of(1 + random.nextInt(most));
    };
  }

  /** Mostly the same home; now and then it is a small one, of another kind, or another one. */
  private static Content content(Random random) {
    return new Content(
        random.nextInt(15) == 0 ? 10_240 : 1_000_000 + random.nextInt(1_000_000),
        random.nextInt(20) == 0 ? "database" : "",
        random.nextInt(10) == 0
            ? Optional.empty()
            : Optional.of(random.nextInt(20) == 0 ? "elsewhere" : "home"));
  }

  private static PolicyDocument own(Random random, List<HeldCopy> copies) {
    Set<String> confirmed =
        copies.stream()
            .map(HeldCopy::backupId)
            .filter(each -> random.nextInt(6) == 0)
            .collect(Collectors.toSet());
    Map<String, Generations> agents = new HashMap<>();
    for (String agentId : AGENTS) {
      if (random.nextInt(5) == 0) {
        agents.put(agentId, generations(random));
      }
    }
    Generations global = random.nextBoolean() ? Generations.NONE : generations(random);
    return new PolicyDocument(
        global, agents, Set.of(), Set.of(), confirmed, random.nextInt(20) == 0);
  }

  private static Generations generations(Random random) {
    Map<Period, Integer> kept = new EnumMap<>(Period.class);
    for (Period period : Period.values()) {
      if (random.nextInt(3) == 0) {
        kept.put(period, 1 + random.nextInt(4));
      }
    }
    return new Generations(kept);
  }
}
