package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.fixture.Behaviours;
import org.homekeep.fixture.FixtureAgent.Call;
import org.homekeep.fixture.FixtureIntegration;
import org.homekeep.fixture.Gate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shapes and orders of backup.md §2, §4, §5 and §9 as a client sees them. */
class BackupWireTest {
  private static final JsonObject FORM = new JsonObject().put("host", "Cellar").put("token", "t");
  private static final String LOCATION = "fixture.memory";

  private final FixtureIntegration fixture = new FixtureIntegration();
  private final Vertx vertx = WatchedVertx.create();
  private Path config;
  private TestHub hub;
  private HubSession ada;
  private WebsocketClient socket;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    config = temporary.resolve("config");
    Path data = Files.createDirectories(temporary.resolve("data"));
    Files.writeString(data.resolve("configuration.yaml"), "x: 1");
    hub = TestHub.start(config, data, fixture);
    ada = HubSession.first(hub.port());
    ada.add("fixture", FORM);
    socket = ada.websocket(vertx);
  }

  @AfterEach
  void stop() {
    socket.close();
    hub.close();
    TestHub.await(vertx.close());
  }

  private static JsonObject json(String text) {
    return new JsonObject(text.replace('\'', '"'));
  }

  private static JsonObject to(String... agentIds) {
    return new JsonObject().put("agent_ids", new JsonArray(List.of(agentIds)));
  }

  private static JsonObject id(String backupId) {
    return new JsonObject().put("backup_id", backupId);
  }

  /** A subscription, with the event read that tells where things stand. */
  private int subscribed(WebsocketClient client) {
    int events = client.send("backup/subscribe_events", new JsonObject());
    assertThat(client.nextEvent(events)).isEqualTo(json("{'manager_state':'idle'}"));
    return events;
  }

  private static boolean isIdle(JsonObject event) {
    return event.getString("manager_state").equals("idle");
  }

  /** Makes a backup and waits for its end. */
  private String made(String... agentIds) {
    int events = subscribed(socket);
    String made = socket.call("backup/generate", to(agentIds)).getString("backup_job_id");
    socket.eventsUntil(events, BackupWireTest::isIdle);
    return made;
  }

  private JsonObject error(String command, JsonObject fields) {
    return socket.ask(command, fields).getJsonObject("error");
  }

  private static JsonObject error(String code, String message) {
    return new JsonObject().put("code", code).put("message", message);
  }

  private List<String> names(String directory) throws IOException {
    if (!Files.exists(config.resolve(directory))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(config.resolve(directory))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void info_has_every_key_of_the_table_and_no_other() {
    String made = made("backup.local", LOCATION);

    JsonObject info = socket.call("backup/info");

    assertThat(info.fieldNames())
        .containsExactlyInAnyOrder(
            "agent_errors",
            "backups",
            "last_attempted_automatic_backup",
            "last_completed_automatic_backup",
            "last_action_event",
            "next_automatic_backup",
            "next_automatic_backup_additional",
            "state");
    JsonObject backup = info.getJsonArray("backups").getJsonObject(0);
    assertThat(backup.fieldNames())
        .containsExactlyInAnyOrder(
            "addons",
            "agents",
            "backup_id",
            "database_included",
            "date",
            "extra_metadata",
            "failed_addons",
            "failed_agent_ids",
            "failed_folders",
            "folders",
            "homeassistant_included",
            "homeassistant_version",
            "name",
            "with_automatic_settings");
    assertThat(backup.getString("backup_id")).isEqualTo(made).matches("[0-9a-f]{8}");
    assertThat(backup.getJsonObject("agents").getJsonObject(LOCATION).fieldNames())
        .containsExactlyInAnyOrder("protected", "size");
    assertThat(backup.getJsonObject("extra_metadata").getString("instance_id"))
        .matches("[0-9a-f]{32}");
    assertThat(socket.call("backup/details", id(made)))
        .isEqualTo(new JsonObject().put("agent_errors", new JsonObject()).put("backup", backup));
  }

  @Test
  void the_id_of_a_backup_is_made_of_its_date_and_its_name() throws Exception {
    String made = made("backup.local");
    JsonObject backup = socket.call("backup/details", id(made)).getJsonObject("backup");
    String text = backup.getString("date") + " - " + backup.getString("name");

    byte[] hash =
        MessageDigest.getInstance("SHA-1")
            .digest(text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));

    assertThat(made).isEqualTo(HexFormat.of().formatHex(hash).substring(0, 8));
  }

  @Test
  void events_have_exactly_these_keys_in_this_order() {
    int events = subscribed(socket);

    String made = socket.call("backup/generate", to("backup.local")).getString("backup_job_id");

    List<JsonObject> heard = socket.eventsUntil(events, BackupWireTest::isIdle);
    String step =
        "{'manager_state':'create_backup','reason':null,'stage':%s,'state':'in_progress'}";
    int size =
        socket
            .call("backup/details", id(made))
            .getJsonObject("backup")
            .getJsonObject("agents")
            .getJsonObject("backup.local")
            .getInteger("size");
    assertThat(heard)
        .containsExactly(
            json(step.formatted("null")),
            json(step.formatted("'home_assistant'")),
            json(step.formatted("'upload_to_agents'")),
            json(
                "{'manager_state':'create_backup','agent_id':'backup.local','uploaded_bytes':%d,'total_bytes':%d}"
                    .formatted(size, size)),
            json(step.formatted("'cleaning_up'")),
            json(
                "{'manager_state':'create_backup','reason':null,'stage':null,'state':'completed'}"),
            json("{'manager_state':'idle'}"));
  }

  @Test
  void a_subscriber_gets_where_things_stand_before_the_result() {
    int events = socket.send("backup/subscribe_events", new JsonObject());

    List<String> types =
        List.of(socket.next(message -> true), socket.next(message -> true)).stream()
            .map(message -> message.getInteger("id") + " " + message.getString("type"))
            .toList();

    assertThat(types).containsExactly(events + " event", events + " result");
  }

  @Test
  void every_subscriber_gets_all_events_until_it_unsubscribes() {
    try (WebsocketClient other = ada.websocket(vertx)) {
      int mine = subscribed(socket);
      int others = subscribed(other);
      made(LOCATION);
      assertThat(socket.eventsUntil(mine, BackupWireTest::isIdle))
          .isEqualTo(other.eventsUntil(others, BackupWireTest::isIdle))
          .hasSizeGreaterThan(5);

      other.call("unsubscribe_events", new JsonObject().put("subscription", others));
      made("backup.local");
      int marker = other.send("ping", new JsonObject());

      assertThat(
              other.next(message -> !"result".equals(message.getString("type"))).getString("type"))
          .isEqualTo("pong");
      assertThat(marker).isPositive();
    }
  }

  @Test
  void a_location_that_has_nothing_to_say_of_a_backup_does_not_have_it() {
    fixture.agent.instead =
        Map.of(Call.GET, () -> io.vertx.core.Future.succeededFuture((Object) null));
    JsonObject at = id("0000000a").put("agent_id", LOCATION);

    assertThat(socket.call("backup/details", id("0000000a")))
        .isEqualTo(json("{'agent_errors':{},'backup':null}"));
    assertThat(ada.http().get("/api/backup/download/0000000a?agent_id=" + LOCATION).status())
        .isEqualTo(404);
    assertThat(error("backup/restore", at))
        .isEqualTo(error("home_assistant_error", "Backup 0000000a not found in agent " + LOCATION));
    assertThat(error("backup/can_decrypt_on_download", at.copy().put("password", "p")))
        .isEqualTo(error("home_assistant_error", "Backup 0000000a not found in agent " + LOCATION));
  }

  @Test
  void a_location_that_fails_is_told_in_its_own_words_and_one_that_breaks_in_none_of_its() {
    JsonObject at = id("0000000a").put("agent_id", LOCATION);
    fixture.agent.on(Call.GET, Behaviours.failing(new BackupAgentException("Boom!")));
    assertThat(error("backup/restore", at)).isEqualTo(error("home_assistant_error", "Boom!"));
    assertThat(error("backup/can_decrypt_on_download", at.copy().put("password", "p")))
        .isEqualTo(error("home_assistant_error", "Boom!"));

    fixture.agent.on(Call.GET, Behaviours.failing(new IllegalStateException("token=hunter2")));
    assertThat(error("backup/restore", at)).isEqualTo(error("unknown_error", "Unknown error"));
    assertThat(ada.http().get("/api/backup/download/0000000a?agent_id=" + LOCATION))
        .satisfies(
            answer -> {
              assertThat(answer.status()).isEqualTo(500);
              assertThat(answer.body()).doesNotContain("hunter2");
            });
  }

  @Test
  void locations_come_and_go_with_their_entry_and_a_missing_one_is_an_issue() {
    socket.call("backup/config/update", new JsonObject().put("create_backup", to(LOCATION)));
    String entry = ada.entries("fixture").get(0).getString("entry_id");
    assertThat(issues()).isEmpty();

    socket.call(
        "config_entries/disable",
        new JsonObject().put("entry_id", entry).put("disabled_by", "user"));
    assertThat(agents()).containsExactly("backup.local");
    assertThat(issues())
        .containsExactly(
            new JsonObject()
                .put("agent_id", LOCATION)
                .put("backup_settings", "/config/backup/settings"));
    assertThat(
            socket
                .call("backup/config/info")
                .getJsonObject("config")
                .getJsonObject("create_backup")
                .getJsonArray("agent_ids"))
        .containsExactly(LOCATION);

    socket.call(
        "config_entries/disable", new JsonObject().put("entry_id", entry).putNull("disabled_by"));
    assertThat(agents()).containsExactly("backup.local", LOCATION);
    assertThat(issues()).isEmpty();
  }

  private List<String> agents() {
    return socket.call("backup/agents/info").getJsonArray("agents").stream()
        .map(agent -> ((JsonObject) agent).getString("agent_id"))
        .toList();
  }

  /** The placeholders of the issues about locations that are not there. */
  private List<JsonObject> issues() {
    return socket.call("repairs/list_issues").getJsonArray("issues").stream()
        .map(JsonObject.class::cast)
        .filter(
            issue ->
                "automatic_backup_agents_unavailable".equals(issue.getString("translation_key")))
        .map(issue -> issue.getJsonObject("translation_placeholders"))
        .toList();
  }

  @Test
  void the_entities_follow_a_backup_that_fails() {
    fixture.agent.on(Call.UPLOAD, Behaviours.failing(new BackupAgentException("Boom!")));

    made(LOCATION);

    JsonObject event = state("event.backup_automatic_backup").getJsonObject("attributes");
    assertThat(event.getString("event_type")).isEqualTo("failed");
    assertThat(event.getString("failed_reason")).isEqualTo("upload_failed");
    assertThat(event.getValue("backup_stage")).isNull();
    assertThat(
            state("sensor.backup_backup_manager_state")
                .getJsonObject("attributes")
                .getJsonArray("options"))
        .containsExactlyInAnyOrder(
            "idle", "create_backup", "blocked", "receive_backup", "restore_backup");
  }

  @Test
  void the_entities_tell_the_stage_and_the_times_of_an_automatic_backup() {
    socket.call("backup/config/update", new JsonObject().put("create_backup", to(LOCATION)));
    Gate gate = new Gate();
    fixture.agent.on(Call.UPLOAD, Behaviours.slowly(gate, Behaviours.answering(null)));
    int events = subscribed(socket);
    socket.call("backup/generate_with_automatic_settings");
    TestHub.await(gate.reached());

    assertThat(state("sensor.backup_backup_manager_state").getString("state"))
        .isEqualTo("create_backup");
    JsonObject event = state("event.backup_automatic_backup");
    assertThat(event.getJsonObject("attributes").getString("event_type")).isEqualTo("in_progress");
    assertThat(event.getJsonObject("attributes").getString("backup_stage"))
        .isEqualTo("upload_to_agents");
    assertThat(event.getString("state")).matches("20\\d\\d-\\d\\d-\\d\\dT.*\\+00:00");
    assertThat(state("sensor.backup_last_successful_automatic_backup").getString("state"))
        .isEqualTo("unknown");
    gate.open();
    socket.eventsUntil(events, BackupWireTest::isIdle);

    String attempted = "sensor.backup_last_attempted_automatic_backup";
    String successful = "sensor.backup_last_successful_automatic_backup";
    assertThat(state(attempted).getString("state")).matches("20\\d\\d-.*\\+00:00");
    assertThat(state(successful).getString("state"))
        .isGreaterThanOrEqualTo(state(attempted).getString("state"));
  }

  private JsonObject state(String entityId) {
    return socket.ask("get_states", new JsonObject()).getJsonArray("result").stream()
        .map(JsonObject.class::cast)
        .filter(each -> entityId.equals(each.getString("entity_id")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void an_upload_that_the_client_breaks_off_leaves_nothing_and_the_manager_idle() throws Exception {
    int events = subscribed(socket);
    String token =
        socket
            .ask(
                "auth/long_lived_access_token",
                new JsonObject().put("client_name", "upload").put("lifespan", 1))
            .getString("result");
    try (Socket raw = new Socket(InetAddress.getLoopbackAddress(), hub.port())) {
      OutputStream out = raw.getOutputStream();
      String head =
          """
          POST /api/backup/upload?agent_id=backup.local HTTP/1.1\r
          Host: 127.0.0.1\r
          Authorization: Bearer %s\r
          Content-Type: multipart/form-data; boundary=edge\r
          Content-Length: 1000000\r
          \r
          --edge\r
          Content-Disposition: form-data; name="file"; filename="a.tar"\r
          \r
          the beginning of an archive""";
      out.write(head.formatted(token).getBytes(StandardCharsets.UTF_8));
      out.flush();
      socket.eventsUntil(events, event -> "receive_file".equals(event.getString("stage")));
    }

    assertThat(socket.eventsUntil(events, BackupWireTest::isIdle))
        .extracting(event -> event.getString("state", event.getString("manager_state")))
        .containsExactly("failed", "idle");
    assertThat(names("backups")).isEmpty();
    assertThat(names("tmp_backups")).isEmpty();
  }
}
