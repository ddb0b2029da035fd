package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.fixture.FixtureIntegration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hub tells of itself: health, log, levels (framework.md §8.4). */
class SystemCommandsTest {
  private static final JsonObject FORM = new JsonObject().put("host", "h").put("token", "t");

  private final Vertx vertx = WatchedVertx.create();
  private final FixtureIntegration fixture = new FixtureIntegration();
  private Path config;
  private Path data;
  private TestHub hub;
  private HubSession ada;
  private WebsocketClient socket;

  @BeforeEach
  void start(@TempDir Path configDirectory, @TempDir Path dataDirectory) {
    config = configDirectory;
    data = dataDirectory;
    open();
    ada = HubSession.first(hub.port());
    socket = ada.websocket(vertx);
  }

  private void open() {
    hub = TestHub.start(config, data, fixture);
  }

  @AfterEach
  void stop() {
    socket.close();
    hub.close();
    TestHub.await(vertx.close());
  }

  private JsonArray list(String type) {
    return socket.ask(type, new JsonObject()).getJsonArray("result");
  }

  private static JsonObject fields(Object... keysAndValues) {
    JsonObject fields = new JsonObject();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      fields.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return fields;
  }

  private String error(String type, JsonObject fields) {
    return socket.ask(type, fields).getJsonObject("error").getString("code");
  }

  @Test
  void diagnostics_and_system_health_tell_the_same_of_the_system() {
    String entry = ada.add("fixture", FORM).getJsonObject("result").getString("entry_id");
    JsonObject inDiagnostics =
        ada.http()
            .get("/api/diagnostics/config_entry/" + entry)
            .json()
            .getJsonObject("home_assistant");
    int health = socket.send("system_health/info", new JsonObject());
    JsonObject shown =
        socket
            .nextEvent(health)
            .getJsonObject("data")
            .getJsonObject("homeassistant")
            .getJsonObject("info");
    assertThat(shown.fieldNames()).containsAll(inDiagnostics.fieldNames());
    inDiagnostics.forEach(
        fact -> assertThat(shown.getValue(fact.getKey())).isEqualTo(fact.getValue()));
    assertThat(inDiagnostics.fieldNames())
        .contains("installation_type", "version", "dev", "hassio", "virtualenv", "docker", "arch")
        .contains("timezone", "os_name", "os_version", "run_as_root", "java_version")
        .doesNotContain("user");
  }

  @Test
  void system_health_sends_what_it_knows_then_the_rest_then_the_end() {
    int health = socket.send("system_health/info", new JsonObject());
    List<JsonObject> events =
        socket.eventsUntil(health, event -> event.getString("type").equals("finish"));
    JsonObject initial = events.get(0);
    assertThat(initial.getString("type")).isEqualTo("initial");
    JsonObject hubInfo =
        initial.getJsonObject("data").getJsonObject("homeassistant").getJsonObject("info");
    assertThat(hubInfo.getString("installation_type")).isEqualTo("Homekeep");
    assertThat(hubInfo.fieldNames()).doesNotContain("user");
    // Free space is looked up beside the event loop, and may be known at once.
    JsonObject own = initial.getJsonObject("data").getJsonObject("homekeep").getJsonObject("info");
    events.stream()
        .filter(event -> event.getString("type").equals("update"))
        .forEach(event -> own.put(event.getString("key"), event.getValue("data")));
    assertThat(own.getString("disk_free")).endsWith("MiB");
    assertThat(own.getJsonObject("running_since").getString("type")).isEqualTo("date");
  }

  private void write(String message, String level) {
    socket.call(
        "call_service",
        fields(
            "domain",
            "system_log",
            "service",
            "write",
            "service_data",
            fields("message", message, "level", level, "logger", "page")));
  }

  /** Of this test alone: other hubs of the process log, too. */
  private List<JsonObject> logged(String text) {
    return list("system_log/list").stream()
        .map(JsonObject.class::cast)
        .filter(entry -> entry.getJsonArray("message").encode().contains(text))
        .toList();
  }

