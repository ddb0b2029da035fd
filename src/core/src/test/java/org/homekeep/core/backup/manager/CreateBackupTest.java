package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.Test;

class CreateBackupTest extends CreatingHubTest {
  @Test
  void a_backup_is_told_step_by_step() throws Exception {
    hub.addAgent("remote");

    hub.backup(to("backup.local", "test.remote"));

    assertThat(hub.steps())
        .containsExactly(
            "idle",
            "create_backup/in_progress",
            "create_backup/home_assistant/in_progress",
            "create_backup/upload_to_agents/in_progress",
            "create_backup/cleaning_up/in_progress",
            "create_backup/completed",
            "idle");
  }

  @Test
  void the_first_event_comes_before_the_result_and_the_stages_after_it() throws Exception {
    List<String> order = new ArrayList<>();
    hub.onContext(
        () ->
            hub.backups()
                .manager()
                .events()
                .subscribe(event -> order.add(event.json().getString("manager_state"))));

    hub.async(
        () ->
            hub.backups()
                .manager()
                .generate(CreateRequests.plain("backup.local"))
                .onSuccess(accepted -> order.add("result")));
    hub.awaitIdle();

    assertThat(order).startsWith("idle", "create_backup", "result", "create_backup");
  }

  @Test
  void a_subscriber_hears_where_things_stand_before_the_result() throws Exception {
    List<JsonObject> heard = new ArrayList<>();

    hub.send("backup/subscribe_events", new JsonObject(), heard::add);

    assertThat(heard).containsExactly(new JsonObject().put("manager_state", "idle"));
  }

  @Test
  void every_location_is_told_to_have_all_bytes_at_the_end() throws Exception {
    MemoryAgent remote = hub.addAgent("remote");

    String id = hub.backup(to("backup.local", "test.remote"));

    long size = remote.bytes(id).length;
    assertThat(hub.events())
        .contains(progress("backup.local", size, size), progress("test.remote", size, size));
  }

  private static JsonObject progress(String agentId, long uploaded, long total) {
    return new JsonObject()
        .put("manager_state", "create_backup")
        .put("agent_id", agentId)
        .put("uploaded_bytes", uploaded)
        .put("total_bytes", total);
  }

  @Test
  void the_backup_is_listed_with_its_copies() throws Exception {
    hub.addAgent("remote");

    String id = hub.backup(to("backup.local", "test.remote").put("name", "  nightly "));

    JsonObject backup = only();
    assertThat(backup.getString("backup_id")).isEqualTo(id);
    assertThat(backup.getString("name")).isEqualTo("nightly");
    assertThat(backup.getJsonObject("agents").fieldNames())
        .containsExactly("backup.local", "test.remote");
    assertThat(backup.getValue("with_automatic_settings")).isEqualTo(false);
    assertThat(backup.getJsonObject("extra_metadata").getString("instance_id"))
        .isEqualTo(BackupHub.INSTANCE);
    assertThat(backup.containsKey("size")).isFalse();
    assertThat(backup.getString("date")).isEqualTo("2024-11-11T12:00:00+01:00");
  }

  @Test
  void the_local_file_has_the_friendly_name_and_nothing_else_is_left() throws Exception {
    hub.backup(to("backup.local").put("name", "test"));

    assertThat(BackupHub.names(directory.resolve("backups")))
        .containsExactly("test_2024-11-11_12.00_00000000.tar");
    assertThat(BackupHub.names(directory.resolve("tmp_backups"))).isEmpty();
  }

  @Test
  void without_the_local_location_no_file_stays_here() throws Exception {
    hub.addAgent("remote");

    hub.backup(to("test.remote"));

    assertThat(BackupHub.names(directory.resolve("backups"))).isEmpty();
    assertThat(BackupHub.names(directory.resolve("tmp_backups"))).isEmpty();
  }

  @Test
  void one_location_that_fails_does_not_harm_the_others() throws Exception {
    hub.addAgent("broken").failUploadsWith(new BackupAgentException("Boom!"));
    MemoryAgent good = hub.addAgent("good");

    String id = hub.backup(to("backup.local", "test.broken", "test.good"));

    assertThat(good.ids()).containsExactly(id);
    assertThat(only().getJsonArray("failed_agent_ids")).containsExactly("test.broken");
    assertThat(hub.steps())
        .endsWith(
            "create_backup/cleaning_up/in_progress", "create_backup/failed/upload_failed", "idle");
  }

  @Test
  void a_location_that_throws_harms_only_itself() throws Exception {
    hub.addAgent("broken").throwAlways(new IllegalStateException("Oops"));
    MemoryAgent good = hub.addAgent("good");

    String id = hub.backup(to("test.broken", "test.good"));

    assertThat(good.ids()).containsExactly(id);
    JsonObject info = hub.call("backup/info");
    assertThat(info.getJsonObject("agent_errors").getString("test.broken"))
        .isEqualTo(
            "The integration of the location has a fault, which is in the log. Report it to whoever made the integration, and use another location until it is mended.");
    assertThat(info.getString("state")).isEqualTo("idle");
  }

