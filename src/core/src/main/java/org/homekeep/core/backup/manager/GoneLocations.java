package org.homekeep.core.backup.manager;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.homekeep.core.backup.agent.AgentSource;
import org.homekeep.core.backup.config.BackupConfig;

/** Ends the issues of locations that were removed: there is nothing to mend any more. */
final class GoneLocations {
  private static final List<String> ISSUES =
      List.of(
          DeliveryIssues.FAILED,
          DeliveryIssues.GIVEN_UP,
          CopyIssues.NOT_AS_SENT,
          MeasuredEncryption.RECODED);

  private final ManagerParts parts;
  private final AgentSource source;
  private final Set<String> seen = new HashSet<>();

  GoneLocations(ManagerParts parts, AgentSource source) {
    this.parts = parts;
    this.source = source;
  }

  /** Looks which locations there are; issues are kept over restarts, so settings are asked, too. */
  void look() {
    parts.agents().all().forEach(agent -> seen.add(agent.agentId()));
    BackupConfig config = parts.store().config();
    seen.addAll(config.agents().keySet());
    seen.addAll(config.createBackup().agentIds());
    seen.stream()
        .filter(agentId -> parts.agents().find(agentId).isEmpty())
        .filter(source::isRemoved)
        .forEach(this::resolve);
  }

  private void resolve(String agentId) {
    ISSUES.forEach(issue -> parts.issues().resolve(issue + "_" + agentId));
    parts.encryption().all(agentId, Map.of());
  }
}
