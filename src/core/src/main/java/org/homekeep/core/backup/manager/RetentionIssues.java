package org.homekeep.core.backup.manager;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.api.issue.Severity;
import org.homekeep.core.backup.retention.Judgement;
import org.homekeep.core.backup.retention.Reason;
import org.homekeep.core.backup.schedule.ClockWatch;

/** What the repairs page shows of backups that retention does not dare to judge. */
final class RetentionIssues {
  private static final String FUTURE = "backup_dates_in_the_future";
  private static final String LEAPT = "backup_clock_leapt";
  private static final String SHRUNK = "backup_home_shrunk";
  private static final String OTHER = "backup_of_another_directory";
  private static final String SETTINGS = "backup_settings_in_doubt";
  private static final int MOST_NAMED = 5;

  private static final DateTimeFormatter DATES =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ENGLISH);

  private final IssueReporter reporter;
  private final Clock clock;

  /**
   * @param clock in the time zone of the home, which may change
   */
  RetentionIssues(IssueReporter reporter, Clock clock) {
    this.reporter = reporter;
    this.clock = clock;
  }

  /**
   * All copies were judged; what is not so any more ends its issue.
   *
   * @param complete whether all locations were listed; what is not seen may be at another
   */
  void heard(
      Listing listing,
      List<Judgement> judgements,
      Optional<ClockWatch.Leap> leap,
      boolean complete) {
    List<String> future = named(listing, judgements, Reason.Stays.IN_THE_FUTURE::equals, "%s (%s)");
    if (complete || !future.isEmpty()) {
      show(FUTURE, !future.isEmpty(), Map.of("backups", list(future)));
    }
    home(listing, judgements, complete);
    boolean held = judgements.stream().anyMatch(each -> each.reason() == Reason.Stays.CLOCK_LEAPT);
    show(
        LEAPT,
        held,
        Map.of(
            "before", leap.map(each -> date(each.from())).orElse(""),
            "after", leap.map(each -> date(each.to())).orElse("")));
  }

  /** Whether a reason is settled by a person who confirms that the home is right. */
  static boolean isDoubt(Reason reason) {
    return reason instanceof Reason.Shrunk || reason == Reason.Stays.OTHER_DIRECTORY;
  }

  /** Whether an issue is settled by a person who has looked through the settings. */
  static boolean isAboutSettings(String issueId) {
    return issueId.equals(SETTINGS);
  }

  /** Nothing is deleted until somebody has looked through the settings. */
  void settingsInDoubt(boolean inDoubt) {
    show(SETTINGS, inDoubt, Map.of());
  }

  /** Whether an issue is settled by a person who confirms that the home is right. */
  static boolean isAboutHome(String issueId) {
    return issueId.equals(SHRUNK) || issueId.equals(OTHER);
  }

  private void home(Listing listing, List<Judgement> judgements, boolean complete) {
    List<String> other =
        named(listing, judgements, Reason.Stays.OTHER_DIRECTORY::equals, "%s (%s)");
    if (complete || !other.isEmpty()) {
      show(OTHER, !other.isEmpty(), Map.of("backups", list(other)));
    }
    List<String> shrunk = named(listing, judgements, Reason.Shrunk.class::isInstance, "%s (%s)");
    Optional<Reason.Shrunk> newest =
        judgements.stream()
            .map(Judgement::reason)
            .filter(Reason.Shrunk.class::isInstance)
            .map(Reason.Shrunk.class::cast)
            .reduce((older, newer) -> newer);
    if (complete || newest.isPresent()) {
      show(
          SHRUNK,
          newest.isPresent(),
          Map.of(
              "backups", list(shrunk),
              "size", newest.map(each -> bytes(each.size())).orElse(""),
              "before", newest.map(each -> bytes(each.before())).orElse("")));
    }
  }

  private static String bytes(long count) {
    return count < 10_000_000
        ? String.format(Locale.ENGLISH, "%,d kB", count / 1_000)
        : String.format(Locale.ENGLISH, "%,d MB", count / 1_000_000);
  }

  private String date(Instant moment) {
    return DATES.withZone(clock.getZone()).format(moment);
  }

  /** The backups to which something applies, each once, the oldest first. */
  private List<String> named(
      Listing listing, List<Judgement> judgements, Predicate<Reason> which, String form) {
    Map<String, String> names =
        listing.backups().stream()
            .collect(Collectors.toMap(ManagerBackup::backupId, each -> each.description().name()));
    List<String> found = new ArrayList<>();
    for (Judgement each : judgements) {
      if (which.test(each.reason())) {
        String name = names.getOrDefault(each.copy().backupId(), each.copy().backupId());
        found.add(form.formatted(name, each.copy().date().map(this::date).orElse("")));
      }
    }
    return found.stream().distinct().toList();
  }

  private static String list(List<String> names) {
    String shown = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    return names.size() > MOST_NAMED
        ? shown + " and %d more".formatted(names.size() - MOST_NAMED)
        : shown;
  }

  private void show(String key, boolean shown, Map<String, String> placeholders) {
    if (shown) {
      boolean fixable = isAboutHome(key) || isAboutSettings(key);
      reporter.report(
          new Issue(
              key,
              fixable ? Severity.ERROR : Severity.WARNING,
              fixable,
              fixable,
              key,
              placeholders,
              Optional.empty()));
    } else {
      reporter.resolve(key);
    }
  }
}
