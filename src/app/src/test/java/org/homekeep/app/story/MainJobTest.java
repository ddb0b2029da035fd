package org.homekeep.app.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.testkit.TestHub.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homekeep.checks.Patience;
import org.homekeep.checks.Seed;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.emulator.b2.B2Emulator;
import org.homekeep.emulator.b2.B2EmulatorOptions;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.testkit.HomeData;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.TestHub;
import org.homekeep.testkit.TreeSnapshot;
import org.homekeep.testkit.WebsocketClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, from an empty hub to a home that is back, through HTTP and websocket alone. */
class MainJobTest {
  private static final String BUCKET = "home-of-ada";
  private static final int SMALLEST_PART = 100_000;

  @TempDir Path directory;
  private final Vertx vertx = WatchedVertx.create();
  private final Random random = Seed.random("main job");
  private B2Emulator b2;
  private Path data;
  private TestHub hub;
  private Story story;

  @BeforeEach
  void start() throws Exception {
    data = Files.createDirectories(directory.resolve("data"));
    HomeData.generate(data, random);
    b2 =
        await(
            B2Emulator.start(
                vertx,
                B2EmulatorOptions.in(directory.resolve("b2"))
                    .listen("127.0.0.1", 0)
                    .partSizes(SMALLEST_PART, SMALLEST_PART)
                    .firstBucket(BUCKET)));
    hub =
        TestHub.start(
            directory.resolve("config"),
            data,
            Map.of("backblaze_b2.service_url", b2.url(), "backblaze_b2.part_size", "262144"));
    story = new Story(vertx, hub::port, b2, BUCKET);
  }

  @AfterEach
  void stop() {
    hub.close();
    await(vertx.close());
  }

  @Test
  void a_home_is_set_up_backed_up_thrown_away_and_brought_back() throws Exception {
    String flowId = story.startFlow().getString("flow_id");
    JsonObject refused = story.submit(flowId, "K002wrong");
    assertThat(refused.getString("type")).isEqualTo("form");
    assertThat(refused.getJsonObject("errors"))
        .isEqualTo(new JsonObject().put("base", "invalid_credentials"));
    JsonObject created = story.submit(flowId, b2.applicationKey());
    assertThat(created.getString("type")).isEqualTo("create_entry");
    assertThat(created.getJsonObject("result").getString("state")).isEqualTo("loaded");
    assertThat(created.encode()).doesNotContain(b2.applicationKey());
    String entryId = created.getJsonObject("result").getString("entry_id");
    String agentId = "backblaze_b2." + entryId;

    try (WebsocketClient websocket = story.websocket()) {
      assertThat(agents(websocket)).containsExactly("backup.local", agentId);
      story.configureAutomaticBackups(websocket, agentId);

      Story.Made made = backUpWhileTheDatabaseIsWritten(websocket);
      assertThat(made.steps())
          .containsExactly(
              "null/in_progress",
              "home_assistant/in_progress",
              "upload_to_agents/in_progress",
              "cleaning_up/in_progress",
              "null/completed",
              "idle");
      assertThat(lastProgress(made))
          .containsOnlyKeys("backup.local", agentId)
          .allSatisfy((agent, done) -> assertThat(done).as(agent).isTrue());
      assertBothCopiesAreListed(websocket, made.backupId(), agentId);
      assertTheDownloadsOpen(made.backupId(), agentId);

      Map<String, String> before = snapshot();
      String database = HomeData.examine(data.resolve(HomeData.DATABASE));
      assertThat(database).isEqualTo("ok");
      Story.wipe(data);
      restoreFrom(websocket, made.backupId(), agentId);
      assertTheHomeIsBack(before);
    }

    try (WebsocketClient websocket = story.websocketAfterRestart()) {
      // A location that is not there yet would keep its copy.
      Patience.until(() -> assertThat(agents(websocket)).contains(agentId));
      String backupId = onlyBackup(websocket);
      assertThat(
              websocket
                  .call("backup/delete", new JsonObject().put("backup_id", backupId))
                  .getJsonObject("agent_errors"))
          .isEmpty();
    }
    assertThat(await(b2.objects(BUCKET))).isEmpty();
    assertThat(await(b2.unfinishedLargeFiles(BUCKET))).isEmpty();
    assertThat(names(directory.resolve("config/backups"))).isEmpty();
    assertThat(names(directory.resolve("config/tmp_backups"))).isEmpty();
    assertTheDiagnosticsHoldNoSecret(entryId);
    assertTheStateIsForItsOwnerAlone();
  }