  @Test
  void the_system_log_has_warnings_and_errors_with_their_place_and_time() {
    String mark = "mark " + config.getFileName();
    write(mark, "info");
    assertThat(logged(mark)).isEmpty();
    write(mark, "warning");
    write(mark, "warning");
    JsonObject entry = logged(mark).get(0);
    assertThat(entry.fieldNames())
        .containsExactlyInAnyOrder(
            "name",
            "message",
            "level",
            "source",
            "exception",
            "count",
            "timestamp",
            "first_occurred");
    assertThat(entry.getString("level")).isEqualTo("WARNING");
    assertThat(entry.getString("name")).startsWith("org.homekeep.");
    assertThat(entry.getJsonArray("source").getString(0)).endsWith(".java");
    assertThat(entry.getJsonArray("source").getInteger(1)).isPositive();
    assertThat(entry.getInteger("count")).isGreaterThanOrEqualTo(2);
    assertThat(entry.getDouble("timestamp"))
        .isGreaterThanOrEqualTo(entry.getDouble("first_occurred"));
  }

  @Test
  void the_system_log_shows_no_secret_of_an_entry() {
    String token = "hush-" + config.getFileName();
    ada.add("fixture", FORM.copy().put("token", token));
    write("a library said " + token + " here", "error");
    assertThat(logged(token)).isEmpty();
    assertThat(logged("a library said **REDACTED** here")).isNotEmpty();
  }

  @Test
  void a_notification_shows_no_secret_of_an_entry() {
    ada.add("fixture", FORM.copy().put("token", "hush-hush-hush"));
    socket.call(
        "call_service",
        fields(
            "domain",
            "persistent_notification",
            "service",
            "create",
            "service_data",
            fields("message", "a library said hush-hush-hush here")));
    assertThat(list("persistent_notification/get").encode())
        .contains("a library said **REDACTED** here");
  }

  @Test
  void a_line_of_a_client_cannot_look_like_several() {
    String mark = "broken " + config.getFileName();
    write(mark + "\n2026 ERROR forged", "error");
    assertThat(logged(mark).get(0).getJsonArray("message").encode()).doesNotContain("\\n");
  }

  private int level(String domain) {
    return list("logger/log_info").stream()
        .map(JsonObject.class::cast)
        .filter(each -> each.getString("domain").equals(domain))
        .findFirst()
        .orElseThrow()
        .getInteger("level");
  }

  private void setLevel(String level, String persistence) {
    socket.call(
        "logger/integration_log_level",
        fields("integration", "fixture", "level", level, "persistence", persistence));
  }

  private void restart() {
    socket.close();
    hub.close();
    open();
    ada = ada.at(hub.port());
    socket = ada.websocket(vertx);
  }

  /** One test, because the levels are those of the process. */
  @Test
  void the_level_of_an_integration_stays_as_long_as_was_said() {
    int before = level("fixture");
    setLevel("DEBUG", "none");
    assertThat(level("fixture")).isEqualTo(10);
    restart();
    assertThat(level("fixture")).isEqualTo(before);
    setLevel("ERROR", "once");
    restart();
    assertThat(level("fixture")).isEqualTo(40);
    restart();
    assertThat(level("fixture")).isEqualTo(before);
    setLevel("DEBUG", "permanent");
    restart();
    restart();
    assertThat(level("fixture")).isEqualTo(10);
    setLevel("NOTSET", "none");
    restart();
    assertThat(level("fixture")).isEqualTo(before);
  }

  @Test
  void the_level_of_what_is_not_there_cannot_be_set() {
    Map<String, Object> wish = Map.of("level", "DEBUG", "persistence", "none");
    assertThat(
            error(
                "logger/integration_log_level",
                new JsonObject(wish).copy().put("integration", "zwave")))
        .isEqualTo("not_found");
    assertThat(
            error(
                "logger/integration_log_level",
                fields("integration", "fixture", "level", "LOUD", "persistence", "none")))
        .isEqualTo("invalid_format");
  }
}
