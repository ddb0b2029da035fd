package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.util.Map;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.agent.AgentRegistry;

/**
 * How a deletion of copies of one backup ended, as far as the locations have answered.
 *
 * @param errors agent id → error, of those that could not
 * @param late what those that have not answered say at last, perhaps never
 */
record EndedDeletion(Map<String, String> errors, Map<BackupAgent, Future<Void>> late) {
  static final EndedDeletion NONE = new EndedDeletion(Map.of(), Map.of());

  /** Whether nothing more is deleted. */
  boolean isOver(AgentRegistry agents) {
    return late.entrySet().stream()
        .allMatch(each -> each.getValue().isComplete() || isGone(each.getKey(), agents));
  }

  /** One that was loaded again or removed has broken off what it was at. */
  private static boolean isGone(BackupAgent agent, AgentRegistry agents) {
    return agents.find(agent.agentId()).filter(agent::equals).isEmpty();
  }
}
