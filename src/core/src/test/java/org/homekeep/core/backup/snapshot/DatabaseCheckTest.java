package org.homekeep.core.backup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.read.ArchiveInput;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.read.Finding;
import org.homekeep.core.backup.archive.read.VerificationReport;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.homekeep.core.backup.archive.write.ArchiveWriter;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.Omissions;
import org.homekeep.core.backup.archive.write.PartSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The databases of an archive, as SQLite sees them. */
class DatabaseCheckTest {
  private static final int PAGE = 4096;

  private final Path directory;
  private final Path data;
  private final Path work;

  DatabaseCheckTest(@TempDir Path directory) {
    this.directory = directory;
    this.data = directory.resolve("data");
    this.work = directory.resolve("work");
  }

  @BeforeEach
  void makeDirectories() throws IOException {
    Files.createDirectory(data);
    Files.createDirectory(work);
  }

  private record Checked(VerificationReport report, long databases) {}

  private Checked check() throws IOException {
    Path archive = directory.resolve("archive.tar");
    ArchiveMetadata metadata =
        ArchiveMetadata.ofHomeAssistant(
            "27e0ff0f",
            "Test",
            "2026-01-30T05:42:12-08:00",
            false,
            Map.of(),
            new ArchiveMetadata.HomeAssistant("2026.1.0", false));
    PartSource part = PartSource.homeAssistant(data, Exclusions.none(), Map.of(), Omissions.none());
    ArchiveWriter.create()
        .write(
            ArchiveRequest.of(metadata, List.of(part), Optional.empty()),
            archive,
            ArchiveObserver.none());
    return verify(archive);
  }

  private Checked verify(Path archive) throws IOException {
    DatabaseCheck databases = new DatabaseCheck(work, () -> false);
    try (InputStream in = ArchiveInput.open(archive)) {
      VerificationReport report =
          new ArchiveVerifier(Optional.empty(), ArchiveLimits.standard()).report(in, databases);
      return new Checked(report, databases.checked());
    }
  }

  private static void fill(Path database, String... more) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE states (id INTEGER PRIMARY KEY, state TEXT)");
      statement.execute("CREATE INDEX by_state ON states (state)");
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
              + " INSERT INTO states SELECT i, 'state ' || i FROM n");
      for (String sql : more) {
        statement.execute(sql);
      }
    }
  }

  private static void overwrite(Path database, long page) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
      file.seek(page * PAGE + 200);
      file.write(new byte[2_000]);
    }
  }

  @Test
  void a_sound_database_is_checked_whatever_its_name() throws Exception {
    fill(data.resolve("zigbee.store"));

    Checked checked = check();

    assertThat(checked.report().isWhole()).isTrue();
    assertThat(checked.databases()).isEqualTo(1);
  }

  @Test
  void a_damaged_database_is_named() throws Exception {
    fill(data.resolve("broken.db"));
    overwrite(data.resolve("broken.db"), 3);

    Checked checked = check();

    assertThat(checked.report().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Finding.Kind.DAMAGED_CONTENT);
              assertThat(finding.member().map(Object::toString)).hasValue("data/broken.db");
              assertThat(finding.message()).contains("SQLite database is damaged");
            });
  }

  @Test
  void every_complaint_of_sqlite_is_in_one_line() throws Exception {
    fill(data.resolve("broken.db"));
    overwrite(data.resolve("broken.db"), 3);

    assertThat(check().report().findings()).allMatch(finding -> !finding.message().contains("\n"));
  }

  @Test
  void a_calculation_in_a_schema_gets_no_memory_to_speak_of() throws Exception {
    fill(
        data.resolve("greedy.db"),
        "CREATE INDEX greedy ON states (length(hex(zeroblob(10000000))))");

    assertThat(check().report().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Finding.Kind.NOT_CHECKED);
              assertThat(finding.message()).contains("too big");
            });
  }

  @Test
  void the_rules_of_a_schema_are_not_calculated() throws Exception {
    fill(
        data.resolve("greedy.db"),
        "CREATE TABLE rule (x CHECK (length(hex(zeroblob(10000000))) < 0))",
        "PRAGMA ignore_check_constraints = ON",
        "INSERT INTO rule VALUES (1)");

    Checked checked = check();

    assertThat(checked.report().isWhole()).isTrue();
    assertThat(checked.databases()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zigbee.db", "x.sqlite", "x.sqlite3", "home-assistant_v2.db"})
  void a_database_that_became_zeros_is_named(String name) throws Exception {
    Files.write(data.resolve(name), new byte[PAGE]);

    assertThat(check().report().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Finding.Kind.DAMAGED_CONTENT);
              assertThat(finding.message()).contains("does not begin as one");
            });
  }

  @Test
  void a_file_of_another_program_that_is_called_a_database_is_left_alone() throws Exception {
    Files.write(data.resolve("Thumbs.db"), new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, 0});
    Files.write(data.resolve("empty.db"), new byte[0]);

    assertThat(check().report().isWhole()).isTrue();
  }

  @Test
  void a_database_is_checked_together_with_its_journal() throws Exception {
    Path live = directory.resolve("live.db");
    fill(live, "PRAGMA journal_mode = WAL");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + live);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = 0");
      statement.execute("UPDATE states SET state = 'new ' || state");
      // As a backup of a home that did not stop its recorder has them.
      copy(live, "live.db");
      copy(directory.resolve("live.db-wal"), "live.db-wal");
    }
    // The journal has newer pages in place of all of these.
    overwrite(data.resolve("live.db"), 3);

    Checked checked = check();

    assertThat(checked.report().findings()).isEmpty();
    assertThat(checked.databases()).isEqualTo(1);
  }

  private void copy(Path from, String name) throws IOException {
    Files.copy(from, data.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void nothing_stays_of_the_copies() throws Exception {
    Files.createDirectory(data.resolve("sub"));
    fill(data.resolve("a.db"));
    fill(data.resolve("sub/b.db"), "PRAGMA journal_mode = WAL");

    Checked checked = check();

    assertThat(checked.databases()).isEqualTo(2);
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void what_only_begins_like_a_database_is_damaged() throws Exception {
    Files.writeString(data.resolve("fake.db"), "SQLite format 3\0" + "x".repeat(10_000));

    assertThat(check().report().findings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.DAMAGED_CONTENT);
  }

  @Test
  void a_database_that_was_cut_off_with_the_archive_is_not_called_damaged() throws Exception {
    Files.write(data.resolve("a.bin"), new byte[100]);
    fill(data.resolve("b.db"), "UPDATE states SET state = hex(randomblob(40))");
    check();
    byte[] whole = Files.readAllBytes(directory.resolve("archive.tar"));
    Path cut =
        Files.write(directory.resolve("cut.tar"), Arrays.copyOf(whole, whole.length * 2 / 3));

    assertThat(verify(cut).report().findings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.TRUNCATED, Finding.Kind.NOT_CHECKED);
    assertThat(work).isEmptyDirectory();
  }
}
