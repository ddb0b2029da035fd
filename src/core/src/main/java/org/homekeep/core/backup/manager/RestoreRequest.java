package org.homekeep.core.backup.manager;

import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.Folder;

/**
 * Which backup is to be restored from where, and what of it.
 *
 * @param restoreFolders when nothing is said, those of the backup come back with Home Assistant
 * @param mayUseRing whether a key of the ring may open it when the given one does not; whoever is
 *     not known gets nothing opened but with a key of their own
 */
public record RestoreRequest(
    String backupId,
    String agentId,
    Optional<Secret> password,
    List<String> restoreAddons,
    boolean restoreDatabase,
    Optional<List<Folder>> restoreFolders,
    boolean restoreHomeAssistant,
    boolean mayUseRing) {
  public RestoreRequest {
    restoreAddons = List.copyOf(restoreAddons);
    restoreFolders = restoreFolders.map(List::copyOf);
  }
}
