package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.auth.Access;
import org.homekeep.core.backup.restore.PendingRestore;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of the backups that were made, or were to be made. */
class HistoryTest extends CreatingHubTest {
  private static final String COMMAND = "homekeep/backup/history";

  private JsonObject history(JsonObject fields) throws Exception {
    return hub.call(COMMAND, fields);
  }

  private List<JsonObject> runs() throws Exception {
    return list(history(new JsonObject()));
  }

  private static List<JsonObject> list(JsonObject page) {
    return page.getJsonArray("runs").stream().map(JsonObject.class::cast).toList();
  }

  private JsonObject onlyRun() throws Exception {
    assertThat(runs()).hasSize(1);
    return runs().get(0);
  }

  private static JsonObject missing(JsonObject run) {
    assertThat(run.getJsonArray("missing")).hasSize(1);
    return run.getJsonArray("missing").getJsonObject(0);
  }

  private Path document() {
    return directory.resolve(".storage/homekeep.backup_history");
  }

  @Test
  void it_is_for_administrators() {
    assertThat(hub.command(COMMAND).access()).isEqualTo(Access.ADMIN);
  }

  @Test
  void a_hub_that_made_no_backup_has_none() throws Exception {
    assertThat(history(new JsonObject()))
        .isEqualTo(new JsonObject().put("runs", new JsonArray()).putNull("next"));
  }

  @Test
  void a_backup_by_hand_has_its_times_its_name_and_its_id() throws Exception {
    MemoryAgent nas = hub.addAgent("nas");
    Promise<Void> gate = nas.holdStoring();
    String id =
        hub.call("backup/generate", to("test.nas").put("name", "Before the move"))
            .getString("backup_job_id");
    assertThat(onlyRun().getString("result")).isEqualTo("running");
    assertThat(onlyRun().getString("ended")).isNull();
    hub.advance(Duration.ofMinutes(3));
    gate.complete();
    hub.awaitIdle();

    assertThat(onlyRun())
        .isEqualTo(
            new JsonObject()
                .put("number", 1L)
                .put("started", "2024-11-11T11:00:00.000000+00:00")
                .put("ended", "2024-11-11T11:03:00.000000+00:00")
                .put("automatic", false)
                .put("name", "Before the move")
                .put("backup_id", id)
                .put("result", "completed")
                .putNull("reason")
                .put("missing", new JsonArray()));
  }

  @Test
  void an_automatic_backup_is_told_from_one_by_hand() throws Exception {
    hub.call("backup/config/update", new JsonObject().put("create_backup", to("backup.local")));
    hub.call("backup/generate_with_automatic_settings");
    hub.awaitIdle();

    assertThat(onlyRun().getBoolean("automatic")).isTrue();
  }

  @Test
  void a_backup_that_could_not_be_made_says_why() throws Exception {
    Path backups = directory.resolve("backups");
    Files.writeString(backups, "a file where the directory should be");

    hub.backup(to("backup.local"));

    JsonObject run = onlyRun();
    assertThat(run.getString("result")).isEqualTo("failed");
    assertThat(run.getJsonObject("reason").getString("code")).isEqualTo("directory");
    assertThat(run.getJsonObject("reason").getString("message"))
        .startsWith("The backup directory " + backups + " is not there and cannot be made: ");
    assertThat(run.getString("ended")).isNotNull();
  }

  @Test
  void a_backup_that_could_not_even_begin_is_there_without_an_id() throws Exception {
    hub.refused("backup/generate", to("test.gone"));

    JsonObject run = onlyRun();
    assertThat(run.getString("result")).isEqualTo("failed");
    assertThat(run.getString("backup_id")).isNull();
    assertThat(run.getJsonObject("reason").getString("code")).isEqualTo("no_location");
  }

  @Test
  void who_asks_while_another_backup_is_made_gets_an_answer_and_no_line() throws Exception {
    MemoryAgent nas = hub.addAgent("nas");
    Promise<Void> gate = nas.holdStoring();
    hub.call("backup/generate", to("test.nas"));

    hub.refused("backup/generate", to("test.nas"));

    assertThat(runs()).hasSize(1);
    gate.complete();
    hub.awaitIdle();
  }

  @Test
  void a_location_that_did_not_take_it_is_named_with_its_words() throws Exception {
    hub.addAgent("nas").failUploadsWith(new BackupAgentException("The NAS sleeps."));

    hub.backup(to("backup.local", "test.nas"));

    assertThat(onlyRun().getString("result")).isEqualTo("completed_with_failures");
    assertThat(onlyRun().getValue("reason")).isNull();
    assertThat(missing(onlyRun()).getString("agent_id")).isEqualTo("test.nas");
    assertThat(missing(onlyRun()).getString("message")).isEqualTo("The NAS sleeps.");
    assertThat(missing(onlyRun()).getString("delivered")).isNull();
  }

  @Test
  void a_location_that_was_not_there_is_named_too() throws Exception {
    hub.backup(to("backup.local", "test.gone"));

    assertThat(onlyRun().getString("result")).isEqualTo("completed_with_failures");
    assertThat(missing(onlyRun()).getString("message")).startsWith("The location was not there.");
  }

