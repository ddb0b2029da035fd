package org.homekeep.core.backup.manager;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.core.backup.agent.AgentRegistry;
import org.homekeep.core.backup.agent.AgentSource;
import org.homekeep.core.backup.config.BackupConfig;
import org.homekeep.core.backup.config.ConfigStore;

/** Ends the issues of locations that were removed: there is nothing to mend any more. */
final class GoneLocations {
  private static final List<String> ISSUES =
      List.of(
          DeliveryIssues.ARCHIVE_GONE,
          DeliveryIssues.FAILED,
          DeliveryIssues.GIVEN_UP,
          DeliveryIssues.REFUSED,
          CopyIssues.NOT_AS_SENT,
          MeasuredEncryption.RECODED);

  private final AgentRegistry agents;
  private final ConfigStore store;
  private final IssueReporter issues;
  private final MeasuredEncryption encryption;
  private final AgentSource source;
  private final Set<String> seen = new HashSet<>();

  GoneLocations(
      AgentRegistry agents,
      ConfigStore store,
      IssueReporter issues,
      MeasuredEncryption encryption,
      AgentSource source) {
    this.agents = agents;
    this.store = store;
    this.issues = issues;
    this.encryption = encryption;
    this.source = source;
  }

  /** Looks which locations there are; issues are kept over restarts, so settings are asked, too. */
  void look() {
    agents.all().forEach(agent -> seen.add(agent.agentId()));
    BackupConfig config = store.config();
    seen.addAll(config.agents().keySet());
    seen.addAll(config.createBackup().agentIds());
    seen.stream()
        .filter(agentId -> agents.find(agentId).isEmpty())
        .filter(source::isRemoved)
        .forEach(this::resolve);
  }

  private void resolve(String agentId) {
    ISSUES.forEach(issue -> issues.resolve(issue + "_" + agentId));
    encryption.all(agentId, Map.of());
  }
}
