package org.homekeep.core.backup.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.homekeep.api.backup.BackupHookException;
import org.homekeep.api.issue.Issue;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.backup.testing.MemoryHooks;
import org.homekeep.core.runtime.HubDirectories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What integrations do before and after a backup (backup.md §1.5, §10). */
class BackupHooksTest {
  private static final JsonObject HERE =
      new JsonObject().put("agent_ids", new JsonArray().add("backup.local"));
  private static final String FAILED = "create_backup/failed/backup_manager_error";

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final MemoryHooks lights = new MemoryHooks("lights", calls);
  private final MemoryHooks meters = new MemoryHooks("meters", calls);
  private Path directory;
  private BackupHub hub;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    Files.writeString(directory.resolve("configuration.yaml"), "x: 1");
    hub = BackupHub.started(directory);
    hub.addHooks("Lights", lights);
    hub.addHooks("Meters", meters);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static Supplier<Future<Void>> failing(String words) {
    Future<Void> failed = Future.failedFuture(new BackupHookException(words));
    return () -> failed;
  }

  private static Future<Void> hanging() {
    return Promise.<Void>promise().future();
  }

  /** Makes an automatic backup and gives what the repairs page says of it. */
  private Issue issueOfBackup() throws Exception {
    hub.call("backup/config/update", new JsonObject().put("create_backup", HERE));
    hub.call("backup/generate_with_automatic_settings");
    hub.awaitIdle();
    Issue issue = hub.issues().get("automatic_backup_failed");
    if (issue == null) {
      throw new AssertionError("There is no issue.");
    }
    return issue;
  }

  private String evidence() throws Exception {
    return String.valueOf(issueOfBackup().placeholders().get("evidence"));
  }

  private List<String> archives() throws Exception {
    return BackupHub.names(directory.resolve("backups"));
  }

  @Test
  void all_get_ready_then_the_data_is_read_then_all_go_on() throws Exception {
    Path file = directory.resolve("state");
    Files.writeString(file, "at work");
    lights.before(() -> written(file, "at rest"));
    meters.after(() -> written(file, "at work"));

    String id = hub.backup(HERE);

    assertThat(calls)
        .containsExactly("lights before", "meters before", "lights after", "meters after");
    assertThat(hub.call("backup/details", new JsonObject().put("backup_id", id)).getValue("backup"))
        .isNotNull();
    assertThat(Files.readString(file)).isEqualTo("at work");
    assertThat(extracted(id).resolve("state")).hasContent("at rest");
  }

  private Path extracted(String id) throws Exception {
    Path target = directory.resolveSibling(directory.getFileName() + "-extracted");
    new ArchiveExtractor(Optional.empty(), ExtractOptions.homeAssistant())
        .extract(
            hub.async(() -> hub.backups().manager().copies().localFile(id)),
            "homeassistant",
            target,
            ArchiveObserver.none());
    return target;
  }

  private static Future<Void> written(Path file, String text) {
    try {
      Files.writeString(file, text);
      return Future.succeededFuture();
    } catch (IOException failed) {
      return Future.failedFuture(failed);
    }
  }

  @Test
  void they_are_called_at_the_same_time_and_all_are_waited_for() throws Exception {
    Promise<Void> slow = Promise.promise();
    lights.before(slow::future);

    hub.call("backup/generate", HERE);
    hub.until(() -> calls.contains("meters before"));

    assertThat(calls).containsExactly("lights before", "meters before");
    hub.onContext(() -> slow.tryComplete());
    hub.awaitIdle();
    assertThat(hub.steps()).endsWith("create_backup/completed", "idle");
  }

  @Test
  void integrations_rest_in_the_first_stage_and_not_while_the_archive_is_sent() throws Exception {
    lights.before(
        () -> {
          calls.addAll(hub.steps());
          return Future.succeededFuture();
        });
    MemoryAgent nas = hub.addAgent("nas");
    Promise<Void> gate = nas.holdUploads();

    hub.call("backup/generate", new JsonObject().put("agent_ids", new JsonArray().add("test.nas")));
    hub.until(() -> nas.uploading() == 1);

    assertThat(calls)
        .containsExactly(
            "lights before",
            "idle",
            "create_backup/in_progress",
            "create_backup/home_assistant/in_progress",
            "meters before",
            "lights after",
            "meters after");
    gate.complete();
    hub.awaitIdle();
  }

