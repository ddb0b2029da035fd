package org.homekeep.core.backup.retention;

import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.homekeep.core.backup.config.AgentSettings;
import org.homekeep.core.backup.config.BackupConfig;
import org.homekeep.core.backup.config.Retention;
import org.homekeep.core.backup.policy.Generations;
import org.homekeep.core.backup.policy.Period;
import org.homekeep.core.backup.policy.PolicyDocument;

/**
 * The rules a second time, asked copy by copy: each question looks at all other copies anew, and
 * nothing is sorted, counted down or remembered. Written from the text of the rules alone.
 */
final class RetentionOracle {
  private static final BigInteger SECONDS_OF_A_DAY = BigInteger.valueOf(86_400);

  private final List<HeldCopy> all;
  private final BackupConfig config;
  private final PolicyDocument own;
  private final ZoneId zone;
  private final Circumstances circumstances;
  private final Instant now;

  /** Only because asking again and again takes long. */
  private final Map<HeldCopy, Boolean> odd = new HashMap<>();

  RetentionOracle(
      List<HeldCopy> all,
      BackupConfig config,
      PolicyDocument own,
      ZoneId zone,
      Circumstances circumstances) {
    this.all = all;
    this.config = config;
    this.own = own;
    this.zone = zone;
    this.circumstances = circumstances;
    this.now = circumstances.now();
  }

  boolean goes(HeldCopy copy) {
    boolean ofThisBackup = circumstances.justMade().equals(Optional.of(copy.backupId()));
    return !own.inDoubt()
        && mayBeJudged(copy)
        && !ofThisBackup
        && isUnwanted(copy)
        && hasNewerVerified(copy);
  }

  private boolean mayBeJudged(HeldCopy copy) {
    return isAutomatic(copy) && !copy.pinned();
  }

  /** What somebody made, of which nothing says that the clock or the home was wrong then. */
  private boolean isAutomatic(HeldCopy copy) {
    return isDated(copy)
        && all.stream()
            .filter(other -> other.backupId().equals(copy.backupId()))
            .noneMatch(other -> isDated(other) && looksOdd(other));
  }

  private boolean isDated(HeldCopy copy) {
    return copy.origin() == Origin.AUTOMATIC
        && copy.date().isPresent()
        && copy.date().get().compareTo(now) <= 0;
  }

  /** Of another directory, or less than half as large, than the last that did not look odd. */
  private boolean looksOdd(HeldCopy copy) {
    Boolean known = odd.get(copy);
    if (known == null) {
      known = !isConfirmed(copy) && differs(copy);
      odd.put(copy, known);
    }
    return known;
  }

  private boolean differs(HeldCopy copy) {
    Optional<HeldCopy> ofDirectory =
        lastBefore(copy, other -> other.content().directory().isPresent());
    boolean elsewhere =
        copy.content().directory().isPresent()
            && ofDirectory
                .filter(other -> !other.content().directory().equals(copy.content().directory()))
                .isPresent();
    Optional<HeldCopy> ofKind =
        lastBefore(copy, other -> other.content().kind().equals(copy.content().kind()));
    return elsewhere
        || ofKind
            .filter(other -> isSmall(copy.content().size(), other.content().size()))
            .isPresent();
  }

  private static boolean isSmall(long size, long before) {
    return 2 * size < before && before - size > 65_536;
  }

  private boolean isConfirmed(HeldCopy copy) {
    return own.confirmed().contains(copy.backupId());
  }

  /** The newest older copy at the same location that others can be compared with. */
  private Optional<HeldCopy> lastBefore(HeldCopy copy, Predicate<HeldCopy> wanted) {
    return all.stream()
        .filter(other -> other.agentId().equals(copy.agentId()))
        .filter(other -> isDated(other) && isNewer(copy, other))
        .filter(wanted)
        .filter(other -> isConfirmed(other) || (other.verified() && !looksOdd(other)))
        .reduce((one, other) -> isNewer(one, other) ? one : other);
  }

  /** Nothing is deleted at a location before a newer copy there has been verified. */
  private boolean hasNewerVerified(HeldCopy copy) {
    return all.stream()
        .filter(other -> other.agentId().equals(copy.agentId()))
        .filter(this::isAutomatic)
        .filter(HeldCopy::verified)
        .anyMatch(other -> isNewer(other, copy));
  }

  private static boolean isNewer(HeldCopy one, HeldCopy other) {
    int order = one.date().orElseThrow().compareTo(other.date().orElseThrow());
    return order > 0 || (order == 0 && one.backupId().compareTo(other.backupId()) > 0);
  }

  private boolean isUnwanted(HeldCopy copy) {
    if (isKeptByAGeneration(copy)) {
      return false;
    }
    if (goesByAge(copy)) {
      return true;
    }
    return circumstances.occasion() == Occasion.AFTER_BACKUP
        && (isBeyondCopies(copy) || onlyGenerationsCount(copy.agentId()));
  }

