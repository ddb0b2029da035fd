package org.homekeep.core.backup.delivery;

/** A copy of a backup at a location, whether it is there or not. */
record Slot(String backupId, String agentId) {

  boolean isSameLocation(Slot other) {
    return agentId.equals(other.agentId());
  }
}
