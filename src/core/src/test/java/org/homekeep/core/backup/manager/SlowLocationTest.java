package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.testing.BackupHub;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.homekeep.core.websocket.CommandResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A location that does not answer keeps nobody from seeing the others. */
class SlowLocationTest {
  private static final String NOT_YET =
      "nas does not answer yet. It is still being asked; look again in a minute.";
  private static final String AS_BEFORE =
      "nas does not answer yet. Its copies are shown as they were when it last answered; look again in a minute.";

  private BackupHub hub;
  private MemoryAgent nas;
  private String id;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    Path home = Files.createDirectory(temporary.resolve("home"));
    Files.writeString(home.resolve("configuration.yaml"), "homeassistant:\n");
    hub = BackupHub.started(home);
    nas = hub.addAgent("nas");
    id = hub.backup(new JsonObject().put("agent_ids", both()));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static JsonArray both() {
    return new JsonArray().add("backup.local").add("test.nas");
  }

  private JsonObject which() {
    return new JsonObject().put("backup_id", id);
  }

  /** The answer when the location is given up for now. */
  private JsonObject soon(String type, JsonObject fields) throws Exception {
    Future<CommandResult> answer = hub.begin(type, fields);
    assertThat(answer.isComplete()).isFalse();
    hub.advance(Glimpse.PATIENCE);
    return json(answer);
  }

  private static JsonObject json(Future<CommandResult> answer) throws Exception {
    return (JsonObject) answer.await(60, TimeUnit.SECONDS).json().orElseThrow();
  }

  private static String error(JsonObject answer) {
    return answer.getJsonObject("agent_errors").getString("test.nas");
  }

  private static JsonObject first(JsonObject info) {
    return info.getJsonArray("backups").getJsonObject(0);
  }

  @Test
  void the_page_is_answered_after_two_seconds_and_has_all_at_the_next_look() throws Exception {
    MemoryAgent other = hub.addAgent("other");
    Promise<Void> gate = other.holdListings();

    JsonObject info = soon("backup/info", new JsonObject());

    assertThat(info.getJsonObject("agent_errors").getString("test.other"))
        .isEqualTo("other does not answer yet. It is still being asked; look again in a minute.");
    gate.complete();
    JsonObject next = hub.call("backup/info");
    assertThat(next.getJsonObject("agent_errors")).isEmpty();
    assertThat(first(next).getJsonObject("agents").fieldNames())
        .containsExactlyInAnyOrder("backup.local", "test.nas");
  }

  @Test
  void what_the_location_listed_before_is_shown_and_marked() throws Exception {
    hub.call("backup/info");
    Promise<Void> gate = nas.holdListings();

    JsonObject info = soon("backup/info", new JsonObject());
    JsonObject details = soon("backup/details", which());

    assertThat(error(info)).isEqualTo(AS_BEFORE);
    assertThat(first(info).getJsonObject("agents").fieldNames()).contains("test.nas");
    assertThat(error(details)).isEqualTo(AS_BEFORE);
    assertThat(details.getJsonObject("backup").getJsonObject("agents").fieldNames())
        .contains("test.nas");
    gate.complete();
    assertThat(hub.call("backup/details", which()).getJsonObject("agent_errors")).isEmpty();
  }

  @Test
  void details_of_a_backup_are_answered_without_the_location() throws Exception {
    Promise<Void> gate = nas.holdListings();

    assertThat(error(soon("backup/details", which()))).isEqualTo(NOT_YET);

    gate.complete();
    assertThat(hub.call("backup/details", which()).getJsonObject("agent_errors")).isEmpty();
  }

  @Test
  void a_location_that_hangs_is_asked_once_however_often_people_look() throws Exception {
    int before = nas.listings();
    Promise<Void> gate = nas.holdListings();

    for (int look = 0; look < 5; look++) {
      soon("backup/info", new JsonObject());
      soon("backup/details", which());
    }

    assertThat(nas.listings()).isEqualTo(before + 1);
    gate.complete();
    assertThat(hub.call("backup/info").getJsonObject("agent_errors")).isEmpty();
    assertThat(nas.listings()).isBetween(before + 2, before + 3);
  }

  @Test
  void what_was_deleted_since_is_not_shown_from_memory() throws Exception {
    hub.call("backup/info");
    hub.call("backup/delete", which());
    Promise<Void> gate = nas.holdListings();

    JsonObject info = soon("backup/info", new JsonObject());

    assertThat(error(info)).isEqualTo(AS_BEFORE);
    assertThat(info.getJsonArray("backups")).isEmpty();
    gate.complete();
  }

  @Test
  void a_preview_of_retention_judges_no_copy_that_is_not_listed_now() throws Exception {
    hub.call("backup/info");
    Promise<Void> gate = nas.holdListings();

    JsonObject preview = soon("homekeep/backup/retention/preview", new JsonObject());

    assertThat(error(preview))
        .isEqualTo(
            "nas does not answer yet. Nothing can be said of its copies; look again in a minute.");
    List<Object> agents =
        preview.getJsonArray("copies").stream()
            .map(copy -> ((JsonObject) copy).getValue("agent_id"))
            .toList();
    assertThat(agents).doesNotContain("test.nas");
    gate.complete();
  }

  @Test
  void which_backups_a_key_opens_waits_for_every_location() throws Exception {
    Promise<Void> gate = nas.holdListings();

    Future<CommandResult> keys =
        hub.begin("homekeep/backup/keys/list", new JsonObject().put("with_backups", true));
    hub.advance(Glimpse.PATIENCE.multipliedBy(10));

    assertThat(keys.isComplete()).isFalse();
    gate.complete();
    assertThat(error(json(keys))).isNull();
  }

  @Test
  void retention_waits_for_every_location() throws Exception {
    int before = nas.listings();
    Promise<Void> gate = nas.holdListings();
    hub.call("backup/generate", new JsonObject().put("agent_ids", both()));
    hub.until(() -> nas.listings() > before);

    hub.advance(Glimpse.PATIENCE.multipliedBy(10));

    assertThat(hub.backups().manager().events().state().wireName()).isEqualTo("create_backup");
    gate.complete();
    hub.awaitIdle();
  }

  @Test
  void what_the_location_said_before_is_told_while_it_does_not_answer() throws Exception {
    nas.failWith(new BackupAgentException("The NAS sleeps."));
    assertThat(error(hub.call("backup/info"))).isEqualTo("The NAS sleeps.");
    nas.recover();
    Promise<Void> gate = nas.holdListings();

    assertThat(error(soon("backup/info", new JsonObject())))
        .isEqualTo(NOT_YET + " When it was asked before: The NAS sleeps.");
    gate.complete();
  }

  @Test
  void what_it_listed_is_still_known_when_it_ends_a_deletion_of_before_it_was_loaded_again()
      throws Exception {
    Promise<Void> deletion = nas.holdDeletions();
    AtomicBoolean begun = new AtomicBoolean();
    nas.beforeDeletion(() -> begun.set(true));
    hub.begin("backup/delete", which());
    hub.until(begun::get);
    hub.removeAgent(nas);
    MemoryAgent again = hub.addAgent("nas");
    KeepingHub.plant(again, "11111111", "2024-11-11T12:00:00+00:00", false);
    hub.call("backup/info");

    deletion.complete();
    hub.until(() -> nas.deletedIds().contains(id));
    Promise<Void> gate = again.holdListings();

    assertThat(error(soon("backup/info", new JsonObject()))).isEqualTo(AS_BEFORE);
    gate.complete();
  }
}
