package org.homekeep.core.backup.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One location's failure harms no other, and what failed is tried again (backup.md §11.3). */
class DeliveryTest {
  private static BackupAgentException asleep() {
    return new BackupAgentException("The NAS sleeps.");
  }

  @TempDir private Path directory;
  private BackupHub hub;
  private MemoryAgent nas;
  private MemoryAgent cloud;

  @BeforeEach
  void start() throws Exception {
    hub = BackupHub.started(directory);
    nas = hub.addAgent("nas");
    cloud = hub.addAgent("cloud");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void restart() throws Exception {
    hub.close();
    hub = BackupHub.started(directory);
    hub.addAgent(nas);
    hub.addAgent(cloud);
  }

  private static JsonObject to(String... agentIds) {
    return new JsonObject().put("agent_ids", new JsonArray(List.of(agentIds)));
  }

  private String automatic(String... agentIds) throws Exception {
    hub.call(
        "backup/config/update",
        new JsonObject()
            .put(
                "create_backup",
                new JsonObject().put("agent_ids", new JsonArray(List.of(agentIds)))));
    String id = hub.call("backup/generate_with_automatic_settings").getString("backup_job_id");
    hub.awaitIdle();
    return id;
  }

  private List<JsonObject> deliveries() throws Exception {
    return hub.call("homekeep/backup/deliveries").getJsonArray("deliveries").stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  private List<Path> temporaryFiles() throws Exception {
    try (Stream<Path> files = Files.list(hub.directories().temporary())) {
      return files.toList();
    }
  }

  private JsonObject backup(String id) throws Exception {
    return hub.call("backup/details", new JsonObject().put("backup_id", id))
        .getJsonObject("backup");
  }

  @Test
  void a_location_that_failed_gets_its_copy_a_minute_later() throws Exception {
    nas.failUploadsWith(asleep());
    String id = hub.backup(to("backup.local", "test.nas"));
    assertThat(nas.ids()).isEmpty();
    assertThat(backup(id).getJsonArray("failed_agent_ids")).containsExactly("test.nas");

    nas.recover();
    hub.advance(Duration.ofSeconds(75));
    hub.until(() -> backup(id).getJsonArray("failed_agent_ids").isEmpty());

    assertThat(nas.ids()).containsExactly(id);
    assertThat(deliveries()).isEmpty();
  }

  @Test
  void what_is_owed_says_why_and_when_it_is_tried_again() throws Exception {
    nas.failUploadsWith(asleep());
    String id = hub.backup(to("backup.local", "test.nas"));

    JsonObject owed = deliveries().get(0);
    assertThat(owed.getString("backup_id")).isEqualTo(id);
    assertThat(owed.getString("agent_id")).isEqualTo("test.nas");
    assertThat(owed.getString("state")).isEqualTo("waiting");
    assertThat(owed.getString("error")).isEqualTo("The NAS sleeps.");
    assertThat(owed.getInteger("attempts")).isEqualTo(1);
    assertThat(Instant.parse(owed.getString("next_attempt")))
        .isBetween(Instant.parse("2024-11-11T11:00:48Z"), Instant.parse("2024-11-11T11:01:12Z"));
  }

  @Test
  void attempts_are_further_and_further_apart_up_to_hours() throws Exception {
    nas.failUploadsWith(asleep());
    hub.backup(to("backup.local", "test.nas"));
    for (int attempt = 2; attempt <= 12; attempt++) {
      int expected = attempt;
      hub.advance(Duration.ofMinutes(290));
      hub.until(
          () ->
              deliveries().get(0).getInteger("attempts") >= expected
                  && deliveries().get(0).getString("state").equals("waiting"));
    }

    Duration pause =
        Duration.between(
            hub.clock().instant(), Instant.parse(deliveries().get(0).getString("next_attempt")));
    assertThat(pause).isBetween(Duration.ofMinutes(-100), Duration.ofMinutes(288));
  }

  @Test
  void an_archive_that_is_not_kept_here_stays_until_it_is_delivered() throws Exception {
    nas.failUploadsWith(asleep());
    String id = hub.backup(to("test.nas", "test.cloud"));
    assertThat(cloud.ids()).containsExactly(id);
    assertThat(temporaryFiles()).hasSize(1);

    nas.recover();
    hub.advance(Duration.ofSeconds(75));
    hub.until(() -> temporaryFiles().isEmpty());

    assertThat(nas.bytes(id)).isEqualTo(cloud.bytes(id));
  }

  @Test
  void after_a_restart_what_is_owed_is_delivered_at_once() throws Exception {
    nas.failUploadsWith(asleep());
    String id = hub.backup(to("test.nas"));

    nas.recover();
    restart();
    hub.until(() -> nas.ids().contains(id) && temporaryFiles().isEmpty());

    assertThat(deliveries()).isEmpty();
  }

  @Test
  void a_hub_that_stops_during_an_upload_delivers_it_after_the_start() throws Exception {
    Promise<Void> gate = nas.holdUploads();
    String id = hub.call("backup/generate", to("test.nas")).getString("backup_job_id");
    hub.until(
        () ->
            !deliveries().isEmpty() && deliveries().get(0).getString("state").equals("uploading"));
    hub.close();
    gate.fail(new BackupAgentException("too late"));
    nas.releaseUploads();
    hub = BackupHub.started(directory);
    hub.addAgent(nas);

    hub.until(() -> nas.ids().contains(id));
  }

  @Test
  void a_location_that_comes_back_need_not_wait_for_its_time() throws Exception {
    nas.failUploadsWith(asleep());
    String id = hub.backup(to("backup.local", "test.nas"));
    hub.removeAgent(nas);
    nas.recover();

    hub.addAgent(nas);

    hub.until(() -> nas.ids().contains(id));
  }

  @Test
  void a_location_that_did_not_exist_gets_its_copy_when_it_does() throws Exception {
    hub.removeAgent(nas);
    String id = hub.backup(to("backup.local", "test.nas"));
    assertThat(hub.steps()).contains("create_backup/completed");

    hub.addAgent(nas);

    hub.until(
        () -> nas.ids().contains(id) && backup(id).getJsonArray("failed_agent_ids").isEmpty());
  }

  @Test
  void a_late_copy_of_an_automatic_backup_ends_the_issue_and_completes_it() throws Exception {
    nas.failUploadsWith(asleep());
    automatic("backup.local", "test.nas");
    assertThat(hub.issues()).containsKey("automatic_backup_failed");
    assertThat(hub.call("backup/info").getString("last_completed_automatic_backup")).isNull();

    nas.recover();
    hub.advance(Duration.ofSeconds(75));
    hub.until(() -> hub.issues().isEmpty());

    assertThat(hub.call("backup/info").getString("last_completed_automatic_backup")).isNotNull();
  }

  @Test
  void a_location_that_was_away_for_long_gets_the_newest_three_and_the_newest_first()
      throws Exception {
    nas.failUploadsWith(asleep());
    String[] ids = new String[5];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = automatic("backup.local", "test.nas");
      hub.advance(Duration.ofSeconds(1));
    }
    assertThat(deliveries())
        .extracting(each -> each.getString("backup_id"))
        .containsExactly(ids[2], ids[3], ids[4]);

    hub.removeAgent(nas);
    nas.recover();
    hub.addAgent(nas);
    hub.until(() -> deliveries().isEmpty());

    assertThat(nas.ids()).containsExactly(ids[4], ids[3], ids[2]);
  }

  @Test
  void when_a_location_takes_one_copy_the_others_need_not_wait() throws Exception {
    nas.failUploadsWith(asleep());
    String first = hub.backup(to("backup.local", "test.nas"));
    hub.advance(Duration.ofHours(1));
    hub.until(
        () ->
            deliveries().get(0).getInteger("attempts") >= 2
                && deliveries().get(0).getString("state").equals("waiting"));
    hub.advance(Duration.ofHours(1));
    String second = hub.backup(to("backup.local", "test.nas"));

    nas.recover();
    hub.advance(Duration.ofSeconds(75));

    hub.until(() -> nas.ids().containsAll(List.of(first, second)));
  }

  @Test
  void a_location_that_appears_while_the_first_attempts_begin_gets_one_copy() throws Exception {
    hub.removeAgent(nas);
    hub.removeAgent(cloud);
    hub.onContext(
        () ->
            hub.backups()
                .manager()
                .events()
                .subscribe(
                    event -> {
                      if ("upload_to_agents".equals(event.json().getString("stage"))) {
                        hub.runtime().execute(() -> hub.appear(nas));
                      }
                    }));
    String id = hub.backup(to("backup.local", "test.nas"));
    hub.until(
        () -> deliveries().isEmpty() && backup(id).getJsonArray("failed_agent_ids").isEmpty());

    assertThat(backup(id).getJsonObject("agents").fieldNames())
        .containsExactlyInAnyOrder("backup.local", "test.nas");
  }

  @Test
  void manual_backups_are_owed_however_many_there_are() throws Exception {
    nas.failUploadsWith(asleep());
    for (int i = 0; i < 5; i++) {
      hub.backup(to("backup.local", "test.nas"));
      hub.advance(Duration.ofSeconds(1));
    }

    assertThat(deliveries()).hasSize(5);
  }

  @Test
  void a_backup_that_was_deleted_is_not_delivered_any_more() throws Exception {
    nas.failUploadsWith(asleep());
    String id = hub.backup(to("test.nas", "test.cloud"));

    hub.call("backup/delete", new JsonObject().put("backup_id", id));

    assertThat(deliveries()).isEmpty();
    assertThat(temporaryFiles()).isEmpty();
    nas.recover();
    hub.advance(Duration.ofDays(1));
    assertThat(nas.ids()).isEmpty();
  }

  @Test
  void a_delivery_can_be_cancelled() throws Exception {
    nas.failUploadsWith(asleep());
    String id = hub.backup(to("test.nas", "test.cloud"));

    JsonObject cancelled =
        hub.call(
            "homekeep/backup/deliveries/cancel",
            new JsonObject().put("backup_id", id).put("agent_id", "test.nas"));

    assertThat(cancelled.getBoolean("cancelled")).isTrue();
    assertThat(deliveries()).isEmpty();
    assertThat(temporaryFiles()).isEmpty();
  }

  @Test
  void a_backup_that_is_being_sent_can_be_cancelled_and_what_is_stored_stays() throws Exception {
    nas.holdUploads();
    String id =
        hub.call("backup/generate", to("backup.local", "test.nas")).getString("backup_job_id");
    hub.until(
        () ->
            !deliveries().isEmpty() && deliveries().get(0).getString("state").equals("uploading"));

    hub.call("homekeep/backup/cancel");
    hub.awaitIdle();

    assertThat(hub.steps()).contains("create_backup/failed/cancelled");
    assertThat(backup(id).getJsonObject("agents").fieldNames()).containsExactly("backup.local");
    assertThat(deliveries()).isEmpty();
    assertThat(temporaryFiles()).isEmpty();
  }

  @Test
  void when_no_backup_is_made_there_is_nothing_to_cancel() throws Exception {
    assertThat(hub.refused("homekeep/backup/cancel", new JsonObject()))
        .isEqualTo("home_assistant_error: No backup is being made that could be cancelled.");
  }

  @Test
  void a_backup_that_exists_can_be_sent_to_another_location() throws Exception {
    String id = hub.backup(to("backup.local"));

    hub.call("homekeep/backup/deliver", to("test.nas").put("backup_id", id));

    hub.until(() -> nas.ids().contains(id));
  }

  @Test
  void a_backup_that_is_not_here_is_fetched_and_sent_on() throws Exception {
    String id = hub.backup(to("test.cloud"));

    hub.call("homekeep/backup/deliver", to("test.nas", "backup.local").put("backup_id", id));
    hub.until(() -> deliveries().isEmpty() && temporaryFiles().isEmpty());

    assertThat(nas.bytes(id)).isEqualTo(cloud.bytes(id));
    assertThat(backup(id).getJsonObject("agents").fieldNames())
        .containsExactlyInAnyOrder("backup.local", "test.nas", "test.cloud");
  }

  @Test
  void a_backup_can_be_sent_only_where_it_is_not_yet_and_where_there_is_a_location()
      throws Exception {
    String id = hub.backup(to("test.cloud"));

    assertThat(hub.refused("homekeep/backup/deliver", to("test.cloud").put("backup_id", id)))
        .endsWith("The backup is in every one of these locations already.");
    assertThat(hub.refused("homekeep/backup/deliver", to("test.none").put("backup_id", id)))
        .endsWith("Invalid agent selected: test.none");
    assertThat(hub.refused("homekeep/backup/deliver", to("test.nas").put("backup_id", "none")))
        .endsWith(
            "There is no backup none at any location that answers. Look at the list of backups again.");
  }

  @Test
  void what_is_sent_on_in_another_form_reaches_those_as_well_that_wait_already() throws Exception {
    MemoryAgent third = hub.addAgent("third");
    hub.call(
        "backup/config/update",
        new JsonObject("{\"agents\":{\"test.cloud\":{\"protected\":false}}}"));
    nas.failUploadsWith(asleep());
    String id = hub.backup(to("test.nas", "test.cloud").put("password", "a key"));
    assertThat(deliveries()).hasSize(1);

    hub.call("homekeep/backup/deliver", to("test.third").put("backup_id", id));
    hub.until(() -> third.ids().contains(id));
    nas.recover();
    hub.advance(Duration.ofHours(5));
    hub.until(() -> deliveries().isEmpty() && temporaryFiles().isEmpty());

    JsonObject agents = backup(id).getJsonObject("agents");
    assertThat(agents.getJsonObject("test.nas").getBoolean("protected")).isTrue();
    assertThat(agents.getJsonObject("test.third").getBoolean("protected")).isTrue();
  }

  @Test
  void a_location_that_wants_plain_copies_gets_one_late_too() throws Exception {
    hub.call(
        "backup/config/update",
        new JsonObject("{\"agents\":{\"test.nas\":{\"protected\":false}}}"));
    nas.failUploadsWith(asleep());
    String id = hub.backup(to("test.nas", "test.cloud").put("password", "a key"));

    nas.recover();
    restart();
    hub.until(() -> nas.ids().contains(id) && deliveries().isEmpty());

    JsonObject agents = backup(id).getJsonObject("agents");
    assertThat(agents.getJsonObject("test.nas").getBoolean("protected")).isFalse();
    assertThat(agents.getJsonObject("test.cloud").getBoolean("protected")).isTrue();
  }
}
