package org.homekeep.core.backup.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.homekeep.core.backup.testing.BackupHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that is killed after an archive is finished and before it has its name. */
class CrashBeforeAdoptionTest {
  @TempDir private Path directory;
  private DeliveryHub home;
  private Path backups;
  private Path partial;
  private String id;

  @BeforeEach
  void start() throws Exception {
    home = new DeliveryHub(directory);
    backups = home.hub.directories().backups();
    home.nas.failUploadsWith(DeliveryHub.asleep());
  }

  @AfterEach
  void stop() {
    home.close();
  }

  private void backUp(String... agentIds) throws Exception {
    home.hub.call(
        "backup/config/update",
        new JsonObject()
            .put(
                "create_backup",
                new JsonObject().put("agent_ids", new JsonArray(List.of(agentIds)))));
    id = home.hub.call("backup/generate_with_automatic_settings").getString("backup_job_id");
    home.hub.awaitIdle();
  }

  /** The archive without its name, the journal as it was then, and no record of the backup. */
  private void leaveWhatTheCrashLeaves() throws Exception {
    home.hub.close();
    partial = backups.resolve(".homekeep-" + id + ".partial");
    Files.move(backups.resolve(BackupHub.names(backups).get(0)), partial);
    Path journal = storage("homekeep.deliveries");
    Files.move(
        journal.resolveSibling("homekeep.deliveries.previous"),
        journal,
        StandardCopyOption.REPLACE_EXISTING);
    JsonObject settings = new JsonObject(Files.readString(storage("backup")));
    settings
        .getJsonObject("data")
        .put("backups", new JsonArray())
        .getJsonObject("config")
        .putNull("last_completed_automatic_backup");
    Files.writeString(storage("backup"), settings.encode());
  }

  private Path storage(String document) {
    return directory.resolve(".storage").resolve(document);
  }

  private JsonArray records() throws IOException {
    return new JsonObject(Files.readString(storage("backup")))
        .getJsonObject("data")
        .getJsonArray("backups");
  }

  private JsonObject details() throws Exception {
    return home.hub.call("backup/details", DeliveryHub.of(id)).getJsonObject("backup");
  }

  private JsonObject settings() throws Exception {
    return home.hub.call("backup/config/info").getJsonObject("config");
  }

  @Test
  void the_backup_is_stored_here_after_the_start_and_is_delivered() throws Exception {
    backUp("backup.local", "test.nas");
    leaveWhatTheCrashLeaves();
    home.nas.recover();
    home.open();

    home.hub.until(() -> home.nas.ids().contains(id) && home.owed().isEmpty());
    assertThat(home.holders(id)).containsExactly("backup.local", "test.nas");
    assertThat(partial).doesNotExist();
  }

  @Test
  void the_backup_is_recorded_with_the_locations_that_wait_for_it() throws Exception {
    backUp("backup.local", "test.nas");
    leaveWhatTheCrashLeaves();
    home.open();

    home.hub.until(() -> details().getJsonArray("failed_agent_ids").contains("test.nas"));
    assertThat(details().getBoolean("with_automatic_settings")).isTrue();
    home.hub.until(() -> records().size() == 1);
    assertThat(records().getJsonObject(0).getString("backup_id")).isEqualTo(id);
    assertThat(settings().getString("last_completed_automatic_backup")).isNull();

    home.nas.recover();
    home.hub.advance(Duration.ofHours(5));
    home.hub.until(() -> details().getJsonArray("failed_agent_ids").isEmpty());
    home.hub.until(() -> settings().getString("last_completed_automatic_backup") != null);
  }

  @Test
  void a_backup_that_was_to_be_here_alone_is_stored_and_recorded_as_completed() throws Exception {
    backUp("backup.local");
    leaveWhatTheCrashLeaves();
    home.open();

    assertThat(home.holders(id)).containsExactly("backup.local");
    assertThat(partial).doesNotExist();
    home.hub.until(() -> records().size() == 1);
    assertThat(details().getBoolean("with_automatic_settings")).isTrue();
    home.hub.until(() -> settings().getString("last_completed_automatic_backup") != null);
    home.hub.until(() -> !Files.readString(storage("homekeep.deliveries")).contains("partial"));
  }

  @Test
  void nothing_is_recorded_twice_at_the_next_start() throws Exception {
    backUp("backup.local");
    home.hub.close();
    Files.delete(backups.resolve(BackupHub.names(backups).get(0)));
    JsonObject settings = new JsonObject(Files.readString(storage("backup")));
    settings.getJsonObject("data").put("backups", new JsonArray());
    Files.writeString(storage("backup"), settings.encode());

    home.open();
    home.turns();

    assertThat(records()).isEmpty();
    assertThat(Files.readString(storage("homekeep.deliveries"))).doesNotContain(id);
  }

  @Test
  void an_archive_that_is_here_already_is_not_stored_twice() throws Exception {
    backUp("backup.local", "test.nas");
    leaveWhatTheCrashLeaves();
    home.open();
    home.hub.close();
    Files.copy(backups.resolve(BackupHub.names(backups).get(0)), partial);
    home.open();

    assertThat(BackupHub.names(backups)).hasSize(1);
    assertThat(partial).doesNotExist();
  }

  @Test
  void an_archive_that_is_not_whole_does_not_stay() throws Exception {
    backUp("backup.local", "test.nas");
    leaveWhatTheCrashLeaves();
    Files.write(partial, new byte[] {1, 2, 3});
    home.open();

    assertThat(BackupHub.names(backups)).isEmpty();
  }

  @Test
  void a_backup_that_was_cancelled_before_does_not_come_back() throws Exception {
    backUp("backup.local");
    leaveWhatTheCrashLeaves();
    Files.copy(partial, directory.resolve("kept"));
    home.open();
    home.hub.until(() -> home.holders(id).contains("backup.local"));
    home.hub.call("backup/delete", DeliveryHub.of(id));
    home.hub.close();
    Files.move(directory.resolve("kept"), partial);

    home.open();

    assertThat(home.holders(id)).isEmpty();
    assertThat(partial).doesNotExist();
  }
}
