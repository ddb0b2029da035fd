package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.PartFormat;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.read.Verification;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.runtime.HubDirectories;
import org.junit.jupiter.api.Test;

/** What is in a backup, and in which form each location gets it. */
class BackupFormTest extends CreatingHubTest {
  @Test
  void with_a_key_every_copy_is_measured_to_be_encrypted() throws Exception {
    MemoryAgent remote = hub.addAgent("remote");

    String id = hub.backup(to("backup.local", "test.remote").put("password", KEY));

    assertThat(verified(remote.bytes(id), KEY).measuredProtected()).isTrue();
    only()
        .getJsonObject("agents")
        .forEach(
            copy -> assertThat(((JsonObject) copy.getValue()).getBoolean("protected")).isTrue());
  }

  private Verification verified(byte[] archive, String key) throws Exception {
    Path file = Files.write(directory.resolve("copy-of-archive"), archive);
    return new ArchiveVerifier(Optional.of(Secret.of(key)), ArchiveLimits.standard()).verify(file);
  }

  @Test
  void each_location_gets_the_encryption_that_is_set_for_it() throws Exception {
    MemoryAgent plain = hub.addAgent("plain");
    MemoryAgent safe = hub.addAgent("safe");
    hub.call(
        "backup/config/update",
        new JsonObject()
            .put(
                "agents",
                new JsonObject()
                    .put("backup.local", new JsonObject().put("protected", false))
                    .put("test.plain", new JsonObject().put("protected", false))
                    .put("test.safe", new JsonObject().put("protected", true))));

    String id = hub.backup(to("backup.local", "test.plain", "test.safe").put("password", KEY));

    assertThat(verified(plain.bytes(id), KEY).measuredProtected()).isFalse();
    assertThat(verified(safe.bytes(id), KEY).measuredProtected()).isTrue();
    JsonObject agents = only().getJsonObject("agents");
    assertThat(agents.getJsonObject("backup.local").getBoolean("protected")).isFalse();
    assertThat(agents.getJsonObject("test.safe").getLong("size")).isEqualTo(safe.bytes(id).length);
  }

  @Test
  void version_three_is_written_when_it_is_set() throws Exception {
    Path home = directory.resolve("third");
    try (BackupHub third =
        BackupHub.open(new HubDirectories(home, home), Map.of("backup.securetar_version", "3"))) {
      third.start();
      MemoryAgent remote = third.addAgent("remote");

      String id = third.backup(to("test.remote").put("password", KEY));

      assertThat(verified(remote.bytes(id), KEY).parts())
          .allMatch(part -> part.format() == PartFormat.SECURETAR_3);
    }
  }

  @Test
  void the_hubs_own_archives_below_the_data_are_not_part_of_a_backup() throws Exception {
    Path data = directory.resolve("data");
    HubDirectories nested = new HubDirectories(data.resolve("sub/hub"), data);
    try (BackupHub inside = BackupHub.open(nested)) {
      inside.start();
      inside.backup(to("backup.local").put("name", "first"));
      String second = inside.backup(to("backup.local").put("name", "second"));

      Path extracted = directory.resolve("extracted");
      new ArchiveExtractor(Optional.empty(), ExtractOptions.homeAssistant())
          .extract(
              inside.async(() -> inside.backups().manager().copies().localFile(second)),
              "homeassistant",
              extracted,
              ArchiveObserver.none());

      assertThat(extracted.resolve("sub/hub/.storage")).exists();
      assertThat(extracted.resolve("sub/hub/backups")).doesNotExist();
      assertThat(extracted.resolve("sub/hub/tmp_backups")).doesNotExist();
    }
  }

  @Test
  void a_database_in_use_is_in_the_backup_whole_and_without_its_log() throws Exception {
    Path database = directory.resolve("home-assistant_v2.db");
    try (Connection owner = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = owner.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("CREATE TABLE t (n INTEGER)");
      statement.execute("INSERT INTO t VALUES (42)");

      String id = hub.backup(to("backup.local"));

      Path extracted = directory.resolveSibling(directory.getFileName() + "-extracted");
      new ArchiveExtractor(Optional.empty(), ExtractOptions.homeAssistant())
          .extract(
              hub.async(() -> hub.backups().manager().copies().localFile(id)),
              "homeassistant",
              extracted,
              ArchiveObserver.none());
      assertThat(extracted.resolve("home-assistant_v2.db-wal")).doesNotExist();
      assertThat(extracted.resolve("home-assistant_v2.db-shm")).doesNotExist();
      try (Connection copy =
              DriverManager.getConnection(
                  "jdbc:sqlite:" + extracted.resolve("home-assistant_v2.db"));
          Statement query = copy.createStatement();
          var rows = query.executeQuery("SELECT n FROM t")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(42);
      }
    }
  }

  @Test
  void without_the_database_neither_it_nor_its_log_is_in_the_backup() throws Exception {
    Files.writeString(directory.resolve("home-assistant_v2.db"), "history");

    hub.backup(to("backup.local").put("include_database", false));

    assertThat(only().getBoolean("database_included")).isFalse();
  }

  @Test
  void a_remote_location_that_wants_it_plain_gets_it_decrypted() throws Exception {
    MemoryAgent plain = hub.addAgent("plain");
    hub.call(
        "backup/config/update",
        new JsonObject()
            .put(
                "agents",
                new JsonObject().put("test.plain", new JsonObject().put("protected", false))));

    String id = hub.backup(to("backup.local", "test.plain").put("password", KEY));

    assertThat(verified(plain.bytes(id), KEY).measuredProtected()).isFalse();
    assertThat(only().getJsonObject("agents").getJsonObject("backup.local").getBoolean("protected"))
        .isTrue();
  }
}
