package org.homekeep.core.backup.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.homekeep.core.backup.archive.ArchiveException;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/** SQLite's own check of a database file that nobody else uses. */
final class IntegrityCheck {
  /** How many complaints are asked for. */
  private static final int MOST = 5;

  /** SQLite asks whether to go on after so many of its steps. */
  private static final int STEPS = 100_000;

  /** Bytes of a value; a schema can have expressions that make much larger ones. */
  private static final int LARGEST_VALUE = 16 << 20;

  /** Characters; matching one takes its length times that of the text, and cannot be stopped. */
  private static final int LONGEST_PATTERN = 1_000;

  private IntegrityCheck() {}

  enum Kind {
    SOUND,
    DAMAGED,
    NOT_CHECKED
  }

  /** What came out, with a sentence unless it is sound. */
  record Outcome(Kind kind, String message) {}

  static Outcome of(Path database, BooleanSupplier cancelled) throws ArchiveException {
    try {
      SqliteLibrary.load(database.resolveSibling(""));
      return check(database, cancelled);
    } catch (ArchiveException stopped) {
      throw stopped;
    } catch (SnapshotException noSqlite) {
      return new Outcome(
          Kind.NOT_CHECKED, "The database was not checked. " + noSqlite.getMessage());
    } catch (IOException unreachable) {
      return new Outcome(
          Kind.NOT_CHECKED,
          "The database was not checked: a copy of it could not be opened: %s."
              .formatted(unreachable.getMessage()));
    }
  }

  private static Outcome check(Path database, BooleanSupplier cancelled) throws IOException {
    try (SqlitePath path = SqlitePath.of(database, database.resolveSibling(""));
        SQLiteConnection connection = open(path);
        Statement statement = connection.createStatement()) {
      ProgressHandler.setHandler(
          connection,
          STEPS,
          new ProgressHandler() {
            @Override
            protected int progress() {
              return cancelled.getAsBoolean() ? 1 : 0;
            }
          });
      // They are rules of the application, and calculations that an attacker may choose.
      statement.execute("PRAGMA ignore_check_constraints = ON");
      List<String> complaints = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery("PRAGMA integrity_check(" + MOST + ")")) {
        while (rows.next()) {
          String.valueOf(rows.getString(1)).lines().forEach(complaints::add);
        }
      }
      return complaints.equals(List.of("ok"))
          ? new Outcome(Kind.SOUND, "")
          : damaged(String.join("; ", complaints));
    } catch (SQLException failure) {
      if (cancelled.getAsBoolean()) {
        throw new ArchiveException.Cancelled("Checking a database was stopped.");
      }
      return outcome(failure);
    }
  }

  private static SQLiteConnection open(SqlitePath database) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setPragma(SQLiteConfig.Pragma.LIMIT_LENGTH, Integer.toString(LARGEST_VALUE));
    config.setPragma(
        SQLiteConfig.Pragma.LIMIT_LIKE_PATTERN_LENGTH, Integer.toString(LONGEST_PATTERN));
    return (SQLiteConnection)
        DriverManager.getConnection("jdbc:sqlite:" + database, config.toProperties());
  }

  private static Outcome outcome(SQLException failure) {
    int primary = SQLiteErrorCode.getErrorCode(failure.getErrorCode()).code & 0xff;
    boolean damaged =
        primary == SQLiteErrorCode.SQLITE_CORRUPT.code
            || primary == SQLiteErrorCode.SQLITE_NOTADB.code;
    return damaged
        ? damaged(String.valueOf(failure.getMessage()))
        : new Outcome(
            Kind.NOT_CHECKED,
            "The database was not checked: SQLite says \"%s\".".formatted(failure.getMessage()));
  }

  private static Outcome damaged(String complaint) {
    return new Outcome(
        Kind.DAMAGED,
        "The SQLite database is damaged, and most likely was so when the backup was made: "
            + complaint);
  }
}
