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
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.homekeep.api.Secret;
import org.homekeep.app.Offline;
import org.homekeep.checks.Seed;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.core.backup.key.KeyText;
import org.homekeep.testkit.FirstUser;
import org.homekeep.testkit.HomeData;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.TestHub;
import org.homekeep.testkit.TreeSnapshot;
import org.homekeep.testkit.WebsocketClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The day on which everything is gone: an empty directory, an archive and a kit, and nothing else.
 * With {@code -Ddrill.megabytes=100} the home is larger.
 */
class ColdRestoreTest {
  private static final int MEGABYTES = Integer.getInteger("drill.megabytes", 10);
  private static final String KEYS = "homekeep/backup/keys/";
  private static final String ONBOARDING = "/api/onboarding/backup/";

  @TempDir Path directory;
  private final Vertx vertx = WatchedVertx.create();
  private Path archive;
  private Path kit;
  private Map<String, String> home = Map.of();

  @BeforeEach
  void make_an_archive_and_a_kit_and_lose_all_the_rest() throws Exception {
    Path data = Files.createDirectories(directory.resolve("data"));
    Random random = Seed.random("cold restore");
    HomeData.generate(data, random);
    byte[] megabyte = new byte[1 << 20];
    for (int i = 0; i < MEGABYTES; i++) {
      random.nextBytes(megabyte);
      Files.write(data.resolve("picture_%03d.jpg".formatted(i)), megabyte);
    }
    home = snapshot(data);
    Path config = directory.resolve("config");
    try (TestHub hub = TestHub.start(config, data, Map.of())) {
      HttpApiClient anonymous = HttpApiClient.anonymous(hub.port());
      String token = FirstUser.accessToken(anonymous);
      try (WebsocketClient websocket = WebsocketClient.connect(vertx, hub.port(), token)) {
        JsonObject key = websocket.call(KEYS + "new");
        kit = savedKit(anonymous, websocket, key.getString("fingerprint"));
        websocket.call(
            KEYS + "new",
            new JsonObject()
                .put("fingerprint", key.getString("fingerprint"))
                .put("activate", true)
                .put("kit_saved", true));
        backUp(websocket, key.getString("key"));
      }
    }
    try (Stream<Path> files = Files.list(config.resolve("backups"))) {
      Path made = files.filter(file -> file.toString().endsWith(".tar")).findFirst().orElseThrow();
      archive = Files.move(made, directory.resolve("drawer.tar"));
    }
    Story.wipe(config);
    Story.wipe(data);
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  /** As Home Assistant's frontend downloads: through a signed path, without a token. */
  private Path savedKit(HttpApiClient anonymous, WebsocketClient websocket, String fingerprint)
      throws IOException {
    String path = "/api/homekeep/backup/emergency_kit?key=" + fingerprint;
    assertThat(anonymous.get(path).status()).isEqualTo(401);
    String signed =
        websocket.call("auth/sign_path", new JsonObject().put("path", path)).getString("path");
    HttpApiClient.Answer answer = anonymous.get(signed);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return Files.writeString(directory.resolve("kit.txt"), answer.body());
  }

  private static void backUp(WebsocketClient websocket, String key) {
    int events = websocket.send("backup/subscribe_events", new JsonObject());
    websocket.eventsUntil(events, event -> "idle".equals(event.getString("manager_state")));
    websocket.call(
        "backup/generate",
        new JsonObject()
            .put("agent_ids", new JsonArray().add("backup.local"))
            .put("password", key));
    websocket.eventsUntil(events, event -> "completed".equals(event.getString("state")));
    websocket.eventsUntil(events, event -> "idle".equals(event.getString("manager_state")));
  }

  /** The database is compared by what is in it: a backup holds a copy of its own. */
  private static Map<String, String> snapshot(Path data) throws IOException {
    Set<String> database =
        Set.of(HomeData.DATABASE, HomeData.DATABASE + "-wal", HomeData.DATABASE + "-shm");
    return TreeSnapshot.of(
        data,
        name ->
            !HomeData.EXCLUDED.contains(name)
                && !database.contains(name)
                && !name.startsWith(".ha_run.lock"));
  }

  private void assertTheHomeIsBack(Path data) throws Exception {
    assertThat(snapshot(data)).isEqualTo(home);
    assertThat(HomeData.examine(data.resolve(HomeData.DATABASE))).isEqualTo("ok");
    assertThat(HomeData.rows(data.resolve(HomeData.DATABASE))).isEqualTo(2_000);
  }

  @Test
  void a_new_hub_brings_everything_back() throws Exception {
    Secret key = KeyText.inKit(Files.readString(kit)).get(0);
    Path data = Files.createDirectories(directory.resolve("new-data"));
    try (TestHub hub = TestHub.start(directory.resolve("new"), data, Map.of())) {
      HttpApiClient http = HttpApiClient.anonymous(hub.port());
      String id =
          http.upload(ONBOARDING + "upload?agent_id=backup.local", archive, "drawer.tar")
              .json()
              .getString("backup_id");

      HttpApiClient.Answer ordered =
          http.post(
              ONBOARDING + "restore",
              new JsonObject()
                  .put("backup_id", id)
                  .put("agent_id", "backup.local")
                  .put("password", key.reveal()));
      assertThat(ordered.status()).as(ordered.body()).isEqualTo(200);
      Restored.await(http);

      assertTheHomeIsBack(data);
      assertTheKeyIsKept(hub);
    }
  }

  private void assertTheKeyIsKept(TestHub hub) {
    String token = FirstUser.accessToken(HttpApiClient.anonymous(hub.port()));
    try (WebsocketClient websocket = WebsocketClient.connect(vertx, hub.port(), token)) {
      JsonArray keys =
          websocket
              .call(KEYS + "list", new JsonObject().put("try_keys", true))
              .getJsonArray("keys");
      assertThat(keys).hasSize(1);
      assertThat(keys.getJsonObject(0).getJsonArray("backups")).hasSize(1);
    }
  }

  @Test
  void without_a_hub_the_command_brings_everything_back() throws Exception {
    Path target = directory.resolve("rescued");

    assertThat(Offline.archive("verify", archive, "--kit", kit)).isZero();
    assertThat(Offline.archive("extract", archive, "--kit", kit, "--to", target)).isZero();

    assertTheHomeIsBack(target.resolve("homeassistant/data"));
  }
}