  @Test
  void an_upload_that_makes_no_progress_is_given_up() throws Exception {
    MemoryAgent stuck = hub.addAgent("stuck");
    stuck.holdUploads();
    hub.addAgent("good");
    hub.call("backup/generate", to("test.stuck", "test.good"));
    awaitStep("create_backup/upload_to_agents/in_progress");
    while (hub.events().stream().noneMatch(CreateBackupTest::isOfGood)) {
      hub.onContext(() -> "turn");
    }

    hub.advance(java.time.Duration.ofHours(3));
    hub.awaitIdle();

    assertThat(hub.steps()).contains("create_backup/failed/upload_failed");
    assertThat(only().getJsonArray("failed_agent_ids")).containsExactly("test.stuck");
  }

  /** The last word on an upload comes when the manager knows that it is done. */
  private static boolean isOfGood(JsonObject event) {
    return "test.good".equals(event.getString("agent_id"));
  }

  private void awaitStep(String step) throws Exception {
    while (!hub.steps().contains(step)) {
      hub.onContext(() -> "turn");
    }
  }

  @Test
  void progress_is_told_at_once_and_then_once_a_second() throws Exception {
    MemoryAgent slow = hub.addAgent("slow");
    slow.reportProgress(10L, 20L, 30L);
    var gate = slow.holdUploads();
    hub.call("backup/generate", to("test.slow"));
    awaitStep("create_backup/upload_to_agents/in_progress");
    while (told().isEmpty()) {
      hub.onContext(() -> "turn");
    }

    hub.advance(java.time.Duration.ofMillis(2500));
    List<Long> before = told();
    gate.complete();
    hub.awaitIdle();

    assertThat(before).hasSizeBetween(1, 2).endsWith(30L);
    assertThat(told()).hasSize(before.size() + 1);
  }

  private List<Long> told() {
    return hub.events().stream()
        .filter(event -> event.containsKey("agent_id"))
        .map(event -> event.getLong("uploaded_bytes"))
        .toList();
  }

  @Test
  void deleting_removes_every_copy_and_reports_the_location_that_could_not() throws Exception {
    MemoryAgent broken = hub.addAgent("broken");
    String id = hub.backup(to("backup.local", "test.broken"));
    broken.failWith(new BackupAgentException("Boom!"));

    JsonObject first = hub.call("backup/delete", new JsonObject().put("backup_id", id));
    broken.recover();
    JsonObject second = hub.call("backup/delete", new JsonObject().put("backup_id", id));

    assertThat(first).isEqualTo(errors(new JsonObject().put("test.broken", "Boom!")));
    assertThat(second).isEqualTo(errors(new JsonObject()));
    assertThat(broken.ids()).isEmpty();
    assertThat(BackupHub.names(directory.resolve("backups"))).isEmpty();
  }

  private static JsonObject errors(JsonObject errors) {
    return new JsonObject().put("agent_errors", errors);
  }

  @Test
  void details_of_an_unknown_backup_are_null() throws Exception {
    assertThat(hub.call("backup/details", new JsonObject().put("backup_id", "nope")))
        .isEqualTo(errors(new JsonObject()).putNull("backup"));
  }

  @Test
  void the_locations_are_listed_with_the_local_one_first() throws Exception {
    hub.addAgent("remote");

    assertThat(hub.call("backup/agents/info"))
        .isEqualTo(
            new JsonObject(
                """
                {"agents":[{"agent_id":"backup.local","name":"local"},
                           {"agent_id":"test.remote","name":"remote"}]}\
                """));
  }

  @Test
  void a_key_can_be_tried_before_a_download() throws Exception {
    hub.addAgent("remote");
    String id = hub.backup(to("test.remote").put("password", KEY));
    String plain = hub.backup(to("test.remote").put("name", "plain"));

    assertThat(hub.call("backup/can_decrypt_on_download", decrypt(id, "test.remote", KEY)))
        .isEmpty();
    assertThat(hub.refused("backup/can_decrypt_on_download", decrypt(id, "test.remote", "wrong")))
        .isEqualTo("password_incorrect: Incorrect password");
    assertThat(hub.refused("backup/can_decrypt_on_download", decrypt(plain, "test.remote", KEY)))
        .isEqualTo("decrypt_not_supported: Decrypt on download not supported");
    assertThat(hub.refused("backup/can_decrypt_on_download", decrypt(id, "x.y", KEY)))
        .isEqualTo("home_assistant_error: Invalid agent selected: x.y");
    assertThat(hub.refused("backup/can_decrypt_on_download", decrypt("nope", "test.remote", KEY)))
        .isEqualTo("home_assistant_error: Backup nope not found in agent test.remote");
  }

  private static JsonObject decrypt(String backupId, String agentId, String key) {
    return new JsonObject()
        .put("backup_id", backupId)
        .put("agent_id", agentId)
        .put("password", key);
  }
}
