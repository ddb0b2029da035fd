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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people leave out of their backups, on the machine where it lies and on a new one. */
class LeftOutTest {
  private static final String KEY = "ABCD-1234-EFGH-5678-IJKL-9012-MNOP";
  private static final String BACKUP = "/api/onboarding/backup/";

  private final Vertx vertx = WatchedVertx.create();

  @TempDir Path directory;

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private void write(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private TestHub hub(String machine) throws IOException {
    Path media = Files.createDirectories(directory.resolve(machine + "/media"));
    return TestHub.start(
        directory.resolve(machine + "/config"),
        Files.createDirectories(directory.resolve(machine + "/data")),
        Map.of("backup.folder_media", media.toString()));
  }

  private static String backedUp(WebsocketClient websocket) {
    websocket.call(
        "backup/config/update",
        new JsonObject()
            .put(
                "create_backup",
                new JsonObject()
                    .put("agent_ids", new JsonArray().add("backup.local"))
                    .put("password", KEY)
                    .put("excludes", new JsonArray().add("frames/").add("*.mkv"))));
    int events = websocket.send("backup/subscribe_events", new JsonObject());
    websocket.eventsUntil(events, event -> "idle".equals(event.getString("manager_state")));
    String id =
        websocket
            .call("backup/generate_with_automatic_settings", new JsonObject())
            .getString("backup_job_id");
    websocket.eventsUntil(events, event -> "completed".equals(event.getString("state")));
    websocket.eventsUntil(events, event -> "idle".equals(event.getString("manager_state")));
    return id;
  }

  @Test
  void it_stays_where_it_is_and_is_not_missed_where_it_never_was() throws Exception {
    write("old/data/configuration.yaml", "then");
    write("old/data/frames/1.jpg", "then");
    write("old/media/song.flac", "then");
    write("old/media/films/one.mkv", "then");
    Path archive;
    try (TestHub hub = hub("old")) {
      HttpApiClient http = HttpApiClient.anonymous(hub.port());
      String token = FirstUser.accessToken(http);
      try (WebsocketClient websocket = WebsocketClient.connect(vertx, hub.port(), token)) {
        String id = backedUp(websocket);
        write("old/data/configuration.yaml", "now");
        write("old/data/frames/2.jpg", "now");
        write("old/media/song.flac", "now");
        write("old/media/films/one.mkv", "now");
        websocket.send(
            "backup/restore",
            new JsonObject().put("backup_id", id).put("agent_id", "backup.local"));
        websocket.awaitClosed();
      }
      try (WebsocketClient after = Restored.websocket(vertx, hub.port(), token)) {
        JsonObject last = after.call("backup/info").getJsonObject("last_action_event");
        assertThat(last.getString("state")).isEqualTo("completed");
      }
    }
    try (Stream<Path> files = Files.list(directory.resolve("old/config/backups"))) {
      archive = files.filter(file -> file.toString().endsWith(".tar")).findFirst().orElseThrow();
    }
    assertThat(directory.resolve("old/data/configuration.yaml")).hasContent("then");
    assertThat(directory.resolve("old/data/frames/1.jpg")).hasContent("then");
    assertThat(directory.resolve("old/data/frames/2.jpg")).hasContent("now");
    assertThat(directory.resolve("old/media/song.flac")).hasContent("then");
    assertThat(directory.resolve("old/media/films/one.mkv")).hasContent("now");

    try (TestHub hub = hub("new")) {
      HttpApiClient http = HttpApiClient.anonymous(hub.port());
      JsonObject uploaded =
          http.upload(BACKUP + "upload?agent_id=backup.local", archive, "home.tar").json();
      assertThat(
              http.post(
                      BACKUP + "restore",
                      uploaded.copy().put("agent_id", "backup.local").put("password", KEY))
                  .status())
          .isEqualTo(200);
      Restored.await(http);
    }
    assertThat(directory.resolve("new/data/configuration.yaml")).hasContent("then");
    assertThat(directory.resolve("new/data/frames")).doesNotExist();
    assertThat(directory.resolve("new/media/song.flac")).hasContent("then");
    assertThat(directory.resolve("new/media/films/one.mkv")).doesNotExist();
  }
}
