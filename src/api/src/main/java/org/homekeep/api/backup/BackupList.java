package org.homekeep.api.backup;

import java.util.List;
import java.util.Optional;

/**
 * What a location says that it holds. The hub looks through the list on the integration's own
 * context, so that it is not copied here.
 *
 * @param backups those that it can describe
 * @param missing why there may be more, as a sentence for people; empty when these are all
 */
public record BackupList(List<AgentBackup> backups, Optional<String> missing) {
  /** All that the location holds. */
  public static BackupList whole(List<AgentBackup> backups) {
    return new BackupList(backups, Optional.empty());
  }

  /** A part of what the location holds, and why it is no more. */
  public static BackupList partial(List<AgentBackup> backups, String why) {
    return new BackupList(backups, Optional.of(why));
  }
}
