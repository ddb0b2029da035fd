package org.homekeep.core.backup.restore;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.storage.AtomicFiles;

/**
 * How far a restore is, on the disk, so that the next start finishes it or takes it back. There is
 * no key in it.
 *
 * @param folders which are replaced, too, and their directories
 * @param archive is deleted when all is over, if there is one
 * @param error why the restore is being taken back
 */
record RestoreJournal(
    Phase phase,
    RestoreScope scope,
    Map<Folder, Path> folders,
    Optional<Path> archive,
    Optional<String> error) {
  private static final String FILE = "journal.json";

  /** The phases, each of which can be done again after a crash. */
  enum Phase {
    /** The archive is taken out beside the data; the data is untouched. */
    EXTRACT,
    /** The old entries are moved out. All that is in the data and covered is old. */
    MOVE_OUT,
    /** The new entries are moved in. All that is in the data and covered is new. */
    MOVE_IN,
    /** What the backup left out on purpose is put back among the new entries. */
    KEEP,
    /** A move failed: what was put back goes to the old entries again. */
    UNDO_KEEP,
    /** A move failed: the new entries are moved back. */
    UNDO_IN,
    /** A move failed: the old entries are moved back. */
    UNDO_OUT,
    /** The data is the new or, with an error, the old one; the result is to be told. */
    DONE,
    /** The result is told; what is left in the way is to be deleted. */
    TOLD
  }

  RestoreJournal at(Phase next) {
    return new RestoreJournal(next, scope, folders, archive, error);
  }

  RestoreJournal within(RestoreScope narrowed) {
    return new RestoreJournal(phase, narrowed, folders, archive, error);
  }

  RestoreJournal failing(Phase next, String why) {
    return new RestoreJournal(next, scope, folders, archive, Optional.of(why));
  }

  void write(Path staging) throws IOException {
    JsonObject json =
        new JsonObject()
            .put("phase", phase.name().toLowerCase(Locale.ROOT))
            .put("scope", scope.wireName())
            .put("folders", FolderPaths.write(folders))
            .put("archive", archive.map(Path::toString).orElse(null))
            .put("error", error.orElse(null));
    AtomicFiles.write(staging.resolve(FILE), json.toBuffer().getBytes());
  }

  /** Not synced: that a restore is over may be read twice, and a full disk refuses to sync. */
  static void delete(Path staging) throws IOException {
    Files.deleteIfExists(staging.resolve(FILE));
  }

  static boolean exists(Path staging) {
    return Files.exists(staging.resolve(FILE));
  }

  static Optional<RestoreJournal> read(Path staging) throws IOException {
    Path file = staging.resolve(FILE);
    try {
      JsonObject json = Buffer.buffer(Files.readAllBytes(file)).toJsonObject();
      return Optional.of(
          new RestoreJournal(
              constant(Phase.values(), json.getString("phase"), file),
              constant(RestoreScope.values(), json.getString("scope"), file),
              FolderPaths.read(json.getJsonObject("folders", new JsonObject())),
              Optional.ofNullable(json.getString("archive")).map(Path::of),
              Optional.ofNullable(json.getString("error"))));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (DecodeException | ClassCastException malformed) {
      throw unreadable(file, malformed);
    }
  }

  private static <E extends Enum<E>> E constant(E[] values, String name, Path file)
      throws IOException {
    return Arrays.stream(values)
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() -> unreadable(file, new IOException("unknown value " + name)));
  }

  private static IOException unreadable(Path file, Exception why) {
    return new IOException(
        "The journal of an unfinished restore, %s, cannot be read. The old data is in 'old' and the new in 'new' beside it; put back what you want and delete that directory."
            .formatted(file),
        why);
  }
}
