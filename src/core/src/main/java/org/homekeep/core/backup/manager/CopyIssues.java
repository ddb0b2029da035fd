package org.homekeep.core.backup.manager;

import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.api.issue.Severity;
import org.homekeep.core.backup.ledger.CopyTrouble;

/** What the repairs page shows of copies that are not what was sent. */
public final class CopyIssues implements CopyTrouble {
  static final String NOT_AS_SENT = "backup_copy_not_as_sent";

  private final IssueReporter reporter;

  public CopyIssues(IssueReporter reporter) {
    this.reporter = reporter;
  }

  @Override
  public void notAsSent(BackupAgent agent, String backup, String evidence, String outcome) {
    reporter.report(
        new Issue(
            idFor(agent),
            Severity.ERROR,
            false,
            true,
            NOT_AS_SENT,
            Map.of(
                "location", agent.name(),
                "backup", backup,
                "evidence", evidence,
                "outcome", outcome),
            Optional.of("homeassistant://config/backup")));
  }

  @Override
  public void asSent(BackupAgent agent) {
    reporter.resolve(idFor(agent));
  }

  private static String idFor(BackupAgent agent) {
    return NOT_AS_SENT + "_" + agent.agentId();
  }
}
