package org.homekeep.core.backup.manager;

import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.api.issue.Severity;
import org.homekeep.core.backup.delivery.DeliveryTrouble;

/** What the repairs page shows of locations that do not get their copies: one issue for each. */
public final class DeliveryIssues implements DeliveryTrouble {
  static final String FAILED = "backup_not_delivered";
  static final String GIVEN_UP = "backup_delivery_given_up";

  private final IssueReporter reporter;

  public DeliveryIssues(IssueReporter reporter) {
    this.reporter = reporter;
  }

  @Override
  public void failed(BackupAgent agent, String backup, String evidence) {
    report(FAILED, Severity.WARNING, agent, backup, evidence);
  }

  @Override
  public void givenUp(BackupAgent agent, String backup, String evidence) {
    report(GIVEN_UP, Severity.ERROR, agent, backup, evidence);
  }

  private void report(
      String key, Severity severity, BackupAgent agent, String backup, String evidence) {
    reporter.report(
        new Issue(
            key + "_" + agent.agentId(),
            severity,
            false,
            true,
            key,
            Map.of("location", agent.name(), "backup", backup, "evidence", evidence),
            Optional.of("homeassistant://config/backup")));
  }

  @Override
  public void taken(String agentId) {
    reporter.resolve(FAILED + "_" + agentId);
    reporter.resolve(GIVEN_UP + "_" + agentId);
  }

  @Override
  public void noneOwed(String agentId) {
    reporter.resolve(FAILED + "_" + agentId);
  }
}
