package org.homekeep.core.backup.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/**
 * The copy of one database by SQLite's online backup.
 *
 * <p>All pages are copied in one step, so that a writer can neither start the copy over nor get
 * between two pages of it. In WAL mode nobody waits meanwhile.
 */
final class DatabaseCopy {
  private static final int PAUSE_MILLIS = 100;
  private static final int ALL_PAGES = -1;

  private final Duration patience;

  DatabaseCopy(Duration patience) {
    this.patience = patience;
  }

  /**
   * Copies a database to a file that does not exist.
   *
   * @return false when SQLite cannot make sense of the file, or when it has gone
   * @throws SnapshotException when its owner keeps it locked
   */
  boolean copy(Path database, Path copy) throws IOException {
    boolean done = false;
    try {
      createPrivate(copy);
      // Where somebody else's file has the name of a journal, SQLite would take it for its own.
      done = (Sibling.allGenuine(database) && online(database, copy)) || recovered(database, copy);
      return done;
    } finally {
      if (!done) {
        Files.deleteIfExists(copy);
      }
    }
  }

  private static void createPrivate(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private boolean online(Path database, Path copy) throws IOException {
    Path work = copy.resolveSibling("");
    try (SqlitePath from = SqlitePath.of(database, work);
        SqlitePath to = SqlitePath.of(copy, work);
        SQLiteConnection connection = open(from, mode(database));
        Statement statement = connection.createStatement()) {
      // Reads the schema, which fails at once for what is no database, and recovers a journal.
      statement.executeQuery("SELECT count(*) FROM sqlite_master").close();
      int attempts = (int) Math.max(1, patience.toMillis() / PAUSE_MILLIS);
      int result =
          connection
              .getDatabase()
              .backup("main", to.toString(), null, PAUSE_MILLIS, attempts, ALL_PAGES);
      if (result == SQLiteErrorCode.SQLITE_OK.code) {
        return true;
      }
      throwIfLocked(
          database, copy, SQLiteErrorCode.getErrorCode(result), new SQLException("" + result));
      return false;
    } catch (SQLException failed) {
      throwIfLocked(database, copy, SQLiteErrorCode.getErrorCode(failed.getErrorCode()), failed);
      return false;
    }
  }

  private void throwIfLocked(Path database, Path copy, SQLiteErrorCode code, SQLException failed)
      throws SnapshotException {
    int primary = code.code & 0xff;
    if (primary == SQLiteErrorCode.SQLITE_BUSY.code
        || primary == SQLiteErrorCode.SQLITE_LOCKED.code) {
      throw new SnapshotException(
          "The database %s was locked by its owner for more than %d seconds. Try again when it is less busy."
              .formatted(database, patience.toSeconds()),
          failed);
    }
    if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
      throw new SnapshotException(
          "There is no space left on the disk of %s for a copy of the database %s. Free some space there."
              .formatted(copy.resolveSibling(""), database),
          failed);
    }
  }

  /**
   * Read-only where that is enough. A WAL database whose log is gone would leave an empty log
   * behind when it is only read; opened for writing, SQLite takes that away again.
   */
  private static SQLiteOpenMode mode(Path database) {
    return Files.exists(Sibling.LOG.of(database), LinkOption.NOFOLLOW_LINKS) || !isWalMode(database)
        ? SQLiteOpenMode.READONLY
        : SQLiteOpenMode.READWRITE;
  }

  private static boolean isWalMode(Path database) {
    try (var in = Files.newInputStream(database)) {
      byte[] header = in.readNBytes(20);
      return header.length == 20 && header[18] == 2;
    } catch (IOException unreadable) {
      return false;
    }
  }

  /**
   * Without the owner's help: file and journals are copied as they lie, and SQLite recovers the
   * copy. For what was left behind by a crash and cannot be opened in place, for instance on a
   * read-only file system.
   */
  private boolean recovered(Path database, Path copy) throws IOException {
    Path raw = copy.resolveSibling(copy.getFileName() + ".raw");
    try {
      copyRaw(database, raw);
      for (Sibling journal : List.of(Sibling.LOG, Sibling.JOURNAL)) {
        if (journal.isGenuine(journal.of(database))) {
          copyRaw(journal.of(database), journal.of(raw));
        }
      }
      Path work = copy.resolveSibling("");
      try (SqlitePath from = SqlitePath.of(raw, work);
          SqlitePath to = SqlitePath.of(copy, work);
          SQLiteConnection connection = open(from, SQLiteOpenMode.READWRITE);
          Statement statement = connection.createStatement()) {
        try (var rows = statement.executeQuery("PRAGMA integrity_check(1)")) {
          if (!rows.next() || !"ok".equals(rows.getString(1))) {
            return false;
          }
        }
        return connection
                .getDatabase()
                .backup("main", to.toString(), null, PAUSE_MILLIS, 1, ALL_PAGES)
            == SQLiteErrorCode.SQLITE_OK.code;
      } catch (SQLException unreadable) {
        return false;
      }
    } catch (NoSuchFileException gone) {
      return false;
    } finally {
      Files.deleteIfExists(raw);
      for (Sibling sibling : Sibling.values()) {
        Files.deleteIfExists(sibling.of(raw));
      }
    }
  }

  private static void copyRaw(Path from, Path to) throws IOException {
    createPrivate(to);
    try (var out = Files.newOutputStream(to)) {
      Files.copy(from, out);
    }
  }

  private SQLiteConnection open(SqlitePath database, SQLiteOpenMode mode) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(mode == SQLiteOpenMode.READONLY);
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setBusyTimeout((int) Math.min(Integer.MAX_VALUE, patience.toMillis()));
    return (SQLiteConnection)
        DriverManager.getConnection("jdbc:sqlite:" + database, config.toProperties());
  }
}