  @Test
  void a_backup_that_no_location_took_has_failed() throws Exception {
    hub.addAgent("nas").failUploadsWith(new BackupAgentException("The NAS sleeps."));

    hub.backup(to("test.nas"));

    assertThat(onlyRun().getString("result")).isEqualTo("failed");
  }

  @Test
  void a_copy_that_arrives_later_is_noted_with_its_time() throws Exception {
    MemoryAgent nas = hub.addAgent("nas");
    nas.failUploadsWith(new BackupAgentException("The NAS sleeps."));
    hub.backup(to("backup.local", "test.nas"));
    nas.recover();

    hub.advance(Duration.ofHours(7));
    hub.until(() -> missing(onlyRun()).getString("delivered") != null);

    assertThat(onlyRun().getString("result")).isEqualTo("completed_with_failures");
    assertThat(missing(onlyRun()).getString("delivered")).startsWith("2024-11-11T");
  }

  @Test
  void a_backup_that_somebody_stopped_is_no_failure() throws Exception {
    MemoryAgent nas = hub.addAgent("nas");
    Promise<Void> gate = nas.holdStoring();
    hub.call("backup/generate", to("test.nas"));

    hub.call("homekeep/backup/cancel");
    hub.awaitIdle();

    assertThat(onlyRun().getString("result")).isEqualTo("cancelled");
    gate.tryComplete();
  }

  @Test
  void a_run_that_the_end_of_the_process_cut_off_is_shown_as_such() throws Exception {
    MemoryAgent nas = hub.addAgent("nas");
    Promise<Void> gate = nas.holdStoring();
    hub.call("backup/generate", to("test.nas"));
    hub.until(() -> Files.exists(document()));
    byte[] atItsBegin = Files.readAllBytes(document());

    // A process that is killed writes nothing more.
    hub = hub.reopened(() -> Files.write(document(), atItsBegin));

    assertThat(onlyRun().getString("result")).isEqualTo("cut_off");
    assertThat(onlyRun().getString("ended")).isNull();
    gate.tryComplete();
  }

  @Test
  void runs_outlast_a_restart_and_are_counted_on() throws Exception {
    hub.backup(to("backup.local"));
    JsonObject first = onlyRun();

    hub = hub.reopened().start();
    hub.backup(to("backup.local").put("name", "Second"));

    assertThat(runs().get(1)).isEqualTo(first);
    assertThat(runs().get(0).getLong("number")).isEqualTo(2);
  }

  @Test
  void the_oldest_of_more_than_two_hundred_is_forgotten() throws Exception {
    for (int i = 0; i < 203; i++) {
      hub.refused("backup/generate", to("test.gone"));
    }

    List<JsonObject> all = list(history(new JsonObject().put("limit", 1000)));

    assertThat(all).hasSize(200);
    assertThat(all.get(0).getLong("number")).isEqualTo(203);
    assertThat(all.get(199).getLong("number")).isEqualTo(4);
  }

  @Test
  void pages_follow_each_other_without_a_gap() throws Exception {
    for (int i = 0; i < 5; i++) {
      hub.refused("backup/generate", to("test.gone"));
    }

    JsonObject newest = history(new JsonObject().put("limit", 3));
    JsonObject rest =
        history(new JsonObject().put("limit", 3).put("before", newest.getLong("next")));

    assertThat(list(newest)).extracting(run -> run.getLong("number")).containsExactly(5L, 4L, 3L);
    assertThat(list(rest)).extracting(run -> run.getLong("number")).containsExactly(2L, 1L);
    assertThat(rest.getLong("next")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "{\"version\":1,\"minor_version\":1,\"key\":\"homekeep.backup_history\",\"data\":{\"runs\":[{\"number\":\"one\"}]}}",
        "{\"version\":1,\"minor_version\":1,\"key\":\"homekeep.backup_history\",\"data\":{\"runs\":null}}"
      })
  void a_damaged_history_is_put_aside_and_the_hub_goes_on(String content) throws Exception {
    hub =
        hub.reopened(
                () -> {
                  for (String name : BackupHub.names(document().getParent())) {
                    if (name.startsWith("homekeep.backup_history")) {
                      Files.delete(document().resolveSibling(name));
                    }
                  }
                  return Files.writeString(document(), content);
                })
            .start();

    hub.backup(to("backup.local"));

    assertThat(onlyRun().getString("result")).isEqualTo("completed");
    assertThat(BackupHub.names(document().getParent()))
        .anyMatch(name -> name.startsWith("homekeep.backup_history.corrupt."));
  }

  @Test
  void no_restore_takes_it_back() throws Exception {
    String early = hub.backup(to("backup.local"));
    hub.backup(to("backup.local").put("name", "Second"));
    hub.call(
        "backup/restore", new JsonObject().put("backup_id", early).put("agent_id", "backup.local"));

    hub = hub.reopened(() -> PendingRestore.apply(hub.directories()));

    assertThat(runs())
        .extracting(run -> run.getString("result"))
        .containsExactly("completed", "completed");
  }
}
