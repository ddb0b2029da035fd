package org.homekeep.integrations.backblazeb2;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.AgentBackupJson;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.InvalidBackupMetadataException;

/**
 * The object beside an archive that says which backup it is: Home Assistant's form, byte for byte
 * readable by it (b2-and-cloud.md §A.7). What Homekeep adds is in the object's file info.
 */
final class Sidecar {
  static final String SUFFIX = ".metadata.json";
  static final String ARCHIVE_SUFFIX = ".tar";
  static final String CONTENT_TYPE = "application/json";

  /** Under this name of the file info is the SHA-1 of the archive, which B2 forgets for parts. */
  static final String ARCHIVE_SHA1 = "archive_sha1";

  /** No backup has a description of more bytes. */
  static final int MAX_BYTES = 1024 * 1024;

  /** A home with 500 add-ons has a smaller one; what is larger takes memory for many. */
  static final int LARGE_BYTES = 64 * 1024;

  private static final String VERSION = "metadata_version";
  private static final String BACKUP_ID = "backup_id";
  private static final String BACKUP = "backup_metadata";

  private Sidecar() {}

  /** Whether a name could be that of one of the two files of a backup. */
  static boolean mayBeOfBackup(String name) {
    return name.endsWith(ARCHIVE_SUFFIX) || name.endsWith(SUFFIX);
  }

  /** The name without its suffix, if it is one of a sidecar. */
  static Optional<String> base(String name) {
    return Optional.of(name)
        .filter(sidecar -> sidecar.endsWith(SUFFIX))
        .map(sidecar -> sidecar.substring(0, sidecar.length() - SUFFIX.length()));
  }

  static byte[] write(AgentBackup backup) {
    return new JsonObject()
        .put(VERSION, "1")
        .put(BACKUP_ID, backup.backupId())
        .put(BACKUP, AgentBackupJson.write(backup))
        .toBuffer()
        .getBytes();
  }

  /** Fails when no list would read the sidecar of a backup, which nobody would find then. */
  static void requireReadable(AgentBackup backup) throws BackupAgentException {
    int bytes = write(backup).length;
    if (bytes > MAX_BYTES) {
      throw new BackupAgentException(
          "The backup cannot be stored at Backblaze B2: its description has %,d bytes, and more than %,d are not read. Keep it in another location."
              .formatted(bytes, MAX_BYTES));
    }
  }

  /** The file info of a sidecar. */
  static Map<String, String> info(String archiveSha1, Map<String, String> marks) {
    Map<String, String> info = new HashMap<>(marks);
    info.put("metadata_only", "true");
    info.put(ARCHIVE_SHA1, archiveSha1);
    return info;
  }

  /** Reads a sidecar that Homekeep or Home Assistant wrote. */
  static AgentBackup read(byte[] bytes) throws SidecarException {
    try {
      JsonObject json = new JsonObject(Buffer.buffer(bytes));
      TreeSet<String> missing = new TreeSet<>();
      for (String key : new String[] {VERSION, BACKUP_ID, BACKUP}) {
        if (!json.containsKey(key)) {
          missing.add(key);
        }
      }
      if (!missing.isEmpty()) {
        throw new SidecarException("Missing required metadata keys: " + missing);
      }
      if (!(json.getValue(BACKUP) instanceof JsonObject described)) {
        throw new SidecarException("The metadata of the backup is not an object.");
      }
      return AgentBackupJson.read(described);
    } catch (DecodeException notJson) {
      throw new SidecarException("Invalid JSON.");
    } catch (ClassCastException | InvalidBackupMetadataException otherShape) {
      throw new SidecarException("Not the metadata of a backup: " + otherShape.getMessage());
    }
  }
}
