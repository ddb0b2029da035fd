package org.homekeep.core.backup.restore;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.storage.AtomicFiles;

/**
 * The order to restore an archive at the next start, in Home Assistant's form (backup.md §7.3). The
 * file holds the encryption key, because the next start needs it; it is for its owner alone, and
 * whoever reads it deletes it.
 *
 * @param archive the file to restore from
 * @param removeAfterRestore whether the archive is a temporary one
 * @param folders which come back, too, and the directories whose content they replace
 */
public record RestoreOrder(
    Path archive,
    Optional<Secret> password,
    boolean removeAfterRestore,
    boolean restoreDatabase,
    boolean restoreHomeAssistant,
    Map<Folder, Path> folders) {
  private static final String FILE = ".HA_RESTORE";

  /** Writes the order. Blocking. */
  public void write(HubDirectories directories) throws IOException {
    JsonObject json =
        new JsonObject()
            .put("path", archive.toAbsolutePath().toString())
            .put("password", password.map(Secret::reveal).orElse(null))
            .put("remove_after_restore", removeAfterRestore)
            .put("restore_database", restoreDatabase)
            .put("restore_homeassistant", restoreHomeAssistant);
    if (!folders.isEmpty()) {
      json.put("restore_folders", FolderPaths.write(folders));
    }
    AtomicFiles.write(file(directories), json.toBuffer().getBytes());
  }

  /** Takes an order back, and what a crash left of writing one. Blocking. */
  public static void remove(HubDirectories directories) throws IOException {
    boolean removed = Files.deleteIfExists(file(directories));
    removed |= AtomicFiles.deleteUnfinished(file(directories));
    if (removed) {
      // After a power cut it would be followed once more.
      AtomicFiles.syncDirectory(directories.config());
    }
  }

  /** Whether there is an order, or what a crash left of it. */
  static boolean exists(HubDirectories directories) {
    return Files.exists(file(directories));
  }

  /** Reads the order; empty when there is none. */
  static Optional<RestoreOrder> read(HubDirectories directories)
      throws IOException, RestoreException {
    try {
      JsonObject json = Buffer.buffer(Files.readAllBytes(file(directories))).toJsonObject();
      String path = json.getString("path");
      Boolean remove = json.getBoolean("remove_after_restore");
      Boolean database = json.getBoolean("restore_database");
      Boolean homeAssistant = json.getBoolean("restore_homeassistant");
      if (path == null || remove == null || database == null || homeAssistant == null) {
        throw new RestoreException("The order to restore a backup is incomplete.");
      }
      return Optional.of(
          new RestoreOrder(
              Path.of(path),
              Optional.ofNullable(json.getString("password")).map(Secret::of),
              remove,
              database,
              homeAssistant,
              FolderPaths.read(json.getJsonObject("restore_folders", new JsonObject()))));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (DecodeException | ClassCastException | InvalidPathException malformed) {
      throw new RestoreException("The order to restore a backup cannot be read.", malformed);
    }
  }

  RestoreScope scope() {
    if (!restoreHomeAssistant) {
      return restoreDatabase ? RestoreScope.DATABASE : RestoreScope.NOTHING;
    }
    return restoreDatabase ? RestoreScope.EVERYTHING : RestoreScope.ALL_BUT_DATABASE;
  }

  private static Path file(HubDirectories directories) {
    return directories.config().resolve(FILE);
  }
}
