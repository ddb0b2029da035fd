package org.homekeep.api.backup;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One copy of a backup as a location describes it (backup.md §1.2).
 *
 * @param backupId eight hex digits, the same at every location that holds the backup
 * @param date ISO 8601 with offset, kept letter by letter
 * @param extraMetadata values are {@code Boolean} or {@code String}
 * @param homeassistantVersion present exactly when the configuration is included
 * @param isProtected whether the archive is encrypted
 * @param size of the archive in bytes
 */
public record AgentBackup(
    String backupId,
    String name,
    String date,
    List<AddonInfo> addons,
    List<Folder> folders,
    boolean databaseIncluded,
    boolean homeassistantIncluded,
    Optional<String> homeassistantVersion,
    Map<String, Object> extraMetadata,
    boolean isProtected,
    long size) {

  public AgentBackup {
    addons = List.copyOf(addons);
    folders = List.copyOf(folders);
    extraMetadata = Map.copyOf(extraMetadata);
  }

  /** This copy with another size. */
  public AgentBackup withSize(long changed) {
    return with(isProtected, changed);
  }

  /** This copy as it is after being encrypted or decrypted for a location. */
  public AgentBackup with(boolean changedProtected, long changedSize) {
    return new AgentBackup(
        backupId,
        name,
        date,
        addons,
        folders,
        databaseIncluded,
        homeassistantIncluded,
        homeassistantVersion,
        extraMetadata,
        changedProtected,
        changedSize);
  }
}
