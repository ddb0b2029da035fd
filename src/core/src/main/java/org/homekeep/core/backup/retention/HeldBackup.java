package org.homekeep.core.backup.retention;

import java.time.Instant;
import java.util.Set;

/**
 * An automatic backup of this hub, as the locations list it. Nothing else is ever put before the
 * rules of retention.
 *
 * @param agentIds where copies are
 */
public record HeldBackup(String backupId, Instant date, Set<String> agentIds) {
  public HeldBackup {
    agentIds = Set.copyOf(agentIds);
  }
}
