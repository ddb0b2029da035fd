package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.issue.Issue;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.runtime.HubDirectories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asked for a backup that could not be made finds out why, also after the page was closed. */
class ManualFailureTest {
  private static final String FAILED = "manual_backup_failed";

  private Path directory;
  private BackupHub hub;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = Files.createDirectory(temporary.resolve("home"));
    Files.writeString(directory.resolve("configuration.yaml"), "homeassistant:\n");
    hub =
        BackupHub.open(
                new HubDirectories(directory, directory),
                Map.of("backup.agent_timeout", "P9999D", "backup.database_timeout", "PT1S"))
            .start();
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void backUp(String agentId) throws Exception {
    hub.backup(new JsonObject().put("agent_ids", new JsonArray().add(agentId)));
  }

  private Issue issue() throws Exception {
    Map<String, Issue> issues = hub.issues();
    assertThat(issues).containsKey(FAILED);
    return issues.get(FAILED);
  }

  private String lastReason() {
    return hub.events().stream()
        .filter(event -> "failed".equals(event.getString("state")))
        .reduce((first, second) -> second)
        .orElseThrow()
        .getString("reason");
  }

  @Test
  void a_backup_directory_that_is_gone_is_named_until_a_backup_is_made() throws Exception {
    Path backups = directory.resolve("backups");
    Files.writeString(backups, "a file where the directory should be");

    backUp("backup.local");

    assertThat(lastReason()).isEqualTo("backup_reader_writer_error");
    assertThat(issue().translationKey()).isEqualTo("manual_backup_failed_directory");
    assertThat(issue().placeholders().get("evidence"))
        .startsWith("The backup directory " + backups + " is not there and cannot be made: ");

    Files.delete(backups);
    backUp("backup.local");
    assertThat(hub.issues()).doesNotContainKey(FAILED);
  }

  @Test
  void a_backup_without_room_says_what_is_lacking() throws Exception {
    try (RandomAccessFile sparse =
        new RandomAccessFile(directory.resolve("huge.bin").toFile(), "rw")) {
      sparse.setLength(5 * Files.getFileStore(directory).getUsableSpace());
    }

    backUp("backup.local");

    assertThat(issue().translationKey()).isEqualTo("manual_backup_failed_no_space");
    assertThat(issue().placeholders().get("evidence")).startsWith("There is not enough space in ");
  }

  @Test
  void a_database_that_stays_locked_is_named() throws Exception {
    String database = "jdbc:sqlite:" + directory.resolve("zigbee.db");
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      statement.execute("create table seen (at integer)");
      statement.execute("begin exclusive");

      backUp("backup.local");
    }

    assertThat(issue().translationKey()).isEqualTo("manual_backup_failed_database");
    assertThat(issue().placeholders().get("evidence")).contains("zigbee.db");
  }

  @Test
  void a_location_that_fails_is_told_by_its_own_issue_alone() throws Exception {
    hub.addAgent("nas").failUploadsWith(new BackupAgentException("The NAS sleeps."));

    backUp("test.nas");

    assertThat(lastReason()).isEqualTo("upload_failed");
    assertThat(hub.issues().get("backup_not_delivered_test.nas").placeholders())
        .containsEntry("evidence", "The NAS sleeps.");
    assertThat(hub.issues()).doesNotContainKey(FAILED);
  }

  @Test
  void who_cancels_a_backup_need_not_be_told() throws Exception {
    MemoryAgent nas = hub.addAgent("nas");
    Promise<Void> gate = nas.holdStoring();
    hub.call("backup/generate", new JsonObject().put("agent_ids", new JsonArray().add("test.nas")));

    hub.call("homekeep/backup/cancel");
    hub.awaitIdle();

    assertThat(lastReason()).isEqualTo("cancelled");
    assertThat(hub.issues()).isEmpty();
    gate.tryComplete();
  }

  @Test
  void the_issues_of_automatic_backups_stay_their_own() throws Exception {
    Path backups = directory.resolve("backups");
    Files.writeString(backups, "a file where the directory should be");
    hub.call(
        "backup/config/update",
        new JsonObject("{\"create_backup\":{\"agent_ids\":[\"backup.local\"]}}"));
    hub.call("backup/generate_with_automatic_settings");
    hub.awaitIdle();
    assertThat(hub.issues()).containsKey("automatic_backup_failed").doesNotContainKey(FAILED);

    Files.delete(backups);
    backUp("backup.local");

    assertThat(hub.issues()).containsKey("automatic_backup_failed");
  }
}