  /** An object for a location replaces what is set for all; without one, that of all counts. */
  private Retention retention(String agentId) {
    AgentSettings settings = config.agents().get(agentId);
    return settings != null && settings.retention().isPresent()
        ? settings.retention().get()
        : config.retention();
  }

  /** By a clock in doubt nothing does, nor where every verified copy is too old. */
  private boolean goesByAge(HeldCopy copy) {
    return !circumstances.clockLeapt()
        && isTooOld(copy)
        && all.stream()
            .filter(other -> other.agentId().equals(copy.agentId()))
            .anyMatch(other -> isAutomatic(other) && other.verified() && !isTooOld(other));
  }

  /** date + days < now. */
  private boolean isTooOld(HeldCopy copy) {
    OptionalLong days = retention(copy.agentId()).days();
    if (days.isEmpty()) {
      return false;
    }
    Instant made = copy.date().orElseThrow();
    BigInteger end =
        BigInteger.valueOf(made.getEpochSecond())
            .add(BigInteger.valueOf(days.getAsLong()).multiply(SECONDS_OF_A_DAY));
    int seconds = end.compareTo(BigInteger.valueOf(now.getEpochSecond()));
    return seconds < 0 || (seconds == 0 && made.getNano() < now.getNano());
  }

  private boolean isBeyondCopies(HeldCopy copy) {
    boolean anyObject =
        config.agents().values().stream().anyMatch(agent -> agent.retention().isPresent());
    OptionalLong copies =
        anyObject ? retention(copy.agentId()).copies() : config.retention().copies();
    if (copies.isEmpty()) {
      return false;
    }
    Set<String> newer = new HashSet<>();
    for (HeldCopy other : all) {
      boolean counts =
          mayBeJudged(other)
              && !other.backupId().equals(copy.backupId())
              && (!anyObject || other.agentId().equals(copy.agentId()));
      if (counts && (anyObject ? isNewer(other, copy) : isNewerBackup(other, copy))) {
        newer.add(other.backupId());
      }
    }
    return newer.size() >= copies.getAsLong();
  }

  /** Over all locations a backup is as new as the newest date that one of its copies has. */
  private boolean isNewerBackup(HeldCopy one, HeldCopy other) {
    Instant ofOne = newest(one.backupId());
    Instant ofOther = newest(other.backupId());
    return ofOne.isAfter(ofOther)
        || (ofOne.equals(ofOther) && one.backupId().compareTo(other.backupId()) > 0);
  }

  private Instant newest(String backupId) {
    Instant newest = Instant.MIN;
    for (HeldCopy copy : all) {
      if (copy.backupId().equals(backupId)
          && mayBeJudged(copy)
          && copy.date().orElseThrow().isAfter(newest)) {
        newest = copy.date().orElseThrow();
      }
    }
    return newest;
  }

  private Generations generations(String agentId) {
    Generations ofAgent = own.ofAgents().get(agentId);
    return ofAgent == null ? own.generations() : ofAgent;
  }

  /** Neither copies nor days are set, generations are, and nobody said "forever" right here. */
  private boolean onlyGenerationsCount(String agentId) {
    AgentSettings settings = config.agents().get(agentId);
    boolean foreverHere =
        settings != null
            && settings.retention().filter(Retention.FOREVER::equals).isPresent()
            && !own.ofAgents().containsKey(agentId);
    return retention(agentId).copies().isEmpty()
        && retention(agentId).days().isEmpty()
        && !foreverHere
        && !generations(agentId).kept().isEmpty();
  }

  private boolean isKeptByAGeneration(HeldCopy copy) {
    return generations(copy.agentId()).kept().entrySet().stream()
        .anyMatch(each -> standsFor(copy, each.getKey(), each.getValue()));
  }

  private boolean standsFor(HeldCopy copy, Period period, int count) {
    Predicate<HeldCopy> here =
        other -> mayBeJudged(other) && other.agentId().equals(copy.agentId());
    boolean anotherIsBetter =
        all.stream()
            .filter(here.and(other -> first(other, period).equals(first(copy, period))))
            .anyMatch(
                other ->
                    (other.verified() && !copy.verified())
                        || (other.verified() == copy.verified() && isNewer(other, copy)));
    if (anotherIsBetter) {
      return false;
    }
    Set<LocalDate> later = new HashSet<>();
    all.stream()
        .filter(here)
        .map(other -> first(other, period))
        .filter(start -> start.isAfter(first(copy, period)))
        .forEach(later::add);
    return later.size() < count;
  }

  /** The first day of the period in which a copy was made. */
  private LocalDate first(HeldCopy copy, Period period) {
    LocalDate day = copy.date().orElseThrow().atZone(zone).toLocalDate();
    return switch (period) {
      case DAILY -> day;
      case WEEKLY -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTHLY -> YearMonth.from(day).atDay(1);
      case YEARLY -> Year.from(day).atDay(1);
    };
  }
}
