package org.homekeep.core.backup.agent;

import org.homekeep.api.backup.BackupAgent;

/** A copy of a backup at a location, whether it is there or not. */
public record CopyId(String backupId, String agentId) {

  /** A copy at a location. */
  public static CopyId of(String backupId, BackupAgent agent) {
    return new CopyId(backupId, agent.agentId());
  }

  /** Whether both are at one location. */
  public boolean isSameLocation(CopyId other) {
    return agentId.equals(other.agentId());
  }
}