  @Test
  void without_room_nobody_is_disturbed() throws Exception {
    Files.writeString(directory.resolve("backups"), "a file in the way");

    hub.call("backup/generate", HERE);
    hub.awaitIdle();

    assertThat(calls).isEmpty();
  }

  @Test
  void the_first_failure_before_a_backup_in_their_order_is_told_and_all_go_on() throws Exception {
    lights.before(failing("Database migration in progress"));
    meters.before(failing("Could not lock database within 30 seconds."));

    Issue issue = issueOfBackup();

    assertThat(calls)
        .containsExactly("lights before", "meters before", "lights after", "meters after");
    assertThat(hub.steps()).endsWith("create_backup/home_assistant/in_progress", FAILED, "idle");
    assertThat(issue.translationKey()).isEqualTo("automatic_backup_failed_integrations");
    assertThat(issue.placeholders())
        .isEqualTo(
            Map.of(
                "failed_integrations",
                "Lights, Meters",
                "evidence",
                "Error during pre-backup: Database migration in progress."));
    assertThat(archives()).isEmpty();
  }

  @Test
  void a_failure_after_a_backup_fails_it_although_the_archive_is_fine() throws Exception {
    meters.after(failing("Could not release database write lock"));

    Issue issue = issueOfBackup();

    assertThat(hub.steps()).endsWith("create_backup/home_assistant/in_progress", FAILED, "idle");
    assertThat(issue.placeholders())
        .isEqualTo(
            Map.of(
                "failed_integrations",
                "Meters",
                "evidence",
                "Error during post-backup: Could not release database write lock."));
    assertThat(archives()).isEmpty();
    assertThat(BackupHub.names(directory.resolve("tmp_backups"))).isEmpty();
  }

  @Test
  void failures_before_and_after_are_told_together() throws Exception {
    lights.before(failing("One."));
    meters.after(failing("Two."));

    assertThat(evidence())
        .isEqualTo(
            "Multiple errors when creating backup: Error during pre-backup: One., Error during post-backup: Two.");
    assertThat(hub.steps()).endsWith("create_backup/failed/multiple_errors", "idle");
  }

  @Test
  void a_failure_of_the_archive_and_one_after_it_are_told_together() throws Exception {
    lights.before(this::putFileInTheWay);
    meters.after(failing("Two."));

    assertThat(evidence())
        .startsWith("Multiple errors when creating backup: ")
        .endsWith(", Error during post-backup: Two.");
  }

  /** The archive cannot be written any more. */
  private Future<Void> putFileInTheWay() {
    try {
      Path backups = directory.resolve("backups");
      Files.delete(backups);
      Files.writeString(backups, "in the way");
      return Future.succeededFuture();
    } catch (IOException failed) {
      return Future.failedFuture(failed);
    }
  }

  @Test
  void a_failure_that_was_not_written_for_people_is_not_shown() throws Exception {
    lights.before(() -> Future.failedFuture(new IllegalStateException("token=hunter2")));

    assertThat(evidence())
        .isEqualTo(
            "Error during pre-backup: Lights has a fault, which is in the log. Tell whoever made it, and disable it to make backups without it.");
  }

  @Test
  void one_that_hangs_before_a_backup_holds_it_up_for_a_minute_and_goes_on() throws Exception {
    lights.before(BackupHooksTest::hanging);
    hub.call("backup/config/update", new JsonObject().put("create_backup", HERE));

    hub.call("backup/generate_with_automatic_settings");
    hub.until(() -> calls.contains("meters before"));
    hub.advance(Duration.ofSeconds(59));
    assertThat(calls).doesNotContain("meters after");
    hub.advance(Duration.ofSeconds(1));
    hub.until(() -> hub.steps().contains(FAILED));

    assertThat(calls).endsWith("lights after", "meters after");
    assertThat(hub.issues().get("automatic_backup_failed"))
        .extracting(issue -> issue.placeholders().get("evidence"))
        .isEqualTo(
            "Error during pre-backup: Lights did not finish within 60 seconds what it does before a backup. If that happens again, tell whoever made it, and disable it to make backups without it.");
  }

