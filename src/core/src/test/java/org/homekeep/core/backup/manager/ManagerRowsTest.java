package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupAgentUnreachableException;
import org.homekeep.core.backup.archive.RawTar;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.runtime.HomeAssistantVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of backup.md §1 to §7 and §10 about the manager and its locations. */
class ManagerRowsTest extends ManagerHubTest {
  private static final byte[] NO_PART = new byte[1024];

  // §1.3

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ours, automatic   | 0123456789abcdef0123456789abcdef | true  | true",
        "ours, by hand     | 0123456789abcdef0123456789abcdef | false | false",
        "ours, no boolean  | 0123456789abcdef0123456789abcdef | 'yes' |",
        "of another hub    | ffffffffffffffffffffffffffffffff | true  |"
      })
  void a_backup_is_automatic_by_hand_or_nobody_knows(
      String what,
      String instance,
      String flag,
      @org.jspecify.annotations.Nullable Boolean expected)
      throws Exception {
    Object stored = flag.equals("yes") ? flag : Boolean.valueOf(flag);
    remote.put(
        backup("0000000a", "B", Map.of("instance_id", instance, "with_automatic_settings", stored)),
        new byte[10]);

    JsonObject shown = details("0000000a").getJsonObject("backup");

    assertThat(shown.containsKey("with_automatic_settings")).isTrue();
    assertThat(shown.getValue("with_automatic_settings")).isEqualTo(expected);
  }

  @Test
  void of_a_backup_without_metadata_nobody_knows_whether_it_is_automatic() throws Exception {
    remote.put(backup("0000000a", "B", Map.of()), new byte[10]);

    assertThat(details("0000000a").getJsonObject("backup").getValue("with_automatic_settings"))
        .isNull();
  }

  @Test
  void a_backup_is_described_by_the_first_location_that_lists_it() throws Exception {
    MemoryAgent second = hub.addAgent("second");
    second.put(backup("0000000a", "As the second says", Map.of()), new byte[10]);
    remote.put(backup("0000000a", "As the first says", Map.of()), new byte[10]);

    JsonObject info = hub.call("backup/info");

    assertThat(info.getJsonArray("backups")).hasSize(1);
    JsonObject shown = info.getJsonArray("backups").getJsonObject(0);
    assertThat(shown.getString("name")).isEqualTo("As the first says");
    assertThat(shown.getJsonObject("agents").fieldNames())
        .containsExactly("test.remote", "test.second");
    assertThat(shown.fieldNames()).doesNotContain("protected", "size");
  }

  // §1.7

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\t\n", "\u00a0"})
  void a_backup_without_a_name_is_named_by_its_kind_and_the_version(String blank) throws Exception {
    String id = hub.backup(to("backup.local").put("name", blank));

    assertThat(details(id).getJsonObject("backup").getString("name"))
        .isEqualTo("Custom backup " + HomeAssistantVersion.CURRENT);
  }

  @Test
  void an_automatic_backup_is_named_by_its_kind_and_the_version() throws Exception {
    hub.call("backup/config/update", new JsonObject().put("create_backup", to("backup.local")));
    String id = hub.call("backup/generate_with_automatic_settings").getString("backup_job_id");
    hub.awaitIdle();

    assertThat(details(id).getJsonObject("backup").getString("name"))
        .isEqualTo("Automatic backup " + HomeAssistantVersion.CURRENT);
  }

  // §1.8, §10 Agents

  @Test
  void a_location_that_fails_adds_an_error_and_hides_no_other() throws Exception {
    String id = hub.backup(to("backup.local", "test.remote"));
    hub.addAgent("boom").failWith(new BackupAgentException("Boom!"));
    hub.addAgent("asleep").failWith(new BackupAgentUnreachableException(new IOException("asleep")));
    hub.addAgent("odd").failWith(new IllegalStateException("Oops"));
    JsonObject errors =
        new JsonObject()
            .put("test.boom", "Boom!")
            .put("test.asleep", "The backup agent is unreachable.")
            .put(
                "test.odd",
                "The integration of the location has a fault, which is in the log. Report it to whoever made the integration, and use another location until it is mended.");

    JsonObject info = hub.call("backup/info");
    JsonObject details = details(id);

    assertThat(info.getJsonObject("agent_errors")).isEqualTo(errors);
    assertThat(info.getJsonArray("backups")).hasSize(1);
    assertThat(details.getJsonObject("agent_errors")).isEqualTo(errors);
    assertThat(details.getJsonObject("backup").getJsonObject("agents").fieldNames())
        .containsExactly("backup.local", "test.remote");
  }

  @Test
  void a_record_is_written_for_every_backup_and_goes_when_it_is_deleted_everywhere()
      throws Exception {
    String id = hub.backup(to("backup.local", "test.remote"));
    assertThat(known())
        .containsExactly(
            new JsonObject()
                .put("backup_id", id)
                .put("failed_addons", new JsonArray())
                .put("failed_agent_ids", new JsonArray())
                .put("failed_folders", new JsonArray()));

    remote.failDeletionsWith(new BackupAgentException("Boom!"));
    hub.call("backup/delete", new JsonObject().put("backup_id", id));
    assertThat(known()).hasSize(1);

    remote.recover();
    hub.call("backup/delete", new JsonObject().put("backup_id", id));
    assertThat(known()).isEmpty();
  }

  @Test
  void a_deletion_is_not_held_up_by_a_backup_that_is_being_made() throws Exception {
    String old = hub.backup(to("backup.local"));
    Promise<Void> gate = remote.holdUploads();
    hub.advance(Duration.ofSeconds(1)); // The id of a backup is made of its name and its time.
    hub.call("backup/generate", to("test.remote"));

    assertThat(hub.call("backup/delete", new JsonObject().put("backup_id", old)))
        .isEqualTo(new JsonObject().put("agent_errors", new JsonObject()));

    assertThat(details(old).getValue("backup")).isNull();
    gate.complete();
    hub.awaitIdle();
  }

  @Test
  void an_archive_with_a_folder_that_nobody_knows_hides_no_other() throws Exception {
    String id = hub.backup(to("backup.local"));
    JsonObject metadata =
        new JsonObject()
            .put("slug", "27e0ff0f")
            .put("name", "Of the future")
            .put("date", "2026-01-30T05:42:12-08:00")
            .put("folders", new JsonArray().add("cellar"))
            .put("homeassistant", new JsonObject().put("version", "2026.1.0"));
    Path backups = directory.resolve("backups");
    Path copy = backups.resolve("future.tar");
    Files.write(
        copy, RawTar.archiveOf(metadata.toBuffer().getBytes(), "./homeassistant.tar", NO_PART));

    JsonObject info = hub.call("backup/info");

    assertThat(info.getJsonObject("agent_errors")).isEmpty();
    assertThat(
            info.getJsonArray("backups").stream()
                .map(each -> ((JsonObject) each).getString("backup_id")))
        .contains(id);
  }

  // §1.4

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true"})
  void a_location_may_read_an_archive_as_often_as_it_likes(boolean here, boolean there)
      throws Exception {
    hub.call(
        "backup/config/update",
        new JsonObject(
            "{\"agents\":{\"backup.local\":{\"protected\":%s},\"test.remote\":{\"protected\":%s}}}"
                .formatted(here, there)));
    remote.readTwice();

    String id = hub.backup(to("backup.local", "test.remote").put("password", KEY));

    assertThat(hub.steps()).endsWith("create_backup/completed", "idle");
    assertThat(
            details(id)
                .getJsonObject("backup")
                .getJsonObject("agents")
                .getJsonObject("test.remote")
                .getBoolean("protected"))
        .isEqualTo(there);
  }

  // §2.1

  @Test
  void one_operation_at_a_time_refuses_every_other() throws Exception {
    String id = hub.backup(to("backup.local", "test.remote"));
    hub.call("backup/config/update", new JsonObject().put("create_backup", to("test.remote")));
    Promise<Void> gate = remote.holdUploads();
    hub.call("backup/generate", to("test.remote"));
    String busy = "home_assistant_error: Backup manager busy: create_backup";
    JsonObject restore = new JsonObject().put("backup_id", id).put("agent_id", "backup.local");

    assertThat(hub.refused("backup/generate", to("backup.local"))).isEqualTo(busy);
    assertThat(hub.refused("backup/generate_with_automatic_settings", new JsonObject()))
        .isEqualTo(busy);
    assertThat(hub.refused("backup/restore", restore)).isEqualTo(busy);
    assertThat(hub.call("backup/info").getValue("last_attempted_automatic_backup")).isNull();
    gate.complete();
    hub.awaitIdle();

    hub.call("backup/restore", restore);
    assertThat(hub.refused("backup/generate", to("backup.local")))
        .isEqualTo("home_assistant_error: Backup manager busy: restore_backup");
  }

  // §2.2

  @Test
  void progress_of_an_upload_changes_neither_the_state_nor_the_last_action() throws Exception {
    remote.reportProgress(5L);
    Promise<Void> gate = remote.holdUploads();
    hub.call("backup/generate", to("test.remote"));
    hub.until(() -> hub.events().stream().anyMatch(event -> event.containsKey("agent_id")));

    JsonObject info = hub.call("backup/info");

    assertThat(info.getString("state")).isEqualTo("create_backup");
    assertThat(info.getJsonObject("last_action_event"))
        .isEqualTo(
            new JsonObject(
                "{\"manager_state\":\"create_backup\",\"reason\":null,\"stage\":\"upload_to_agents\",\"state\":\"in_progress\"}"));
    gate.complete();
    hub.awaitIdle();
  }

  // §2.3

  @Test
  void without_a_location_that_is_not_there_a_backup_ends_well_and_is_not_complete_yet()
      throws Exception {
    hub.call(
        "backup/config/update",
        new JsonObject().put("create_backup", to("backup.local", "test.unknown")));
    hub.call("backup/generate_with_automatic_settings");
    hub.awaitIdle();

    assertThat(hub.steps()).endsWith("create_backup/completed", "idle");
    assertThat(hub.call("backup/info").getString("last_completed_automatic_backup")).isNull();
    assertThat(hub.issues().get("automatic_backup_failed").translationKey())
        .isEqualTo("automatic_backup_failed_upload_agents");
  }

  @Test
  void a_backup_that_could_not_be_written_is_not_known_anywhere() throws Exception {
    hub.call(
        "backup/config/update",
        new JsonObject().put("create_backup", to("backup.local", "test.remote")));
    Files.writeString(directory.resolve("backups"), "in the way");

    hub.call("backup/generate_with_automatic_settings");
    hub.awaitIdle();

    assertThat(hub.steps()).endsWith("create_backup/failed/backup_reader_writer_error", "idle");
    assertThat(hub.steps()).noneMatch(step -> step.contains("cleaning_up"));
    assertThat(known()).isEmpty();
    assertThat(remote.uploads()).isZero();
    JsonObject info = hub.call("backup/info");
    assertThat(info.getValue("last_completed_automatic_backup")).isNull();
    assertThat(info.getString("last_attempted_automatic_backup")).isNotNull();
  }

  // §6.6, §10 Create

  @Test
  void without_a_key_every_copy_is_plain_whatever_is_set() throws Exception {
    hub.call(
        "backup/config/update",
        new JsonObject(
            "{\"agents\":{\"backup.local\":{\"protected\":true},\"test.remote\":{\"protected\":true}}}"));

    String id = hub.backup(to("backup.local", "test.remote"));

    JsonObject agents = details(id).getJsonObject("backup").getJsonObject("agents");
    for (String agentId : List.of("backup.local", "test.remote")) {
      assertThat(agents.getJsonObject(agentId).getBoolean("protected")).isFalse();
    }
  }
}
