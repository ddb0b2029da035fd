package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.WebsocketClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is under way when the login that it was begun with ends, or the location is reloaded. */
class EndedLoginTest {
  private static final String OTHER = "bob@example.org";
  private static final String OTHERS_PASSWORD = "a password of Bob's";
  private static final Duration SLOW = Duration.ofSeconds(3);

  private @TempDir Path directory;
  private CloudHub home;

  @BeforeEach
  void start() {
    home = CloudHub.in(directory).loggedIn();
  }

  @AfterEach
  void stop() {
    home.close();
  }

  /** Begins to delete a backup, and goes on while the service still makes out its list. */
  private int deletingSlowly(String backupId) {
    home.fault(FaultRule.of("files_list", FaultAction.DELAY).delay(SLOW).ofTheAnswer());
    int before = home.asked("files_list");
    int id = home.socket.send("backup/delete", new JsonObject().put("backup_id", backupId));
    home.until(() -> home.asked("files_list") > before);
    return id;
  }

  private void awaitAnswer(int id) {
    home.socket.next(
        message ->
            Integer.valueOf(id).equals(message.getInteger("id"))
                && "result".equals(message.getString("type")));
  }

  /** Over a line of its own: commands of one line are answered one after the other. */
  private String backUpMeanwhile() {
    try (WebsocketClient other = home.ada.websocket(home.vertx())) {
      int events = other.send("backup/subscribe_events", new JsonObject());
      other.nextEvent(events);
      String id =
          other
              .call(
                  "backup/generate",
                  new JsonObject()
                      .put("password", CloudHub.KEY)
                      .put("agent_ids", new JsonArray().add(CloudHub.CLOUD)))
              .getString("backup_job_id");
      other.eventsUntil(events, CloudHub::isIdle);
      return id;
    }
  }

  private List<String> storedIds() {
    return home.stored().stream().map(each -> each.metadata().getString("backup_id")).toList();
  }

  private String entryId() {
    return home.ada.entries("cloud").get(0).getString("entry_id");
  }

  @Test
  void nothing_of_another_account_is_deleted() {
    String old = home.backUp(CloudHub.CLOUD, CloudHub.LOCAL);
    String key = home.stored().get(0).key();
    home.await(
        home.cloud.seed(
            new JsonObject()
                .put(
                    "users",
                    new JsonArray()
                        .add(new JsonObject().put("email", OTHER).put("password", OTHERS_PASSWORD)))
                .put(
                    "files",
                    new JsonArray()
                        .add(
                            new JsonObject()
                                .put("user", OTHER)
                                .put("key", key)
                                .put("content", "precious")
                                .put("metadata", home.stored().get(0).metadata())))));

    int deleting = deletingSlowly(old);
    home.logOut();
    assertThat(home.logIn(OTHER, OTHERS_PASSWORD).status()).isEqualTo(200);
    awaitAnswer(deleting);

    assertThat(home.await(home.cloud.backups(OTHER))).hasSize(1);
  }

  @Test
  void a_backup_that_was_stored_after_a_new_login_is_not_deleted_in_the_place_of_the_old_one() {
    String old = home.backUp(CloudHub.CLOUD, CloudHub.LOCAL);

    int deleting = deletingSlowly(old);
    home.logOut();
    home.logIn();
    String latest = backUpMeanwhile();
    awaitAnswer(deleting);

    assertThat(storedIds()).containsExactly(latest);
  }

  @Test
  void a_backup_that_was_stored_after_a_reload_is_not_deleted_in_the_place_of_the_old_one() {
    String old = home.backUp(CloudHub.CLOUD, CloudHub.LOCAL);

    int deleting = deletingSlowly(old);
    home.ada
        .http()
        .post("/api/config/config_entries/entry/" + entryId() + "/reload", new JsonObject());
    String latest = backUpMeanwhile();
    awaitAnswer(deleting);

    assertThat(storedIds()).containsExactly(latest);
  }

  @Test
  void nobody_is_told_to_log_in_because_of_a_reload() {
    home.fault(FaultRule.of("object_put", FaultAction.STALL).afterBytes(1000));
    home.socket.call(
        "backup/generate",
        new JsonObject()
            .put("password", CloudHub.KEY)
            .put("agent_ids", new JsonArray().add(CloudHub.CLOUD).add(CloudHub.LOCAL)));
    home.until(() -> home.asked("object_put") > 0);

    home.ada
        .http()
        .post("/api/config/config_entries/entry/" + entryId() + "/reload", new JsonObject());
    home.until(() -> deliveries().contains("reloaded") || !home.stored().isEmpty());

    assertThat(deliveries()).doesNotContain("Log in");
    assertThat(home.issue("login_lost")).isEmpty();
  }

  private String deliveries() {
    return home.socket.call("homekeep/backup/deliveries").encode();
  }

  @Test
  void whoever_logs_out_while_a_login_is_under_way_is_out_and_leaves_nothing() throws Exception {
    home.logOut();
    int before = home.asked("RespondToAuthChallenge");
    home.fault(FaultRule.of("RespondToAuthChallenge", FaultAction.DELAY).delay(SLOW));
    CompletableFuture<HttpApiClient.Answer> login = CompletableFuture.supplyAsync(home::logIn);
    home.until(() -> home.asked("RespondToAuthChallenge") > before);

    assertThat(home.logOut().status()).isEqualTo(200);
    assertThat(login.get(1, TimeUnit.MINUTES).status()).isEqualTo(200);

    assertThat(home.status().getBoolean("logged_in")).isFalse();
    assertThat(home.ada.entries("cloud")).isEmpty();
    assertThat(home.agents()).doesNotContain(CloudHub.CLOUD);
    assertThat(home.issue("login_lost")).isEmpty();
  }
}