  @Test
  void the_backup_ends_well_when_the_first_upload_is_refused_with_503() throws Exception {
    String agentId = story.setUpBackblaze();
    fault(FaultRule.error("b2_upload_part", 503, "service_unavailable").times(2));
    fault(FaultRule.error("b2_upload_file", 503, "service_unavailable").times(1));

    assertABackupEndsWell(agentId);
  }

  @Test
  void the_backup_ends_well_when_the_token_expires_in_the_middle() throws Exception {
    String agentId = story.setUpBackblaze();
    fault(FaultRule.error("b2_upload_part", 401, "expired_auth_token").nth(3));
    fault(FaultRule.error("b2_get_upload_part_url", 401, "expired_auth_token").nth(2));
    fault(FaultRule.error("b2_finish_large_file", 401, "expired_auth_token"));

    assertABackupEndsWell(agentId);
  }

  @Test
  void the_backup_ends_well_when_the_connection_is_cut() throws Exception {
    String agentId = story.setUpBackblaze();
    fault(FaultRule.of("b2_upload_part", FaultAction.RESET).afterBytes(20_000).times(2));
    fault(FaultRule.of("b2_finish_large_file", FaultAction.RESET));

    assertABackupEndsWell(agentId);
  }

  private void fault(FaultRule rule) {
    await(b2.faults().add(rule));
  }

  private void assertABackupEndsWell(String agentId) throws Exception {
    try (WebsocketClient websocket = story.websocket()) {
      story.configureAutomaticBackups(websocket, agentId);
      Story.Made made = story.backUp(websocket);

      assertThat(made.steps()).endsWith("null/completed", "idle");
      assertBothCopiesAreListed(websocket, made.backupId(), agentId);
      Map<String, String> before = snapshot();
      Story.wipe(data);
      restoreFrom(websocket, made.backupId(), agentId);
      assertTheHomeIsBack(before);
    }
    assertThat(await(b2.unfinishedLargeFiles(BUCKET))).isEmpty();
    assertThat(await(b2.faults().list())).noneMatch(rule -> rule.getInteger("fired") == 0);
  }

