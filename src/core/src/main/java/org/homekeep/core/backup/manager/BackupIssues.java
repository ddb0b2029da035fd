package org.homekeep.core.backup.manager;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.api.issue.Severity;
import org.homekeep.core.backup.engine.NotAsAskedException;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.backup.folder.FolderException;
import org.homekeep.core.backup.hook.HookException;
import org.homekeep.core.backup.hook.SeveralFailuresException;
import org.homekeep.core.backup.snapshot.SnapshotException;

/** What the repairs page shows of backups that fail (backup.md §9). */
final class BackupIssues {
  private static final String FAILED = "automatic_backup_failed";
  private static final String MANUAL_FAILED = "manual_backup_failed";
  private static final String AS_THEY_ARE = "automatic_backup_database_as_it_is";
  private static final String HISTORY = "home-assistant_v2.db";
  private static final int MOST_NAMED = 5;
  private static final String UNAVAILABLE = "automatic_backup_agents_unavailable";

  private final IssueReporter reporter;
  private Set<String> shownUnavailable = Set.of();

  BackupIssues(IssueReporter reporter) {
    this.reporter = reporter;
  }

  /** An automatic backup could not be made at all: each cause has its own words. */
  void notMade(Throwable failure) {
    report(FAILED, why(FAILED, failure));
  }

  /**
   * A backup that somebody asked for could not be made at all. Whoever asked has an answer already,
   * and the event of the failure has a code and no sentence.
   */
  void askedForAndNotMade(Throwable failure) {
    // The issue of an archive that is not what was asked for is the same for all backups.
    if (!(first(failure) instanceof NotAsAskedException)) {
      report(MANUAL_FAILED, why(MANUAL_FAILED, failure));
    }
  }

  /** A backup was made, whoever wanted it. */
  void made() {
    reporter.resolve(MANUAL_FAILED);
  }

  /** Why no backup was made. */
  private record Words(String translationKey, Map<String, String> placeholders) {}

  private static Words why(String prefix, Throwable failure) {
    Throwable why = first(failure);
    String evidence = Evidence.of(failure);
    if (why instanceof HookException hooks) {
      return new Words(
          prefix + "_integrations",
          Map.of("failed_integrations", String.join(", ", hooks.owners()), "evidence", evidence));
    }
    if (why instanceof FolderException folder) {
      return new Words(
          prefix + "_folders",
          Map.of("failed_folders", folder.folder().wireName(), "evidence", evidence));
    }
    return new Words(prefix + "_" + causeOf(why), Map.of("evidence", evidence));
  }

  /** The kind of the cause, which clients have words for. */
  static String kindOf(Throwable failure) {
    Throwable why = first(failure);
    if (why instanceof HookException) {
      return "integrations";
    }
    return why instanceof FolderException ? "folders" : causeOf(why);
  }

  private static Throwable first(Throwable failure) {
    return failure instanceof SeveralFailuresException both ? both.first() : failure;
  }

  /**
   * An automatic backup holds databases that may be torn; none ends the issue.
   *
   * @param files relative to the data directory; those that Home Assistant has put aside as damaged
   *     are no news
   */
  void databasesAsTheyAre(List<String> files) {
    List<String> news = files.stream().filter(file -> !file.contains(".db.corrupt.")).toList();
    if (news.isEmpty()) {
      reporter.resolve(AS_THEY_ARE);
      return;
    }
    String named = news.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    String more =
        news.size() > MOST_NAMED ? " and %d more".formatted(news.size() - MOST_NAMED) : "";
    reporter.report(
        new Issue(
            AS_THEY_ARE,
            news.contains(HISTORY) ? Severity.ERROR : Severity.WARNING,
            false,
            true,
            AS_THEY_ARE,
            Map.of("databases", named + more),
            Optional.empty()));
  }

  private static String causeOf(Throwable why) {
    if (Evidence.isDiskFull(why)) {
      return "no_space";
    }
    if (isForbidden(why)) {
      return "permission";
    }
    if (why instanceof SnapshotException) {
      return "database";
    }
    if (why instanceof NotAsAskedException) {
      return "not_as_asked";
    }
    return why instanceof BackupException known ? causeOf(known.kind()) : "create";
  }

  private static String causeOf(BackupException.Kind kind) {
    return switch (kind) {
      case NO_SPACE -> "no_space";
      case NO_DIRECTORY -> "directory";
      case NO_HOME -> "home";
      case NO_LOCATION -> "no_location";
      case BUSY -> "busy";
      default -> "create";
    };
  }

  private static boolean isForbidden(Throwable why) {
    return why instanceof AccessDeniedException
        || (why instanceof FileSystemException file
            && ("Permission denied".equals(file.getReason())
                || "Operation not permitted".equals(file.getReason())));
  }

  /**
   * An automatic backup was made and sent.
   *
   * @param unavailable ids of locations that were not there
   * @param failed names of locations that did not take it
   */
  void delivered(List<String> unavailable, List<String> failed) {
    if (unavailable.isEmpty() && failed.isEmpty()) {
      reporter.resolve(FAILED);
      return;
    }
    String agents =
        Stream.concat(unavailable.stream(), failed.stream()).collect(Collectors.joining(", "));
    report(FAILED, new Words(FAILED + "_upload_agents", Map.of("failed_agents", agents)));
  }

  private void report(String issueId, Words words) {
    reporter.report(
        new Issue(
            issueId,
            Severity.WARNING,
            false,
            true,
            words.translationKey(),
            words.placeholders(),
            Optional.of("homeassistant://config/backup")));
  }

  /** The locations that automatic backups are to go to and that do not exist at the moment. */
  void unavailable(Set<String> agentIds) {
    Set<String> gone = new HashSet<>(shownUnavailable);
    gone.removeAll(agentIds);
    gone.forEach(agentId -> reporter.resolve(UNAVAILABLE + "_" + agentId));
    agentIds.stream()
        .filter(agentId -> !shownUnavailable.contains(agentId))
        .forEach(this::reportUnavailable);
    shownUnavailable = Set.copyOf(agentIds);
  }

  private void reportUnavailable(String agentId) {
    reporter.report(
        Issue.of(
            UNAVAILABLE + "_" + agentId,
            Severity.WARNING,
            UNAVAILABLE,
            Map.of("agent_id", agentId, "backup_settings", "/config/backup/settings")));
  }
}
