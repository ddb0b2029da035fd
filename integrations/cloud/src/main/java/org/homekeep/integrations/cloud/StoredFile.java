package org.homekeep.integrations.cloud;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.AgentBackupJson;
import org.homekeep.api.backup.InvalidBackupMetadataException;

/**
 * One object that the service keeps.
 *
 * @param key what it is called there; a backup is acted on by this name and no other
 * @param metadata what was sent along with it
 */
record StoredFile(String key, JsonObject metadata) {
  StoredFile {
    metadata = metadata.copy();
  }

  /** Reads an element of a list; empty when it is none. */
  static Optional<StoredFile> read(Object element) {
    return element instanceof JsonObject json
            && json.getValue("Key") instanceof String key
            && json.getValue("Metadata") instanceof JsonObject metadata
        ? Optional.of(new StoredFile(key, metadata))
        : Optional.empty();
  }

  /** The backup that it holds; empty when it is something else. */
  Optional<AgentBackup> backup() {
    try {
      return Optional.of(AgentBackupJson.read(metadata));
    } catch (InvalidBackupMetadataException other) {
      return Optional.empty();
    }
  }

  boolean holds(String backupId) {
    return backupId.equals(metadata.getValue("backup_id"));
  }
}
