package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.digest.Sums;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.Test;

/** Backups that are not made, or not to their end. */
class RefusedBackupTest extends CreatingHubTest {
  @Test
  void an_unknown_location_among_others_is_recorded_and_the_backup_completes() throws Exception {
    hub.backup(to("backup.local", "test.unknown"));

    assertThat(only().getJsonArray("failed_agent_ids")).containsExactly("test.unknown");
    assertThat(hub.steps()).endsWith("create_backup/completed", "idle");
  }

  @Test
  void to_more_locations_than_any_home_has_it_is_refused() throws Exception {
    String[] many = new String[101];
    Arrays.setAll(many, number -> "test.location" + number);
    many[0] = "backup.local";

    assertThat(hub.refused("backup/generate", to(many)))
        .isEqualTo(
            "home_assistant_error: A backup goes to 100 locations at most, and 101 were asked"
                + " for.");
    JsonObject settings =
        new JsonObject().put("agent_ids", new JsonArray(Arrays.asList((Object[]) many)));
    assertThat(hub.refused("backup/config/update", new JsonObject().put("create_backup", settings)))
        .isEqualTo("invalid_format: A backup goes to 100 locations at most.");
  }

  @Test
  void without_any_available_location_it_is_refused_in_python_words() throws Exception {
    assertThat(hub.refused("backup/generate", to()))
        .isEqualTo(
            "home_assistant_error: At least one available backup agent must be selected, got []");
    assertThat(hub.refused("backup/generate", to("non_existing")))
        .endsWith("must be selected, got ['non_existing']");
    assertThat(hub.steps())
        .containsExactly(
            "idle",
            "create_backup/in_progress",
            "create_backup/failed/backup_manager_error",
            "idle",
            "create_backup/in_progress",
            "create_backup/failed/backup_manager_error",
            "idle");
  }

  @Test
  void add_ons_and_folders_are_refused() throws Exception {
    assertThat(
            hub.refused(
                "backup/generate",
                to("backup.local").put("include_folders", new JsonArray().add("ssl"))))
        .isEqualTo("home_assistant_error: Addons and folders are not supported by core backup");
    assertThat(
            hub.refused(
                "backup/generate",
                to("backup.local")
                    .put("include_all_addons", true)
                    .put("include_addons", new JsonArray().add("x"))))
        .isEqualTo("home_assistant_error: Cannot include all addons and specify specific addons");
    assertThat(
            hub.refused("backup/generate", to("backup.local").put("include_homeassistant", false)))
        .isEqualTo("home_assistant_error: Home Assistant must be included in backup");
  }

  @Test
  void an_empty_key_is_refused() throws Exception {
    assertThat(hub.refused("backup/generate", to("backup.local").put("password", "")))
        .startsWith("invalid_format: ");
    assertThat(hub.steps()).containsExactly("idle");
  }

  @Test
  void only_one_operation_runs_at_a_time() throws Exception {
    MemoryAgent slow = hub.addAgent("slow");
    var gate = slow.holdUploads();
    hub.call("backup/generate", to("test.slow"));

    String refused = hub.refused("backup/generate", to("backup.local"));
    gate.complete();
    hub.awaitIdle();

    assertThat(refused).isEqualTo("home_assistant_error: Backup manager busy: create_backup");
    assertThat(slow.ids()).hasSize(1);
  }

  @Test
  void a_backup_that_a_stop_of_the_hub_ends_was_cancelled_by_nobody() throws Exception {
    hub.onContext(
        () ->
            hub.backups()
                .manager()
                .events()
                .subscribe(
                    event -> {
                      if ("home_assistant".equals(event.json().getString("stage"))) {
                        hub.backups().stop();
                      }
                    }));

    Future<Void> finished =
        hub.async(() -> hub.backups().manager().generate(CreateRequests.plain("backup.local")))
            .finished();
    hub.awaitIdle();

    assertThat(finished.cause()).hasMessage("The hub is stopping, and the backup was given up.");
    assertThat(hub.steps()).endsWith("create_backup/failed/backup_manager_error", "idle");
  }

  @Test
  void reading_back_ends_when_somebody_cancels() throws Exception {
    hub.backup(to("backup.local"));
    Path file;
    try (var files = Files.list(directory.resolve("backups"))) {
      file = files.findFirst().orElseThrow();
    }
    ArchiveEngine engine = new ArchiveEngine(SecureTarVersion.V2);
    AtomicInteger looks = new AtomicInteger();

    assertThatThrownBy(
            () ->
                engine.verify(
                    file, Optional.empty(), Sums.USUAL, () -> looks.incrementAndGet() > 1))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(looks).hasValue(2);
  }

  @Test
  void nothing_is_made_before_the_hub_has_started() throws Exception {
    try (BackupHub early = BackupHub.open(directory.resolve("other"))) {
      assertThat(early.refused("backup/generate", to("backup.local")))
          .isEqualTo("home_assistant_error: Backup manager busy: blocked");
      assertThat(early.call("backup/info").getString("state")).isEqualTo("blocked");
    }
  }

  @Test
  void a_backup_that_cannot_be_written_ends_in_idle_and_leaves_nothing() throws Exception {
    Files.writeString(directory.resolve("backups"), "not a directory");

    hub.backup(to("backup.local"));

    assertThat(hub.steps())
        .containsExactly(
            "idle",
            "create_backup/in_progress",
            "create_backup/failed/backup_reader_writer_error",
            "idle");
    assertThat(directory.resolve("backups")).hasContent("not a directory");
  }
}
