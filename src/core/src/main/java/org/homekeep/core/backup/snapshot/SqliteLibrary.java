package org.homekeep.core.backup.snapshot;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * The native library of SQLite, which its driver puts into a temporary directory to load it from
 * there. Where the usual one is full, read-only or runs no programs, another is tried.
 */
final class SqliteLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);

  /** The property by which the driver is told the directory. */
  private static final String DIRECTORY = "org.sqlite.tmpdir";

  private static final String USUAL = "java.io.tmpdir";

  private SqliteLibrary() {}

  /**
   * Loads it, once for the process.
   *
   * @param other a directory to try when the usual one is of no use
   * @throws SnapshotException that says what to do
   */
  static synchronized void load(Path other) throws SnapshotException {
    String usual = System.getProperty(DIRECTORY, System.getProperty(USUAL, ""));
    if (!isLoadedFrom(usual) && !isLoadedFrom(other.toAbsolutePath().toString())) {
      throw new SnapshotException(
          "SQLite, which is needed for the databases, could not be started: its library can be put neither into %s nor into %s and be loaded from there. They are full, read-only, or allow no programs (noexec). Set TMPDIR to a directory with 5 MB of room where programs may run."
              .formatted(usual, other));
    }
  }

  private static boolean isLoadedFrom(String directory) {
    String before = System.setProperty(DIRECTORY, directory);
    try {
      return SQLiteJDBCLoader.initialize();
    } catch (Exception | LinkageError failed) {
      LOG.atDebug()
          .addKeyValue("directory", directory)
          .setCause(failed)
          .log("SQLite's library could not be loaded");
      return false;
    } finally {
      if (before == null) {
        System.clearProperty(DIRECTORY);
      } else {
        System.setProperty(DIRECTORY, before);
      }
    }
  }
}
