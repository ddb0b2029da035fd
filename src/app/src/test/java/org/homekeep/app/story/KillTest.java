package org.homekeep.app.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.testkit.TestHub.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.homekeep.checks.Patience;
import org.homekeep.checks.Seed;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.emulator.b2.B2Emulator;
import org.homekeep.emulator.b2.B2EmulatorOptions;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.testkit.HomeData;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.TreeSnapshot;
import org.homekeep.testkit.WebsocketClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that is killed with -9 at each stage of its work, and started again. */
class KillTest {
  private static final String BUCKET = "home-of-ada";

  /** More than a backup has: the last rounds kill a hub that is idle again. */
  private static final int EVENTS = 8;

  @TempDir Path directory;
  private final Vertx vertx = WatchedVertx.create();
  private Path config;
  private Path data;
  private Path log;
  private B2Emulator b2;
  private HubProcess hub;
  private Story story;
  private String agentId;

  @BeforeEach
  void start() throws Exception {
    config = directory.resolve("config");
    log = directory.resolve("hub.log");
    data = Files.createDirectories(directory.resolve("data"));
    HomeData.generate(data, Seed.random("kill"));
    b2 =
        await(
            B2Emulator.start(
                vertx,
                B2EmulatorOptions.in(directory.resolve("b2"))
                    .listen("127.0.0.1", 0)
                    .partSizes(100_000, 100_000)
                    .firstBucket(BUCKET)));
    startHub();
    story = new Story(vertx, () -> hub.port(), b2, BUCKET);
    agentId = story.setUpBackblaze();
    try (WebsocketClient websocket = story.websocket()) {
      story.configureAutomaticBackups(websocket, agentId);
    }
  }

  private void startHub() throws Exception {
    hub =
        HubProcess.start(
            config,
            data,
            Map.of("backblaze_b2.service_url", b2.url(), "backblaze_b2.part_size", "262144"),
            log);
  }

  @AfterEach
  void stop() throws Exception {
    hub.close();
    await(vertx.close());
  }

  @Test
  void no_half_backup_is_ever_listed_and_nothing_temporary_remains() throws Exception {
    for (int event = 1; event <= EVENTS; event++) {
      killAtEvent(event);
      startHub();
      assertNothingIsHalf();
    }
  }

  @Test
  void nothing_that_is_logged_holds_a_secret() throws Exception {
    try (WebsocketClient websocket = story.websocket()) {
      String backupId = story.backUp(websocket).backupId();
      assertOpens(backupId, agentId);
      b2.faults().add(FaultRule.error("b2_list_file_names", 503, "service_unavailable").times(9));
      websocket.call("backup/info");
    }
    hub.kill();

    assertThat(Files.readString(log))
        .isNotBlank()
        .doesNotContain(b2.applicationKey(), b2.keyId(), Story.KEY, "correct horse");
  }

  @Test
  void a_restore_that_is_killed_ends_with_the_old_data_or_the_new() throws Exception {
    String backupId;
    try (WebsocketClient websocket = story.websocket()) {
      backupId = story.backUp(websocket).backupId();
    }
    Map<String, String> backedUp = snapshot();
    Files.writeString(data.resolve("automations.yaml"), "[changed]\n");
    Files.writeString(data.resolve("new.yaml"), "new\n");
    Map<String, String> changed = snapshot();

    try (WebsocketClient websocket = story.websocket()) {
      websocket.send(
          "backup/restore",
          new JsonObject()
              .put("backup_id", backupId)
              .put("agent_id", agentId)
              .put("password", Story.KEY));
      websocket.awaitClosed();
    }
    hub.kill();
    startHub();

    assertThat(snapshot()).isIn(backedUp, changed);
    assertThat(HomeData.examine(data.resolve(HomeData.DATABASE))).isEqualTo("ok");
    assertNothingIsHalf();
  }

  /** Starts a backup and kills the hub when it has told so many events. */
  private void killAtEvent(int last) throws Exception {
    try (WebsocketClient websocket = story.websocketAfterRestart()) {
      int subscription = story.subscribeWhenIdle(websocket);
      websocket.send("backup/generate_with_automatic_settings", new JsonObject());
      JsonObject event = new JsonObject();
      for (int seen = 0; seen < last && !isIdle(event); seen++) {
        event = websocket.nextEvent(subscription);
      }
    } finally {
      hub.kill();
    }
  }

  private static boolean isIdle(JsonObject event) {
    return "idle".equals(event.getString("manager_state"));
  }

  private void assertNothingIsHalf() throws Exception {
    try (WebsocketClient websocket = story.websocketAfterRestart()) {
      story.subscribeWhenIdle(websocket);
      JsonObject info = websocket.call("backup/info");
      assertThat(info.getJsonObject("agent_errors")).isEmpty();
      for (Object each : info.getJsonArray("backups")) {
        JsonObject backup = (JsonObject) each;
        for (String agent : backup.getJsonObject("agents").fieldNames()) {
          assertOpens(backup.getString("backup_id"), agent);
        }
      }
    }
    // What a copy came to that was still owed is written while somebody looks.
    Patience.until(this::requireNothingHalf);
  }

  private boolean requireNothingHalf() throws Exception {
    assertThat(names(config.resolve("backups"))).allMatch(name -> name.endsWith(".tar"));
    assertThat(names(config.resolve("tmp_backups"))).isEmpty();
    assertThat(names(config.resolve(".storage"))).noneMatch(name -> name.endsWith(".new"));
    assertThat(names(data)).noneMatch(name -> name.startsWith(".homekeep"));
    return true;
  }

  private void assertOpens(String backupId, String agent) throws Exception {
    String path =
        "/api/backup/download/%s?agent_id=%s&password=%s"
            .formatted(backupId, HttpApiClient.encode(agent), HttpApiClient.encode(Story.KEY));
    Path file = directory.resolve("decrypted.tar");
    assertThat(story.http().download(path, file)).as(agent).isEqualTo(200);
    assertThat(IndependentSecureTar.plain(file)).as(agent).containsKey("data/link.yaml");
  }

  private Map<String, String> snapshot() throws Exception {
    return TreeSnapshot.of(
        data, name -> !HomeData.EXCLUDED.contains(name) && !name.startsWith(HomeData.DATABASE));
  }

  private static List<String> names(Path directory) throws Exception {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}
