package org.homekeep.core.backup.manager;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.api.issue.Severity;
import org.homekeep.core.backup.delivery.DeliveryTrouble;
import org.homekeep.core.backup.evidence.Evidence;

/** What the repairs page shows of locations that do not get their copies: one issue for each. */
public final class DeliveryIssues implements DeliveryTrouble {
  static final String FAILED = "backup_not_delivered";
  static final String GIVEN_UP = "backup_delivery_given_up";
  static final String REFUSED = "backup_delivery_refused";

  private static final String FOUND = "backup_found_at_start";
  private static final String NOT_TIDIED = "backup_leftovers_not_tidied";
  static final String ARCHIVE_GONE = "backup_archive_gone";
  private static final String KEPT_HERE = "backup_kept_here";

  private final IssueReporter reporter;

  public DeliveryIssues(IssueReporter reporter) {
    this.reporter = reporter;
  }

  @Override
  public void failed(BackupAgent agent, String backup, String evidence) {
    report(FAILED, Severity.WARNING, agent, backup, evidence);
  }

  @Override
  public void refused(BackupAgent agent, String backup, String evidence) {
    report(REFUSED, Severity.WARNING, agent, backup, evidence);
  }

  @Override
  public void givenUp(BackupAgent agent, String backup, String evidence) {
    report(GIVEN_UP, Severity.ERROR, agent, backup, evidence);
  }

  private void report(
      String key, Severity severity, BackupAgent agent, String backup, String evidence) {
    report(
        key,
        severity,
        agent.agentId(),
        Map.of("location", agent.name(), "backup", backup, "evidence", evidence));
  }

  private void report(
      String key, Severity severity, String agentId, Map<String, String> placeholders) {
    reporter.report(
        new Issue(
            key + "_" + agentId,
            severity,
            false,
            true,
            key,
            placeholders,
            Optional.of("homeassistant://config/backup")));
  }

  @Override
  public void archiveGone(String agentId, String backup) {
    report(ARCHIVE_GONE, Severity.ERROR, agentId, Map.of("location", agentId, "backup", backup));
  }

  @Override
  public void keptHere(String agentId, String backup) {
    report(KEPT_HERE, Severity.WARNING, agentId, Map.of("location", agentId, "backup", backup));
  }

  @Override
  public void taken(String agentId) {
    reporter.resolve(FAILED + "_" + agentId);
    reporter.resolve(ARCHIVE_GONE + "_" + agentId);
    reporter.resolve(GIVEN_UP + "_" + agentId);
    reporter.resolve(REFUSED + "_" + agentId);
  }

  @Override
  public void noneOwed(String agentId) {
    reporter.resolve(FAILED + "_" + agentId);
  }

  /**
   * What a start found where archives lie.
   *
   * @param backups the names of whole archives that nobody knew of, and that are stored here now
   * @param troubles what could not be tidied up
   */
  public void leftovers(List<String> backups, List<IOException> troubles) {
    if (!backups.isEmpty()) {
      report(FOUND, Map.of("backups", String.join(", ", backups)));
    }
    if (troubles.isEmpty()) {
      reporter.resolve(NOT_TIDIED);
    } else {
      report(NOT_TIDIED, Map.of("evidence", Evidence.of(troubles.get(0))));
    }
  }

  private void report(String key, Map<String, String> placeholders) {
    reporter.report(
        new Issue(
            key,
            Severity.WARNING,
            false,
            true,
            key,
            placeholders,
            Optional.of("homeassistant://config/backup")));
  }
}
