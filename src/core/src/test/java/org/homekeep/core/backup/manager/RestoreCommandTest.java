package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.checks.Seed;
import org.homekeep.core.backup.restore.PendingRestore;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.HeldStream;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreCommandTest {
  private static final String KEY = "AAAA-BBBB";

  private Path directory;
  private BackupHub hub;
  private MemoryAgent remote;
  private String id;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    Files.writeString(directory.resolve("configuration.yaml"), "as it was");
    hub = BackupHub.started(directory);
    remote = hub.addAgent("remote");
    id =
        hub.backup(
            new JsonObject()
                .put("agent_ids", new JsonArray().add("backup.local").add("test.remote"))
                .put("password", KEY));
    Files.writeString(directory.resolve("configuration.yaml"), "changed");
    Files.writeString(directory.resolve("added.yaml"), "added");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private JsonObject from(String agentId) {
    return new JsonObject().put("backup_id", id).put("agent_id", agentId).put("password", KEY);
  }

  @Test
  void a_restore_may_take_hours_before_it_is_answered() {
    assertThat(hub.command("backup/restore").deadline()).isEqualTo(Deadline.NONE);
  }

  private JsonObject order() throws IOException {
    return new JsonObject(Files.readString(directory.resolve(".HA_RESTORE")));
  }

  private List<String> restoreSteps() {
    return hub.steps().stream()
        .filter(step -> step.startsWith("restore_backup") || step.equals("idle"))
        .toList();
  }

  private void assertNothingHappened() throws Exception {
    assertThat(directory.resolve(".HA_RESTORE")).doesNotExist();
    assertThat(BackupHub.names(directory.resolve("tmp_backups"))).isEmpty();
    assertThat(hub.restarts()).isZero();
    assertThat(hub.call("backup/info").getString("state")).isEqualTo("idle");
  }

  @Test
  void a_restore_is_ordered_for_the_owner_alone_and_the_hub_restarts() throws Exception {
    hub.call("backup/restore", from("backup.local").put("restore_database", false));

    Path order = directory.resolve(".HA_RESTORE");
    String file = BackupHub.names(directory.resolve("backups")).get(0);
    assertThat(order())
        .isEqualTo(
            new JsonObject()
                .put("path", directory.resolve("backups").resolve(file).toString())
                .put("password", KEY)
                .put("remove_after_restore", false)
                .put("restore_database", false)
                .put("restore_homeassistant", true));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(order)))
        .isEqualTo("rw-------");
    assertThat(hub.restarts()).isEqualTo(1);
    assertThat(restoreSteps())
        .endsWith("restore_backup/in_progress", "restore_backup/core_restart");
  }

  @Test
  void what_the_disk_does_not_take_is_told_and_not_only_unknown() throws Exception {
    Path temporary = directory.resolve("tmp_backups");
    Files.delete(temporary);
    Files.writeString(temporary, "in the way");

    String error = hub.refused("backup/restore", from("test.remote"));

    assertThat(error).startsWith("unknown_error: The file or directory ").contains("tmp_backups");
    assertThat(hub.restarts()).isZero();
    assertThat(hub.call("backup/info").getString("state")).isEqualTo("idle");
  }

  @Test
  void after_the_restart_the_data_is_back_and_the_result_is_told() throws Exception {
    hub.call("backup/restore", from("test.remote"));
    hub.close();
    PendingRestore.apply(hub.directories());

    hub = BackupHub.open(hub.directories());

    assertThat(directory.resolve("configuration.yaml")).hasContent("as it was");
    assertThat(directory.resolve("added.yaml")).doesNotExist();
    assertThat(BackupHub.names(directory.resolve("tmp_backups"))).isEmpty();
    assertThat(BackupHub.names(directory.resolve("backups"))).hasSize(1);
    JsonObject info = hub.call("backup/info");
    assertThat(info.getString("state")).isEqualTo("idle");
    assertThat(info.getJsonObject("last_action_event"))
        .isEqualTo(
            new JsonObject(
                "{\"manager_state\":\"restore_backup\",\"reason\":null,\"stage\":null,\"state\":\"completed\"}"));
  }

  @Test
  void after_the_restart_a_failure_is_told_with_its_reason() throws Exception {
    hub.call("backup/restore", from("backup.local"));
    hub.close();
    Files.delete(
        directory.resolve("backups").resolve(BackupHub.names(directory.resolve("backups")).get(0)));
    PendingRestore.apply(hub.directories());

    hub = BackupHub.open(hub.directories());

    assertThat(directory.resolve("configuration.yaml")).hasContent("changed");
    JsonObject event = hub.call("backup/info").getJsonObject("last_action_event");
    assertThat(event.getString("state")).isEqualTo("failed");
    assertThat(event.getString("reason")).contains("does not exist");
  }

  @Test
  void a_wrong_key_changes_nothing_when_no_key_of_the_ring_opens_the_backup() throws Exception {
    hub.forgetKeys();

    assertThat(hub.refused("backup/restore", from("backup.local").put("password", "wrong")))
        .isEqualTo("password_incorrect: Incorrect password");

    assertNothingHappened();
    assertThat(restoreSteps())
        .endsWith("restore_backup/in_progress", "restore_backup/failed/password_incorrect", "idle");
  }

  @Test
  void an_archive_that_is_here_stays_for_another_try_when_its_key_was_wrong() throws Exception {
    hub.forgetKeys();
    hub.refused("backup/restore", from("backup.local").put("password", "wrong"));

    hub.call("backup/restore", from("backup.local"));

    assertThat(hub.restarts()).isEqualTo(1);
    assertThat(order().getBoolean("remove_after_restore")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut short", "changed"})
  void a_damaged_archive_is_told_while_everything_still_runs(String damage) throws Exception {
    byte[] photo = new byte[50_000];
    Seed.random("a photo").nextBytes(photo);
    Files.write(directory.resolve("photo.jpg"), photo);
    id =
        hub.backup(
            new JsonObject()
                .put("agent_ids", new JsonArray().add("test.remote"))
                .put("password", KEY));
    byte[] bytes = remote.bytes(id).clone();
    int middle = bytes.length / 2;
    bytes[middle] = (byte) ~bytes[middle];
    remote.put(
        remote.getBackup(id).await(),
        damage.equals("changed") ? bytes : Arrays.copyOf(bytes, middle));

    assertThat(hub.refused("backup/restore", from("test.remote")))
        .startsWith("home_assistant_error: The copy of the backup at remote cannot be restored: ")
        .endsWith(
            ". Nothing was changed. Restore the backup from another location, or another backup.");

    assertNothingHappened();
    assertThat(directory.resolve("configuration.yaml")).hasContent("changed");
  }

  @Test
  void a_download_whose_key_was_wrong_is_kept_for_another_try() throws Exception {
    hub.forgetKeys();
    hub.refused("backup/restore", from("test.remote").put("password", "wrong"));
    assertThat(BackupHub.names(directory.resolve("tmp_backups")))
        .singleElement()
        .asString()
        .startsWith("restore-");
    int downloads = remote.downloads();

    hub.call("backup/restore", from("test.remote"));

    assertThat(remote.downloads()).isEqualTo(downloads);
    assertThat(hub.restarts()).isEqualTo(1);
    assertThat(order().getBoolean("remove_after_restore")).isTrue();
  }

  @Test
  void a_download_whose_key_was_wrong_is_deleted_after_a_quarter_of_an_hour() throws Exception {
    hub.forgetKeys();
    hub.refused("backup/restore", from("test.remote").put("password", "wrong"));

    hub.advance(Duration.ofMinutes(15));
    hub.backup(new JsonObject().put("agent_ids", new JsonArray().add("backup.local")));

    assertThat(BackupHub.names(directory.resolve("tmp_backups"))).isEmpty();
  }

  @Test
  void while_its_archive_is_fetched_a_restore_can_be_cancelled() throws Exception {
    HeldStream held = new HeldStream(1_000);
    remote.give(held::hold);
    Future<CommandResult> answer = hub.begin("backup/restore", from("test.remote"));
    hub.until(held::isHeld);

    hub.call("homekeep/backup/cancel");

    assertThat(BackupHub.refusal(answer))
        .isEqualTo("home_assistant_error: The restore was cancelled. Nothing was changed.");
    assertNothingHappened();
    assertThat(restoreSteps()).endsWith("restore_backup/failed/cancelled", "idle");
    held.letGo();

    remote.give(in -> in);
    hub.call("backup/restore", from("test.remote"));
    assertThat(hub.restarts()).isEqualTo(1);
    assertThat(hub.refused("homekeep/backup/cancel", new JsonObject()))
        .isEqualTo("home_assistant_error: No backup is being made that could be cancelled.");
  }

  @Test
  void a_download_of_another_backup_takes_the_place_of_the_one_that_was_kept() throws Exception {
    String other =
        hub.backup(
            new JsonObject()
                .put("agent_ids", new JsonArray().add("test.remote"))
                .put("name", "Other"));
    hub.forgetKeys();
    hub.refused("backup/restore", from("test.remote").put("password", "wrong"));

    hub.call(
        "backup/restore", new JsonObject().put("backup_id", other).put("agent_id", "test.remote"));

    List<String> kept = BackupHub.names(directory.resolve("tmp_backups"));
    assertThat(kept).hasSize(1);
    assertThat(directory.resolve("tmp_backups").resolve(kept.get(0)))
        .hasBinaryContent(remote.bytes(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong"})
  void a_key_of_the_ring_opens_what_the_given_one_does_not(String given) throws Exception {
    JsonObject command = from("test.remote");
    command.remove("password");
    if (!given.isEmpty()) {
      command.put("password", given);
    }

    hub.call("backup/restore", command);

    assertThat(order().getString("password")).isEqualTo(KEY);
    assertThat(hub.restarts()).isEqualTo(1);
  }

  @Test
  void a_key_that_opened_a_restore_is_on_the_ring_afterwards() throws Exception {
    hub.forgetKeys();

    hub.call("backup/restore", from("backup.local"));

    assertThat(hub.keys()).hasSize(1);
    assertThat(hub.keys().get(0).getString("origin")).isEqualTo("opened");
  }

  @Test
  void keys_that_are_younger_than_the_backup_survive_its_restore() throws Exception {
    hub.call("homekeep/backup/keys/add", new JsonObject().put("key", "younger than the backup"));

    hub.call("backup/restore", from("backup.local"));
    hub.close();
    PendingRestore.apply(hub.directories());
    assertThat(Files.readString(directory.resolve(".storage/homekeep.backup_keys")))
        .doesNotContain("younger than the backup");
    hub = BackupHub.open(hub.directories());

    assertThat(hub.keys()).hasSize(2);
    assertThat(directory.resolve(".homekeep_keys")).doesNotExist();
    assertThat(Files.readString(directory.resolve(".storage/homekeep.backup_keys")))
        .contains("younger than the backup");
  }

  @Test
  void a_key_that_is_not_needed_is_wrong_too() throws Exception {
    id = hub.backup(new JsonObject().put("agent_ids", new JsonArray().add("test.remote")));

    assertThat(hub.refused("backup/restore", from("test.remote")))
        .startsWith("password_incorrect: ");
    assertThat(hub.restarts()).isZero();
  }

  @Test
  void what_cannot_be_restored_is_refused_with_its_reason() throws Exception {
    assertThat(
            hub.refused(
                "backup/restore",
                from("test.remote").put("restore_folders", new JsonArray().add("ssl"))))
        .isEqualTo("home_assistant_error: Addons and folders are not supported in core restore");
    assertThat(
            hub.refused(
                "backup/restore",
                from("test.remote")
                    .put("restore_database", false)
                    .put("restore_homeassistant", false)))
        .isEqualTo("home_assistant_error: Home Assistant or database must be included in restore");
    assertThat(restoreSteps()).endsWith("restore_backup/failed/backup_reader_writer_error", "idle");
    assertThat(hub.refused("backup/restore", from("test.remote").put("backup_id", "nope")))
        .isEqualTo("home_assistant_error: Backup nope not found in agent test.remote");
    assertThat(restoreSteps()).endsWith("restore_backup/failed/backup_manager_error", "idle");
    assertThat(hub.refused("backup/restore", from("x.y")))
        .isEqualTo("home_assistant_error: Invalid agent selected: x.y");
    assertNothingHappened();
  }

  @Test
  void a_location_that_fails_is_told_in_its_own_words() throws Exception {
    remote.failWith(new BackupAgentException("Boom!"));

    assertThat(hub.refused("backup/restore", from("test.remote")))
        .isEqualTo("home_assistant_error: Boom!");
    assertThat(restoreSteps()).endsWith("restore_backup/failed/backup_agent_error", "idle");
  }

  @Test
  void a_start_clears_what_the_last_run_left_half_done() throws Exception {
    hub.close();
    Files.writeString(directory.resolve("tmp_backups/abc.tar"), "half");
    Files.writeString(directory.resolve("backups/.homekeep-abc.partial"), "half");

    hub = BackupHub.open(hub.directories());

    assertThat(BackupHub.names(directory.resolve("tmp_backups"))).isEmpty();
    assertThat(BackupHub.names(directory.resolve("backups"))).hasSize(1);
  }
}
