package org.homekeep.app.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.testkit.TestHub.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.testkit.FirstUser;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.TestHub;
import org.homekeep.testkit.WebsocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new machine, an archive and its key: framework.md §2.6, {@code /api/onboarding/backup/*}. */
class NewHubRestoreTest {
  private static final String KEY = "ABCD-1234-EFGH-5678-IJKL-9012-MNOP";
  private static final String BACKUP = "/api/onboarding/backup/";

  @TempDir Path directory;

  @Test
  void a_hub_that_nobody_set_up_brings_a_backup_back_and_closes_the_door_then() throws Exception {
    Path archive = archiveOfAnotherHub();
    Path data = Files.createDirectories(directory.resolve("new-data"));
    try (TestHub hub = TestHub.start(directory.resolve("new"), data, Map.of())) {
      HttpApiClient http = HttpApiClient.anonymous(hub.port());
      JsonObject before = http.get(BACKUP + "info").json();
      assertThat(before.fieldNames())
          .containsExactlyInAnyOrder("backups", "state", "last_action_event");
      assertThat(before.getJsonArray("backups")).isEmpty();

      HttpApiClient.Answer uploaded =
          http.upload(BACKUP + "upload?agent_id=backup.local", archive, "home.tar");
      assertThat(uploaded.status()).isEqualTo(201);
      String id = uploaded.json().getString("backup_id");
      JsonObject order = new JsonObject().put("backup_id", id).put("agent_id", "backup.local");

      assertThat(http.post(BACKUP + "restore", new JsonObject().put("backup_id", id)))
          .satisfies(
              answer -> {
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.json().getString("message"))
                    .startsWith("Message format incorrect: required key not provided");
              });
      assertThat(http.post(BACKUP + "restore", order.copy().put("password", "wrong")))
          .satisfies(
              answer -> {
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.json())
                    .isEqualTo(new JsonObject().put("code", "incorrect_password"));
              });
      assertThat(http.post(BACKUP + "restore", order.copy().put("backup_id", "unknown")))
          .satisfies(
              answer -> {
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.json().getString("code")).isEqualTo("restore_failed");
              });

      HttpApiClient.Answer ordered =
          http.post(BACKUP + "restore", order.copy().put("password", KEY));
      assertThat(ordered.status()).isEqualTo(200);
      assertThat(ordered.body()).isEmpty();
      Restored.await(http);
      assertThat(data.resolve("notes.txt")).hasContent("what a home is made of");

      FirstUser.accessToken(http);
      assertThat(http.get(BACKUP + "info").status()).isEqualTo(401);
      assertThat(http.post(BACKUP + "restore", order).status()).isEqualTo(401);
    }
  }

  @Test
  void a_stranger_gets_nothing_opened_by_the_keys_of_the_hub() throws Exception {
    archiveOfAnotherHub();
    Path config = directory.resolve("config");
    forgetEverybody(config.resolve(".storage"));
    try (TestHub hub = TestHub.start(config, directory.resolve("data"), Map.of())) {
      HttpApiClient http = HttpApiClient.anonymous(hub.port());
      String id =
          http.get(BACKUP + "info")
              .json()
              .getJsonArray("backups")
              .getJsonObject(0)
              .getString("backup_id");
      JsonObject order = new JsonObject().put("backup_id", id).put("agent_id", "backup.local");

      HttpApiClient.Answer answer = http.post(BACKUP + "restore", order);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json()).isEqualTo(new JsonObject().put("code", "incorrect_password"));
    }
  }

  /** Leaves the key ring and the id of the hub, which names the keys. */
  private static void forgetEverybody(Path storage) throws IOException {
    try (Stream<Path> files = Files.list(storage)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!name.startsWith("homekeep.backup_keys") && !name.startsWith("core.uuid")) {
          Files.delete(file);
        }
      }
    }
    assertThat(Files.readString(storage.resolve("homekeep.backup_keys"))).contains(KEY);
  }

  @Test
  void all_but_the_database_can_be_brought_back_and_add_ons_cannot() throws Exception {
    Path archive = archiveOfAnotherHub();
    Path data = Files.createDirectories(directory.resolve("new-data"));
    Files.writeString(data.resolve("home-assistant_v2.db"), "history of the new machine");
    try (TestHub hub = TestHub.start(directory.resolve("new"), data, Map.of())) {
      HttpApiClient http = HttpApiClient.anonymous(hub.port());
      String id =
          http.upload(BACKUP + "upload?agent_id=backup.local", archive, "home.tar")
              .json()
              .getString("backup_id");
      JsonObject order =
          new JsonObject()
              .put("backup_id", id)
              .put("agent_id", "backup.local")
              .put("password", KEY);

      HttpApiClient.Answer refused =
          http.post(
              BACKUP + "restore",
              order.copy().put("restore_addons", new JsonArray().add("core_mosquitto")));
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().getString("code")).isEqualTo("restore_failed");
      assertThat(refused.json().getString("message"))
          .isEqualTo("Addons and folders are not supported in core restore");

      assertThat(
              http.post(BACKUP + "restore", order.copy().put("restore_database", false)).status())
          .isEqualTo(200);
      Restored.await(http);
      assertThat(data.resolve("notes.txt")).hasContent("what a home is made of");
      assertThat(data.resolve("home-assistant_v2.db")).hasContent("history of the new machine");
    }
  }

  private Path archiveOfAnotherHub() throws IOException {
    Path data = Files.createDirectories(directory.resolve("data"));
    Files.writeString(data.resolve("notes.txt"), "what a home is made of");
    Path config = directory.resolve("config");
    Vertx vertx = WatchedVertx.create();
    try (TestHub hub = TestHub.start(config, data, Map.of())) {
      String token = FirstUser.accessToken(HttpApiClient.anonymous(hub.port()));
      try (WebsocketClient websocket = WebsocketClient.connect(vertx, hub.port(), token)) {
        int events = websocket.send("backup/subscribe_events", new JsonObject());
        websocket.eventsUntil(events, event -> "idle".equals(event.getString("manager_state")));
        websocket.call(
            "backup/generate",
            new JsonObject()
                .put("agent_ids", new JsonArray().add("backup.local"))
                .put("password", KEY));
        websocket.eventsUntil(events, event -> "completed".equals(event.getString("state")));
        websocket.eventsUntil(events, event -> "idle".equals(event.getString("manager_state")));
      }
    } finally {
      await(vertx.close());
    }
    try (Stream<Path> files = Files.list(config.resolve("backups"))) {
      return files.filter(file -> file.toString().endsWith(".tar")).findFirst().orElseThrow();
    }
  }
}
