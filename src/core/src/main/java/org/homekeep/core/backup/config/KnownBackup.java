package org.homekeep.core.backup.config;

import java.util.List;
import org.homekeep.api.backup.AddonInfo;
import org.homekeep.api.backup.Folder;

/**
 * What the hub remembers of a backup that it made or received.
 *
 * @param failedAgentIds locations that did not get their copy
 */
public record KnownBackup(
    String backupId,
    List<String> failedAgentIds,
    List<AddonInfo> failedAddons,
    List<Folder> failedFolders) {
  public KnownBackup {
    failedAgentIds = List.copyOf(failedAgentIds);
    failedAddons = List.copyOf(failedAddons);
    failedFolders = List.copyOf(failedFolders);
  }

  /** A backup of which nothing but the delivery can have failed. */
  public static KnownBackup of(String backupId, List<String> failedAgentIds) {
    return new KnownBackup(backupId, failedAgentIds, List.of(), List.of());
  }

  /** The same, with one location that got its copy after all. */
  public KnownBackup delivered(String agentId) {
    return new KnownBackup(
        backupId,
        failedAgentIds.stream().filter(each -> !each.equals(agentId)).toList(),
        failedAddons,
        failedFolders);
  }
}