  private Story.Made backUpWhileTheDatabaseIsWritten(WebsocketClient websocket) throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              String url = "jdbc:sqlite:" + data.resolve(HomeData.DATABASE);
              try (Connection connection = DriverManager.getConnection(url)) {
                while (!enough.get()) {
                  HomeData.insert(connection, random);
                }
              } catch (java.sql.SQLException failed) {
                throw new IllegalStateException(failed);
              }
            });
    writer.start();
    try {
      return story.backUp(websocket);
    } finally {
      enough.set(true);
      writer.join();
    }
  }

  private static List<String> agents(WebsocketClient websocket) {
    return websocket.call("backup/agents/info").getJsonArray("agents").stream()
        .map(agent -> ((JsonObject) agent).getString("agent_id"))
        .toList();
  }

  /** Agent → whether its last progress said that all bytes have arrived. */
  private static Map<String, Boolean> lastProgress(Story.Made made) {
    return made.events().stream()
        .filter(event -> event.containsKey("uploaded_bytes"))
        .collect(
            Collectors.toMap(
                event -> event.getString("agent_id"),
                event -> event.getLong("uploaded_bytes").equals(event.getLong("total_bytes")),
                (earlier, later) -> later));
  }

  private void assertBothCopiesAreListed(
      WebsocketClient websocket, String backupId, String agentId) {
    JsonObject backup = Story.backup(websocket, backupId);
    assertThat(backup.getBoolean("with_automatic_settings")).isTrue();
    assertThat(backup.getJsonArray("failed_agent_ids")).isEmpty();
    JsonObject copies = backup.getJsonObject("agents");
    assertThat(copies.fieldNames()).containsExactlyInAnyOrder("backup.local", agentId);
    for (String agent : copies.fieldNames()) {
      assertThat(copies.getJsonObject(agent).getBoolean("protected")).as(agent).isTrue();
    }
    long size = copies.getJsonObject("backup.local").getLong("size");
    assertThat(copies.getJsonObject(agentId).getLong("size")).isEqualTo(size);
    assertThat(await(b2.objects(BUCKET)))
        .hasSize(2)
        .allMatch(object -> object.name().startsWith("home/"))
        .anyMatch(object -> object.name().endsWith(".tar") && object.size() == size);
  }

  private void assertTheDownloadsOpen(String backupId, String agentId) throws Exception {
    for (String agent : List.of("backup.local", agentId)) {
      String path =
          "/api/backup/download/%s?agent_id=%s".formatted(backupId, HttpApiClient.encode(agent));
      Path raw = directory.resolve("raw.tar");
      assertThat(story.http().download(path, raw)).isEqualTo(200);
      assertThat(IndependentSecureTar.decrypt(raw, Story.KEY)).containsKey("data/link.yaml");

      Path decrypted = directory.resolve("decrypted.tar");
      assertThat(
              story
                  .http()
                  .download(path + "&password=" + HttpApiClient.encode(Story.KEY), decrypted))
          .isEqualTo(200);
      assertThat(IndependentSecureTar.plain(decrypted)).containsKey("data/link.yaml");

      Path byTheRing = directory.resolve("by-the-ring.tar");
      assertThat(story.http().download(path + "&password=wrong", byTheRing)).isEqualTo(200);
      assertThat(IndependentSecureTar.plain(byTheRing)).containsKey("data/link.yaml");
    }
  }

  private void restoreFrom(WebsocketClient websocket, String backupId, String agentId) {
    JsonObject order =
        new JsonObject().put("backup_id", backupId).put("agent_id", agentId).put("password", "no");
    JsonObject asked = websocket.ask("backup/can_decrypt_on_download", order);
    assertThat(asked.getJsonObject("error").getString("code")).isEqualTo("password_incorrect");
    websocket.send("backup/restore", order.copy().put("password", Story.KEY));
    websocket.awaitClosed();
    try (WebsocketClient after = story.websocketAfterRestart()) {
      JsonObject last = after.call("backup/info").getJsonObject("last_action_event");
      assertThat(last)
          .isEqualTo(
              new JsonObject()
                  .put("manager_state", "restore_backup")
                  .putNull("reason")
                  .putNull("stage")
                  .put("state", "completed"));
    }
  }

  private Map<String, String> snapshot() throws Exception {
    // The database is compared by what is in it: the backup holds a copy of one moment.
    Set<String> database =
        Set.of(HomeData.DATABASE, HomeData.DATABASE + "-wal", HomeData.DATABASE + "-shm");
    return TreeSnapshot.of(
        data, name -> !HomeData.EXCLUDED.contains(name) && !database.contains(name));
  }

  private void assertTheHomeIsBack(Map<String, String> before) throws Exception {
    assertThat(snapshot()).isEqualTo(before);
    assertThat(HomeData.examine(data.resolve(HomeData.DATABASE))).isEqualTo("ok");
    assertThat(HomeData.rows(data.resolve(HomeData.DATABASE))).isGreaterThanOrEqualTo(2_000);
    for (String excluded : HomeData.EXCLUDED) {
      assertThat(data.resolve(excluded)).doesNotExist();
    }
  }

  private static String onlyBackup(WebsocketClient websocket) {
    JsonObject info = websocket.call("backup/info");
    assertThat(info.getJsonArray("backups")).hasSize(1);
    return info.getJsonArray("backups").getJsonObject(0).getString("backup_id");
  }

  private void assertTheDiagnosticsHoldNoSecret(String entryId) {
    HttpApiClient.Answer answer = story.http().get("/api/diagnostics/config_entry/" + entryId);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getJsonObject("data").getJsonObject("entry_data"))
        .isEqualTo(
            new JsonObject()
                .put("key_id", "**REDACTED**")
                .put("application_key", "**REDACTED**")
                .put("bucket", BUCKET)
                .put("prefix", "home/"));
    assertThat(answer.body())
        .doesNotContain(b2.keyId(), b2.applicationKey(), b2.accountId(), Story.KEY);
  }

  private void assertTheStateIsForItsOwnerAlone() {
    // A document that is written meanwhile is gone under the name that was listed.
    Patience.until(this::requireForItsOwnerAlone);
  }

  private boolean requireForItsOwnerAlone() throws Exception {
    try (Stream<Path> files = Files.list(directory.resolve("config/.storage"))) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .as(file.toString())
                      .isEqualTo("rw-------"));
    }
    return true;
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
