package org.homekeep.core.backup.delivery;

import org.homekeep.api.backup.AgentBackup;

/**
 * A location got its copy after all.
 *
 * @param automatic whether the backup was made by the settings of automatic backups
 * @param complete whether no other location still waits for this backup
 */
public record Delivered(AgentBackup backup, String agentId, boolean automatic, boolean complete) {}
