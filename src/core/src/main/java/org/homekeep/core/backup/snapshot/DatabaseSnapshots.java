package org.homekeep.core.backup.snapshot;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.homekeep.core.backup.archive.files.NativeNames;
import org.homekeep.core.backup.archive.tar.RawText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a {@link Snapshot} of a data directory. Blocking; one at a time for a directory.
 *
 * <p>Nothing in the data directory is changed but what SQLite itself does when a database is read.
 */
public final class DatabaseSnapshots {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseSnapshots.class);

  private final Path data;
  private final PathFilter skipped;
  private final DatabaseCopy copier;

  /**
   * For a data directory.
   *
   * @param skipped relative paths that are not part of the backup
   * @param patience how long a database may be locked by its owner
   */
  public DatabaseSnapshots(Path data, PathFilter skipped, Duration patience) {
    this.data = data;
    this.skipped = skipped;
    this.copier = new DatabaseCopy(patience);
  }

  /**
   * How much there is.
   *
   * @param totalBytes of all files
   * @param databaseBytes of those that are copied first
   */
  public record Volume(long totalBytes, long databaseBytes) {}

  /** Walks the data directory. */
  public Volume volume() throws IOException {
    DatabaseFinder.Found found = DatabaseFinder.find(root(), skipped);
    return new Volume(found.totalBytes(), found.databaseBytes());
  }

  /** A link to the data is walked; what does not exist is left to the writer of the archive. */
  private Path root() {
    try {
      return data.toRealPath();
    } catch (IOException notThere) {
      return data;
    }
  }

  /**
   * Copies every database into a directory, which exists.
   *
   * @throws SnapshotException when a database stays locked, or SQLite cannot be started; no copy is
   *     left then
   */
  public Snapshot take(Path into) throws IOException {
    return take(into, () -> false);
  }

  /**
   * The same, until somebody ends it.
   *
   * @param ended looked at before each database; true makes this fail with {@link
   *     InterruptedIOException}
   */
  Snapshot take(Path into, BooleanSupplier ended) throws IOException {
    return copies(
        into,
        "",
        (database, copy) -> {
          if (ended.getAsBoolean()) {
            throw new InterruptedIOException("Copying the databases was ended.");
          }
          return copier.copy(database, copy);
        });
  }

  /**
   * Copies the databases that can be read and for which there is room; of the others the log tells.
   *
   * @param prefix of the names of the copies
   * @param room in bytes
   */
  public Snapshot takeWhatIsPossible(Path into, String prefix, long room) throws IOException {
    long[] left = {room};
    try {
      return copies(into, prefix, (database, copy) -> copied(database, copy, left));
    } catch (SnapshotException notStarted) {
      LOG.atWarn().setCause(notStarted).log("No consistent copies of databases could be made");
      return Snapshot.none();
    }
  }

  private boolean copied(Path database, Path copy, long[] left) {
    try {
      // A database that its owner cannot help with is copied twice.
      if (2 * Files.size(database) > left[0]) {
        LOG.atWarn()
            .addKeyValue("database", database)
            .addKeyValue("room", left[0])
            .log("There is no room for a consistent copy of this database");
        return false;
      }
      boolean done = copier.copy(database, copy);
      left[0] -= done ? Files.size(copy) : 0;
      return done;
    } catch (IOException notNow) {
      LOG.atWarn()
          .addKeyValue("database", database)
          .setCause(notNow)
          .log("A consistent copy of this database could not be made");
      return false;
    }
  }

  /** Makes one copy; false when it cannot be made, which leaves nothing. */
  private interface Copying {
    boolean copy(Path database, Path copy) throws IOException;
  }

  private Snapshot copies(Path into, String prefix, Copying copying) throws IOException {
    Map<RawText, Path> copies = new HashMap<>();
    List<RawText> asTheyAre = new ArrayList<>();
    boolean complete = false;
    Path root = root();
    try {
      int number = 0;
      List<Path> databases = DatabaseFinder.find(root, skipped).databases();
      if (!databases.isEmpty()) {
        SqliteLibrary.load(into);
      }
      for (Path database : databases) {
        Path copy = into.resolve(prefix + "database-" + number++ + ".db");
        RawText relative = NativeNames.pathBytes(root.relativize(database));
        copies.put(relative, copy);
        if (!copying.copy(database, copy)) {
          copies.remove(relative);
          if (Files.exists(database, LinkOption.NOFOLLOW_LINKS)) {
            asTheyAre.add(relative);
          }
          LOG.atWarn()
              .addKeyValue("database", relative)
              .log("SQLite cannot read this database; the file goes into the backup as it is");
        }
      }
      complete = true;
      return new Snapshot(copies, asTheyAre);
    } finally {
      if (!complete) {
        for (Path copy : copies.values()) {
          Files.deleteIfExists(copy);
        }
      }
    }
  }
}
