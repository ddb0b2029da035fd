package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.homekeep.api.issue.Issue;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.runtime.HubDirectories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory that is not there, or another one, pushes out no backup. */
class DataDirectoryTest {
  private static final JsonObject SETTINGS =
      new JsonObject()
          .put("create_backup", new JsonObject().put("agent_ids", new JsonArray().add("test.nas")))
          .put("retention", new JsonObject().put("copies", 2));

  private Path config;
  private Path data;
  private Path other;

  @BeforeEach
  void make(@TempDir Path temporary) throws Exception {
    config = Files.createDirectory(temporary.resolve("config"));
    data = Files.createDirectory(temporary.resolve("data"));
    other = Files.createDirectory(temporary.resolve("other"));
    Files.writeString(data.resolve("letters.txt"), "All of them.");
    Files.writeString(other.resolve("notes.txt"), "Not ours.");
  }

  private static List<String> automatic(BackupHub hub, int count) throws Exception {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(hub.call("backup/generate_with_automatic_settings").getString("backup_job_id"));
      hub.awaitIdle();
      hub.advance(Duration.ofHours(1));
      hub.async(() -> hub.backups().manager().keeping().settled());
    }
    return made;
  }

  @Test
  void an_empty_data_directory_is_no_backup() throws Exception {
    try (BackupHub hub = BackupHub.open(new HubDirectories(config, data)).start()) {
      MemoryAgent nas = hub.addAgent("nas");
      hub.call("backup/config/update", SETTINGS);
      List<String> good = automatic(hub, 2);
      Files.delete(data.resolve("letters.txt"));

      automatic(hub, 2);

      assertThat(nas.ids()).containsExactlyElementsOf(good);
      Issue issue = hub.issues().get("automatic_backup_failed");
      assertThat(issue.translationKey()).isEqualTo("automatic_backup_failed_home");
      assertThat(issue.placeholders().get("evidence"))
          .isEqualTo(
              "The data directory %s is empty, as it is when a disk or a share is not mounted."
                  .formatted(data));

      Files.delete(data);
      automatic(hub, 1);
      assertThat(hub.issues().get("automatic_backup_failed").placeholders().get("evidence"))
          .isEqualTo(
              "The data directory %1$s cannot be read: The file or directory %1$s is not there."
                  .formatted(data));
    }
  }

  @Test
  void a_start_on_another_directory_pushes_out_no_backup_until_somebody_confirms()
      throws Exception {
    MemoryAgent nas;
    List<String> good;
    try (BackupHub hub = BackupHub.open(new HubDirectories(config, data)).start()) {
      nas = hub.addAgent("nas");
      hub.call("backup/config/update", SETTINGS);
      good = automatic(hub, 2);
    }
    try (BackupHub hub = BackupHub.open(new HubDirectories(config, other))) {
      hub.clock().advance(Duration.ofHours(5));
      hub.start();
      hub.addAgent(nas);

      List<String> wrong = automatic(hub, 3);

      assertThat(nas.ids()).containsAll(good).containsAll(wrong);
      assertThat(hub.issues()).containsKey("backup_of_another_directory");
      assertThat(hub.issues().get("backup_of_another_directory").placeholders().get("backups"))
          .contains("Automatic backup");

      hub.onContext(
          () -> {
            hub.backups().manager().keeping().settled("backup_of_another_directory");
            return "settled in the repairs";
          });
      hub.until(() -> !hub.issues().containsKey("backup_of_another_directory"));
      List<String> more = automatic(hub, 1);
      assertThat(nas.ids()).containsExactly(wrong.get(2), more.get(0));
    }
  }
}