  @Test
  void one_that_hangs_after_a_backup_holds_it_up_for_a_minute() throws Exception {
    meters.after(BackupHooksTest::hanging);

    hub.call("backup/generate", HERE);
    hub.until(() -> calls.contains("meters after"));
    hub.advance(Duration.ofMinutes(1));
    hub.until(() -> hub.steps().contains(FAILED));

    assertThat(archives()).isEmpty();
  }

  @Test
  void one_that_gets_ready_too_late_is_told_once_more_to_go_on() throws Exception {
    Promise<Void> late = Promise.promise();
    lights.before(late::future);
    hub.call("backup/generate", HERE);
    hub.until(() -> calls.contains("lights before"));
    hub.advance(Duration.ofMinutes(1));
    hub.until(() -> hub.steps().contains(FAILED));
    calls.clear();

    hub.onContext(() -> late.tryComplete());

    hub.until(() -> calls.contains("lights after"));
    assertThat(calls).containsExactly("lights after");
  }

  @Test
  void one_that_gets_ready_too_late_is_not_disturbed_while_the_next_backup_needs_it()
      throws Exception {
    Promise<Void> late = Promise.promise();
    lights.before(late::future);
    hub.call("backup/generate", HERE);
    hub.until(() -> calls.contains("lights before"));
    hub.advance(Duration.ofMinutes(1));
    hub.until(() -> hub.steps().contains(FAILED));
    Promise<Void> next = Promise.promise();
    lights.before(next::future);
    hub.until(() -> hub.steps().get(hub.steps().size() - 1).equals("idle"));
    calls.clear();
    hub.call("backup/generate", HERE);
    hub.until(() -> calls.contains("lights before"));

    hub.onContext(() -> late.tryComplete());

    assertThat(calls).containsExactly("lights before", "meters before");
    hub.onContext(() -> next.tryComplete());
    hub.awaitIdle();
    assertThat(calls).endsWith("lights after", "meters after");
  }

  @Test
  void a_cancelled_backup_lets_all_go_on_and_reads_nothing() throws Exception {
    Promise<Void> slow = Promise.promise();
    lights.before(slow::future);
    hub.call("backup/generate", HERE);
    hub.until(() -> calls.contains("lights before"));

    hub.call("homekeep/backup/cancel");
    hub.onContext(() -> slow.tryComplete());
    hub.until(() -> hub.steps().contains("create_backup/failed/cancelled"));

    assertThat(calls).endsWith("lights after", "meters after");
    assertThat(archives()).isEmpty();
  }

  @Test
  void a_hub_that_stops_waits_until_all_have_been_told_to_go_on() throws Exception {
    Promise<Void> slow = Promise.promise();
    lights.before(slow::future);
    hub.call("backup/generate", HERE);
    hub.until(() -> calls.contains("lights before"));

    Future<Void> stopped = hub.onContext(() -> hub.backups().stop());
    assertThat(stopped.isComplete()).isFalse();
    hub.onContext(() -> slow.tryComplete());
    hub.until(stopped::isComplete);

    assertThat(calls).endsWith("lights after", "meters after");
  }

  @Test
  void the_time_that_they_may_take_is_a_setting(@TempDir Path other) throws Exception {
    try (BackupHub quick =
        BackupHub.open(new HubDirectories(other, other), Map.of("backup.hook_timeout", "PT2S"))
            .start()) {
      quick.addHooks("Lights", lights.before(BackupHooksTest::hanging));
      quick.call("backup/generate", HERE);
      quick.until(() -> calls.contains("lights before"));
      quick.advance(Duration.ofSeconds(2));
      quick.until(() -> quick.steps().contains(FAILED));
    }
    assertThat(calls).containsExactly("lights before", "lights after");
  }
}
