package org.homekeep.core.backup.restore;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.storage.AtomicFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the restore between two starts ended, in Home Assistant's form (backup.md §7.8).
 *
 * @param error what people are told when it failed
 */
public record RestoreResult(Optional<String> error) {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreResult.class);
  private static final String FILE = ".HA_RESTORE_RESULT";

  /** Whether the data is now that of the backup. */
  public boolean isSuccess() {
    return error.isEmpty();
  }

  void write(HubDirectories directories) throws IOException {
    JsonObject json =
        new JsonObject()
            .put("success", isSuccess())
            .put("error", error.orElse(null))
            .put("error_type", isSuccess() ? null : "ValueError");
    AtomicFiles.write(directories.config().resolve(FILE), json.toBuffer().getBytes());
  }

  /**
   * Reads the result and deletes it, so that it is told once; and what a kill has left of writing
   * it. One that cannot be read is passed over: the restore is over, and the hub has to start.
   * Blocking.
   */
  public static Optional<RestoreResult> take(HubDirectories directories) {
    Path file = directories.config().resolve(FILE);
    try {
      AtomicFiles.deleteUnfinished(file);
      JsonObject json = Buffer.buffer(Files.readAllBytes(file)).toJsonObject();
      delete(file);
      boolean success = Boolean.TRUE.equals(json.getValue("success"));
      return Optional.of(
          new RestoreResult(
              success
                  ? Optional.empty()
                  : Optional.of(String.valueOf(json.getValue("error", "unknown")))));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException | DecodeException | ClassCastException malformed) {
      delete(file);
      LOG.atWarn().setCause(malformed).log("The result of a restore cannot be read");
      return Optional.empty();
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException kept) {
      LOG.atError()
          .setCause(kept)
          .log("Unexpected error deleting backup restore result file; it will be told again");
    }
  }
}
