package org.homekeep.core.backup.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.restore.PendingRestore;
import org.homekeep.core.backup.snapshot.Snapshot;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.runtime.HubDirectories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite databases of other programs, in folders and where patterns leave them out. */
class FolderDatabasesTest {
  private static final StandardCopyOption REPLACE = StandardCopyOption.REPLACE_EXISTING;

  private Path root;
  private Path media;
  private HubDirectories directories;
  private BackupHub hub;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    root = temporary.toRealPath();
    media = Files.createDirectories(root.resolve("media"));
    directories = new HubDirectories(root.resolve("hub"), root.resolve("home"));
    Files.createDirectories(directories.data());
    Files.writeString(directories.data().resolve("configuration.yaml"), "a home");
    Files.writeString(media.resolve("song.flac"), "a song");
    hub =
        BackupHub.open(
                directories,
                Map.of("backup.folder_media", media.toString(), "backup.database_timeout", "PT1S"))
            .start();
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  /** A database with rows that are in its log alone. */
  private static Connection inUse(Path database, int rows) throws SQLException {
    Connection owner = DriverManager.getConnection("jdbc:sqlite:" + database);
    run(owner, "PRAGMA journal_mode=WAL", "PRAGMA wal_autocheckpoint=0");
    run(owner, "CREATE TABLE t (n INTEGER)");
    for (int i = 0; i < rows; i++) {
      run(owner, "INSERT INTO t VALUES (" + i + ")");
    }
    return owner;
  }

  private static void run(Connection connection, String... commands) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  private static int rows(Path database) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM t")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private String backedUp(String... excludes) throws Exception {
    return hub.backup(
        new JsonObject()
            .put("agent_ids", new JsonArray().add("backup.local"))
            .put("excludes", new JsonArray(List.of(excludes))));
  }

  private Path extracted() throws IOException {
    try (var files = Files.newDirectoryStream(directories.backups(), "*.tar")) {
      ExtractOptions whole = new ExtractOptions("", path -> true, ArchiveLimits.standard(), false);
      Path target = Files.createTempDirectory(root, "extracted");
      new ArchiveExtractor(Optional.empty(), whole)
          .extract(files.iterator().next(), "media", target, ArchiveObserver.none());
      return target;
    }
  }

  @Test
  void a_database_in_a_folder_is_copied_consistently_whatever_its_name() throws Exception {
    try (Connection owner = inUse(media.resolve("frigate.data"), 50)) {
      assertThat(owner.isValid(1)).isTrue();

      backedUp();
    }

    Path found = extracted();
    assertThat(BackupHub.names(found)).containsExactly("frigate.data", "song.flac");
    assertThat(rows(found.resolve("frigate.data"))).isEqualTo(50);
    assertThat(BackupHub.names(directories.temporary())).isEmpty();
  }

  @Test
  void a_database_that_its_owner_keeps_locked_goes_in_as_it_lies() throws Exception {
    Path database = media.resolve("locked.db");
    try (Connection owner = DriverManager.getConnection("jdbc:sqlite:" + database)) {
      run(owner, "CREATE TABLE t (n INTEGER)", "INSERT INTO t VALUES (1)");
      run(owner, "PRAGMA locking_mode=EXCLUSIVE", "BEGIN EXCLUSIVE");

      backedUp();
    }

    assertThat(hub.steps()).contains("create_backup/completed");
    assertThat(rows(extracted().resolve("locked.db"))).isEqualTo(1);
  }

  @Test
  void what_only_begins_like_a_database_goes_in_as_it_lies() throws Exception {
    Path broken = media.resolve("broken.db");
    Files.writeString(broken, "SQLite format 3\0 and then nothing of the kind");

    backedUp();

    assertThat(hub.steps()).contains("create_backup/completed");
    assertThat(extracted().resolve("broken.db")).hasSameBinaryContentAs(broken);
  }

  @Test
  void a_database_for_whose_copy_there_is_no_room_goes_in_as_it_lies() throws Exception {
    Path temporary = Files.createDirectories(directories.temporary());
    try (Connection owner = inUse(media.resolve("large.db"), 1)) {
      assertThat(owner.isValid(1)).isTrue();
      FolderDirectory folder = new FolderDirectory(Folder.MEDIA, media);

      try (Snapshot none = folder.snapshot(temporary, Duration.ofSeconds(5), 5_000);
          Snapshot one = folder.snapshot(temporary, Duration.ofSeconds(5), 500_000)) {
        assertThat(none.replacements()).isEmpty();
        assertThat(one.replacements()).hasSize(1);
      }
    }
  }

  @Test
  void the_log_of_a_database_that_is_left_out_is_left_out_with_it() throws Exception {
    Path database = media.resolve("left-out.db");
    Files.writeString(media.resolve("notes"), "my notes");
    Files.writeString(media.resolve("notes-journal"), "my journal");
    String id;
    try (Connection owner = inUse(database, 20)) {
      id = backedUp("left-out.db", "notes");
      run(owner, "INSERT INTO t VALUES (99)");
      assertThat(BackupHub.names(extracted())).containsExactly("notes-journal", "song.flac");
      // What the owner leaves when it is killed.
      Files.copy(database, root.resolve("crashed"));
      Files.copy(media.resolve("left-out.db-wal"), root.resolve("crashed-wal"));
    }
    Files.move(root.resolve("crashed"), database, REPLACE);
    Files.move(root.resolve("crashed-wal"), media.resolve("left-out.db-wal"));

    restored(id);

    assertThat(rows(database)).isEqualTo(21);
  }

  @Test
  void a_journal_that_may_not_be_read_is_left_out_by_its_own_name() throws Exception {
    Path journal = Files.writeString(media.resolve("private.db-wal"), "of somebody else");
    Files.setPosixFilePermissions(journal, Set.of());
    assumeFalse(Files.isReadable(journal), "Nothing is forbidden to root");

    backedUp("private.db*");

    assertThat(hub.steps()).contains("create_backup/completed");
    assertThat(BackupHub.names(extracted())).containsExactly("song.flac");
  }

  @Test
  void a_log_does_not_stay_beside_a_database_that_is_replaced() throws Exception {
    Path database = media.resolve("history.db");
    inUse(database, 5).close();
    String id = backedUp("*-wal");
    try (Connection owner = inUse(media.resolve("other.db"), 30)) {
      assertThat(owner.isValid(1)).isTrue();
      Files.copy(media.resolve("other.db"), database, REPLACE);
      Files.copy(media.resolve("other.db-wal"), media.resolve("history.db-wal"));
    }

    restored(id);

    assertThat(media.resolve("history.db-wal")).doesNotExist();
    assertThat(rows(database)).isEqualTo(5);
  }

  private void restored(String id) throws Exception {
    hub.call(
        "backup/restore", new JsonObject().put("backup_id", id).put("agent_id", "backup.local"));
    hub = hub.reopened(() -> PendingRestore.apply(directories));
  }
}
