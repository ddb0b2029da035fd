package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;
import org.homekeep.checks.Seed;
import org.homekeep.core.backup.Backups;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each cause of a failed backup has its own issue, with its evidence. */
class FailureCausesTest {
  private static final String FAILED = "automatic_backup_failed";
  private static final String NOT_DELIVERED = "backup_not_delivered_test.nas";

  private Path directory;
  private BackupHub hub;
  private MemoryAgent nas;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = Files.createDirectory(temporary.resolve("home"));
    hub = BackupHub.started(directory);
    nas = hub.addAgent("nas");
    update("{'create_backup':{'agent_ids':['test.nas','backup.local']}}");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void update(String json) throws Exception {
    hub.call("backup/config/update", new JsonObject(json.replace('\'', '"')));
  }

  private void automatic() throws Exception {
    hub.call("backup/generate_with_automatic_settings");
    hub.awaitIdle();
  }

  private Issue issue(String id) throws Exception {
    Issue issue = hub.issues().get(id);
    if (issue == null) {
      throw new AssertionError("There is no issue " + id + " among " + hub.issues());
    }
    return issue;
  }

  @Test
  void a_backup_directory_that_cannot_be_made_is_named() throws Exception {
    Files.writeString(directory.resolve("backups"), "a file where the directory should be");

    automatic();

    assertThat(issue(FAILED).translationKey()).isEqualTo("automatic_backup_failed_directory");
    assertThat(issue(FAILED).placeholders().get("evidence"))
        .isEqualTo(
            "The backup directory %1$s is not there and cannot be made: The file or directory %1$s is in the way."
                .formatted(directory.resolve("backups")));
  }

  @Test
  void without_room_the_issue_says_how_much_waiting_archives_take() throws Exception {
    byte[] random = new byte[3 << 20];
    Seed.random("an archive that stays large").nextBytes(random);
    Files.write(directory.resolve("photo.jpg"), random);
    nas.failUploadsWith(new BackupAgentException("The NAS sleeps."));
    update("{'create_backup':{'agent_ids':['test.nas']}}");
    automatic();
    try (RandomAccessFile sparse =
        new RandomAccessFile(directory.resolve("huge.bin").toFile(), "rw")) {
      sparse.setLength(5 * Files.getFileStore(directory).getUsableSpace());
    }

    automatic();

    assertThat(issue(FAILED).translationKey()).isEqualTo("automatic_backup_failed_no_space");
    assertThat(issue(FAILED).placeholders().get("evidence"))
        .startsWith("There is not enough space in ")
        .endsWith(
            " 3 MB are taken by backups that wait for their locations: bring these back, or cancel what they wait for.");
  }

  @Test
  void what_to_do_about_a_full_disk_is_said_by_the_evidence_alone() throws Exception {
    JsonObject issues;
    try (InputStream texts =
        Objects.requireNonNull(Backups.class.getResourceAsStream("translations/en.json"))) {
      issues = new JsonObject(Buffer.buffer(texts.readAllBytes())).getJsonObject("issues");
    }

    for (String key :
        List.of("automatic_backup_failed_no_space", "manual_backup_failed_no_space")) {
      assertThat(issues.getJsonObject(key).getString("description"))
          .contains("{evidence}")
          .doesNotContainIgnoringCase("delete")
          .doesNotContainIgnoringCase("space");
    }
  }

