package org.homekeep.core.backup.simulation;

/** A backup at a location. */
record Copy(String agentId, String backupId) {}
