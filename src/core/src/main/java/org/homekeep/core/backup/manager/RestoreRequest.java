package org.homekeep.core.backup.manager;

import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.Folder;

/** Which backup is to be restored from where, and what of it. */
public record RestoreRequest(
    String backupId,
    String agentId,
    Optional<Secret> password,
    List<String> restoreAddons,
    boolean restoreDatabase,
    List<Folder> restoreFolders,
    boolean restoreHomeAssistant) {
  public RestoreRequest {
    restoreAddons = List.copyOf(restoreAddons);
    restoreFolders = List.copyOf(restoreFolders);
  }
}
