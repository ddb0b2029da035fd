package org.homekeep.core.backup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.homekeep.checks.Patience;
import org.homekeep.core.backup.archive.files.NativeNames;
import org.homekeep.core.backup.archive.tar.RawText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSnapshotsTest {
  private Path data;
  private Path copies;
  private DatabaseSnapshots snapshots;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    data = Files.createDirectory(temporary.resolve("data"));
    copies = Files.createDirectory(temporary.resolve("copies"));
    snapshots = new DatabaseSnapshots(data, path -> false, Duration.ofSeconds(20));
  }

  private static Connection open(Path database) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + database);
  }

  private static void run(Connection connection, String... commands) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  private static int number(Path database, String query) throws SQLException {
    try (Connection connection = open(database);
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static String check(Path database) throws SQLException {
    try (Connection connection = open(database);
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA integrity_check")) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void nothing_is_copied_any_more_when_somebody_has_ended_it() throws Exception {
    try (Connection connection = open(data.resolve("zigbee.db"))) {
      run(connection, "CREATE TABLE t (n INTEGER)");
    }

    assertThatThrownBy(() -> snapshots.take(copies, () -> true))
        .isInstanceOf(InterruptedIOException.class);

    try (Stream<Path> files = Files.list(copies)) {
      assertThat(files).noneMatch(file -> file.endsWith("database-0.db"));
    }
  }

  @Test
  void databases_are_found_where_the_data_directory_is_a_link() throws Exception {
    try (Connection connection = open(data.resolve("zigbee.db"))) {
      run(connection, "CREATE TABLE t (n INTEGER)", "INSERT INTO t VALUES (7)");
    }
    Path link = Files.createSymbolicLink(data.resolveSibling("link"), data);

    DatabaseSnapshots linked = new DatabaseSnapshots(link, path -> false, Duration.ofSeconds(20));

    assertThat(linked.volume().databaseBytes()).isPositive();
    try (Snapshot snapshot = linked.take(copies)) {
      assertThat(snapshot.replacements()).containsOnlyKeys(RawText.of("zigbee.db"));
    }
  }

  @Test
  void databases_are_found_by_content_and_not_by_name() throws Exception {
    Path hidden = Files.createDirectories(data.resolve("sub dir")).resolve("zigbee.store");
    try (Connection connection = open(hidden)) {
      run(connection, "CREATE TABLE t (n INTEGER)", "INSERT INTO t VALUES (7)");
    }
    Files.writeString(data.resolve("fake.db"), "SQLite is mentioned here, in a plain text file.");

    try (Snapshot snapshot = snapshots.take(copies)) {
      assertThat(snapshot.replacements()).containsOnlyKeys(RawText.of("sub dir/zigbee.store"));
      Path copy = snapshot.replacements().values().iterator().next();
      assertThat(number(copy, "SELECT n FROM t")).isEqualTo(7);
    }
    assertThat(copies).isEmptyDirectory();
  }

  @Test
  void a_database_that_is_being_written_to_is_copied_consistently() throws Exception {
    Path database = data.resolve("home-assistant_v2.db");
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger written = new AtomicInteger();
    try (Connection writer = open(database)) {
      run(
          writer,
          "PRAGMA journal_mode=WAL",
          "CREATE TABLE a (n INTEGER, filler TEXT)",
          "CREATE TABLE b (n INTEGER, filler TEXT)");
      Thread thread =
          new Thread(
              () -> {
                try (Connection own = open(database)) {
                  own.setAutoCommit(false);
                  while (!stop.get()) {
                    int n = written.incrementAndGet();
                    run(
                        own,
                        "INSERT INTO a VALUES (" + n + ", hex(randomblob(2000)))",
                        "INSERT INTO b VALUES (" + n + ", hex(randomblob(2000)))");
                    own.commit();
                  }
                } catch (SQLException failed) {
                  throw new IllegalStateException(failed);
                }
              });
      thread.start();
      try {
        for (int round = 0; round < 5; round++) {
          int before = written.get();
          Patience.await(() -> written.get() >= before + 20);
          try (Snapshot snapshot = snapshots.take(copies)) {
            Path copy = snapshot.replacements().values().iterator().next();
            assertThat(check(copy)).isEqualTo("ok");
            assertThat(number(copy, "SELECT count(*) FROM a"))
                .isEqualTo(number(copy, "SELECT count(*) FROM b"))
                .isGreaterThanOrEqualTo(before);
          }
        }
      } finally {
        stop.set(true);
        thread.join();
      }
    }
  }

  @Test
  void what_is_only_in_the_log_is_in_the_copy() throws Exception {
    Path database = data.resolve("a.db");
    try (Connection writer = open(database)) {
      run(
          writer,
          "PRAGMA journal_mode=WAL",
          "PRAGMA wal_autocheckpoint=0",
          "CREATE TABLE t (n INTEGER)",
          "INSERT INTO t VALUES (42)");

      try (Snapshot snapshot = snapshots.take(copies)) {
        assertThat(number(snapshot.replacements().values().iterator().next(), "SELECT n FROM t"))
            .isEqualTo(42);
      }
    }
  }

  static Stream<RawText> namesThatTheDriverCannotSay() {
    return Stream.of(
        RawText.of(new byte[] {'q', (byte) 0xff, '.', 'd', 'b'}),
        RawText.of("is it?.db"),
        RawText.of("a.db?mode=memory"));
  }

  @ParameterizedTest
  @MethodSource("namesThatTheDriverCannotSay")
  void a_database_of_any_name_is_copied_with_its_log(RawText name) throws Exception {
    Path database = NativeNames.resolve(data, name);
    Path source = copies.resolveSibling("source.db");
    try (Connection writer = open(source)) {
      run(
          writer,
          "PRAGMA journal_mode=WAL",
          "PRAGMA wal_autocheckpoint=0",
          "CREATE TABLE t (n INTEGER)",
          "INSERT INTO t VALUES (42)");
      Files.copy(source, database);
      Files.copy(
          copies.resolveSibling("source.db-wal"),
          NativeNames.resolve(data, name.concat(RawText.of("-wal"))));
    }

    try (Snapshot snapshot = snapshots.take(copies)) {
      assertThat(snapshot.replacements()).containsOnlyKeys(name);
      assertThat(number(snapshot.replacements().get(name), "SELECT n FROM t")).isEqualTo(42);
    }
    assertThat(copies).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-wal", "-shm", "-journal"})
  void what_only_has_the_name_of_a_journal_is_neither_used_nor_changed(String suffix)
      throws Exception {
    Path database = data.resolve("notes");
    try (Connection writer = open(database)) {
      run(writer, "PRAGMA journal_mode=WAL", "CREATE TABLE t (n INTEGER)");
      run(writer, "INSERT INTO t VALUES (7)");
    }
    Path mine = Files.writeString(data.resolve("notes" + suffix), "mine, and no journal");

    try (Snapshot snapshot = snapshots.take(copies)) {
      assertThat(number(snapshot.replacements().get(RawText.of("notes")), "SELECT n FROM t"))
          .isEqualTo(7);
      assertThat(snapshot.journals().omits(RawText.of("notes" + suffix), mine)).isFalse();
    }
    assertThat(mine).hasContent("mine, and no journal");
    try (var files = Files.list(data)) {
      assertThat(files).containsExactlyInAnyOrder(database, mine);
    }
  }

  @Test
  void a_database_at_rest_is_left_as_it_lies() throws Exception {
    Path database = data.resolve("a.db");
    try (Connection writer = open(database)) {
      run(writer, "PRAGMA journal_mode=WAL", "CREATE TABLE t (n INTEGER)");
    }
    byte[] before = Files.readAllBytes(database);

    snapshots.take(copies).close();

    assertThat(Files.readAllBytes(database)).isEqualTo(before);
    try (var files = Files.list(data)) {
      assertThat(files.toList()).isEqualTo(List.of(database));
    }
  }

  @Test
  void a_database_that_stays_locked_is_named_and_nothing_is_left() throws Exception {
    Path database = data.resolve("locked.db");
    snapshots = new DatabaseSnapshots(data, path -> false, Duration.ofMillis(200));
    try (Connection owner = open(database)) {
      run(
          owner,
          "PRAGMA locking_mode=EXCLUSIVE",
          "PRAGMA journal_mode=WAL",
          "CREATE TABLE t (n INTEGER)",
          "INSERT INTO t VALUES (1)");

      assertThatThrownBy(() -> snapshots.take(copies))
          .isInstanceOf(SnapshotException.class)
          .hasMessageContaining("locked.db")
          .hasMessageContaining("locked");
    }
    assertThat(copies).isEmptyDirectory();
  }

  @Test
  void a_damaged_database_goes_into_the_backup_as_it_is() throws Exception {
    Files.writeString(data.resolve("broken.db"), "SQLite format 3\0 and then nothing of the kind");

    try (Snapshot snapshot = snapshots.take(copies)) {
      assertThat(snapshot.replacements()).isEmpty();
    }
  }

  @Test
  void what_is_not_part_of_the_backup_is_not_copied() throws Exception {
    try (Connection writer = open(data.resolve("left-out.db"))) {
      run(writer, "CREATE TABLE t (n INTEGER)");
    }
    snapshots =
        new DatabaseSnapshots(
            data, path -> path.toString().equals("left-out.db"), Duration.ofSeconds(1));

    try (Snapshot snapshot = snapshots.take(copies)) {
      assertThat(snapshot.replacements()).isEmpty();
    }
  }
}