  @Test
  void a_database_that_goes_in_as_it_is_is_named_until_all_can_be_copied() throws Exception {
    byte[] torn = new byte[8_192];
    Seed.random("what was a database").nextBytes(torn);
    System.arraycopy("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII), 0, torn, 0, 16);
    Files.write(directory.resolve("zigbee.db"), torn);
    Files.write(directory.resolve("home-assistant_v2.db.corrupt.2024-10-01"), torn);
    automatic();

    Issue issue = issue("automatic_backup_database_as_it_is");
    assertThat(issue.placeholders()).isEqualTo(Map.of("databases", "zigbee.db"));
    assertThat(issue.severity()).isEqualTo(Severity.WARNING);
    assertThat(nas.ids()).hasSize(1);

    Files.write(directory.resolve("home-assistant_v2.db"), torn);
    automatic();
    assertThat(issue("automatic_backup_database_as_it_is").severity()).isEqualTo(Severity.ERROR);

    Files.delete(directory.resolve("home-assistant_v2.db"));
    Files.delete(directory.resolve("zigbee.db"));
    automatic();
    assertThat(hub.issues()).doesNotContainKey("automatic_backup_database_as_it_is");
  }

  @Test
  void a_scheduled_backup_without_a_location_is_told() throws Exception {
    update("{'create_backup':{'agent_ids':['test.gone']},'schedule':{'recurrence':'daily'}}");

    hub.advance(Duration.ofDays(2));

    hub.until(() -> hub.issues().containsKey(FAILED));
    assertThat(issue(FAILED).translationKey()).isEqualTo("automatic_backup_failed_no_location");
  }

  @Test
  void a_scheduled_backup_that_finds_the_manager_busy_is_told() throws Exception {
    update("{'create_backup':{'agent_ids':['test.nas']},'schedule':{'recurrence':'daily'}}");
    Promise<Void> gate = nas.holdStoring();
    hub.call("backup/generate", new JsonObject().put("agent_ids", new JsonArray().add("test.nas")));

    hub.advance(Duration.ofHours(30));

    hub.until(() -> hub.issues().containsKey(FAILED));
    assertThat(issue(FAILED).translationKey()).isEqualTo("automatic_backup_failed_busy");
    assertThat(issue(FAILED).placeholders())
        .isEqualTo(Map.of("evidence", "Backup manager busy: create_backup."));
    gate.complete();
    hub.until(() -> nas.uploading() == 0);
  }

  @Test
  void a_location_that_fails_has_an_issue_with_its_own_words_until_it_takes_a_backup()
      throws Exception {
    nas.failUploadsWith(new BackupAgentException("The NAS sleeps."));
    automatic();

    assertThat(issue(NOT_DELIVERED).placeholders())
        .containsEntry("location", "nas")
        .containsEntry("evidence", "The NAS sleeps.");

    nas.recover();
    hub.advance(Duration.ofSeconds(75));
    hub.until(() -> !hub.issues().containsKey(NOT_DELIVERED));
    assertThat(nas.ids()).hasSize(1);
  }

  @Test
  void when_a_delivery_is_cancelled_nothing_has_to_be_mended_any_more() throws Exception {
    nas.failUploadsWith(new BackupAgentException("The NAS sleeps."));
    String id = hub.backup(new JsonObject().put("agent_ids", new JsonArray().add("test.nas")));
    assertThat(hub.issues()).containsKey(NOT_DELIVERED);

    hub.call(
        "homekeep/backup/deliveries/cancel",
        new JsonObject().put("backup_id", id).put("agent_id", "test.nas"));

    assertThat(hub.issues()).doesNotContainKey(NOT_DELIVERED);
  }

  @Test
  void a_location_that_is_removed_takes_its_issues_along() throws Exception {
    nas.say(KeepingHub::otherThan);
    automatic();
    assertThat(hub.issues()).containsKey("backup_copy_not_as_sent_test.nas");

    hub.removeEntryOf(nas);

    assertThat(hub.issues()).doesNotContainKey("backup_copy_not_as_sent_test.nas");
  }

  @Test
  void a_location_that_fails_for_a_month_is_given_up_with_its_last_words() throws Exception {
    nas.failUploadsWith(new BackupAgentException("The NAS is broken."));
    hub.backup(new JsonObject().put("agent_ids", new JsonArray().add("test.nas")));
    for (int attempt = 2; attempt <= 20; attempt++) {
      int uploads = attempt;
      hub.advance(Duration.ofHours(5));
      hub.until(() -> nas.uploads() >= uploads && nas.uploading() == 0);
      hub.call("backup/info");
    }

    hub.advance(Duration.ofDays(31));

    hub.until(() -> hub.issues().containsKey("backup_delivery_given_up_test.nas"));
    assertThat(issue("backup_delivery_given_up_test.nas").placeholders())
        .containsEntry(
            "evidence", "The NAS is broken. It was nowhere else, and is stored on this system.");
    hub.until(() -> hub.call("homekeep/backup/deliveries").getJsonArray("deliveries").isEmpty());
  }
}
