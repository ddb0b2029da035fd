package org.homekeep.browser;

import com.microsoft.playwright.Browser;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Integration;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.emulator.b2.B2Emulator;
import org.homekeep.emulator.b2.B2EmulatorOptions;
import org.homekeep.emulator.cloud.CloudEmulator;
import org.homekeep.emulator.cloud.CloudEmulatorOptions;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.TestHub;
import org.homekeep.testkit.WebsocketClient;

/**
 * A home: a real hub with data, Backblaze B2 and Home Assistant Cloud as they are emulated, and its
 * owner, once there is one.
 */
final class Home implements AutoCloseable {
  static final String USER = "ada";
  static final String PASSWORD = "correct horse";
  static final String KEY = "ABCD-1234-EFGH-5678-IJKL-9012-MNOP";
  static final String LOCAL = "backup.local";
  static final String BUCKET = "homekeep-home";
  static final String CLOUD_PASSWORD = "correct horse battery";
  private static final String FLOW = "/api/config/config_entries/flow";

  final Path config;
  final Path data;
  final B2Emulator b2;
  final CloudEmulator cloud;
  final TestHub hub;
  final Vertx vertx = WatchedVertx.create();
  private Optional<JsonObject> tokens = Optional.empty();

  private Home(Path directory, Map<String, String> more, Integration... integrations) {
    this(directory, directory.resolve("data"), more, integrations);
  }

  private Home(Path directory, Path data, Map<String, String> more, Integration... integrations) {
    this.data = data;
    config = directory.resolve("config");
    write("configuration.yaml", "default_config:\n");
    write("automations.yaml", "[]\n");
    write("www/floor plan.txt", "kitchen, hall, attic\n".repeat(2000));
    b2 = TestHub.await(B2Emulator.start(vertx, B2EmulatorOptions.in(directory.resolve("b2"))));
    TestHub.await(b2.createBucket(BUCKET));
    cloud =
        TestHub.await(
            CloudEmulator.start(
                vertx,
                CloudEmulatorOptions.in(directory.resolve("cloud")).password(CLOUD_PASSWORD)));
    Map<String, String> settings = new HashMap<>();
    settings.put("backblaze_b2.service_url", b2.url());
    settings.put("cloud.identity_url", cloud.url());
    settings.put("cloud.api_url", cloud.url());
    settings.putAll(more);
    hub = TestHub.start(config, data, settings, integrations);
  }

  /** A hub that nobody has set up. */
  static Home untouched(Path directory) {
    return untouched(directory, Map.of());
  }

  /** A hub that nobody has set up, and settings. */
  static Home untouched(Path directory, Map<String, String> settings) {
    return new Home(directory, settings);
  }

  /** A hub that nobody has set up, whose own documents are part of its backups. */
  static Home untouchedInOneDirectory(Path directory) {
    return new Home(directory, directory.resolve("config"), Map.of());
  }

  /** A hub with its owner, whose own documents are part of its backups. */
  static Home inOneDirectory(Path directory) {
    Home home = untouchedInOneDirectory(directory);
    home.tokens = Optional.of(home.owner());
    home.finishSettingUp();
    return home;
  }

  /** A hub whose first user has gone away before the rest was set up. */
  static Home begun(Path directory) {
    Home home = new Home(directory, Map.of());
    home.tokens = Optional.of(home.owner());
    return home;
  }

  /** A hub with its owner. */
  static Home in(Path directory, Integration... integrations) {
    return in(directory, Map.of(), integrations);
  }

  /** A hub with its owner, and settings. */
  static Home in(Path directory, Map<String, String> settings, Integration... integrations) {
    Home home = new Home(directory, settings, integrations);
    home.tokens = Optional.of(home.owner());
    home.finishSettingUp();
    return home;
  }

  private void finishSettingUp() {
    String client = origin() + "/";
    http().post("/api/onboarding/core_config", new JsonObject());
    http().post("/api/onboarding/analytics", new JsonObject());
    http()
        .post(
            "/api/onboarding/integration",
            new JsonObject().put("client_id", client).put("redirect_uri", client));
  }

  /** Where the page is. */
  String origin() {
    return "http://127.0.0.1:" + hub.port();
  }

  private JsonObject owner() {
    HttpApiClient nobody = HttpApiClient.anonymous(hub.port());
    String client = origin() + "/";
    String code =
        nobody
            .post(
                "/api/onboarding/users",
                new JsonObject()
                    .put("name", "Ada")
                    .put("username", USER)
                    .put("password", PASSWORD)
                    .put("client_id", client)
                    .put("language", "en"))
            .json()
            .getString("auth_code");
    return nobody
        .postForm(
            "/auth/token",
            Map.of("grant_type", "authorization_code", "code", code, "client_id", client))
        .json()
        .put("expires", Long.MAX_VALUE / 1024);
  }

  /** HTTP as the owner. */
  HttpApiClient http() {
    return HttpApiClient.anonymous(hub.port()).with(accessToken());
  }

  /** A websocket of the owner; the caller closes it. */
  WebsocketClient websocket() {
    return WebsocketClient.connect(vertx, hub.port(), accessToken());
  }

  private String accessToken() {
    return tokens.orElseThrow().getString("access_token");
  }

  /** Sends a command of the owner and gives its result. */
  JsonObject ask(String command, JsonObject fields) {
    try (WebsocketClient socket = websocket()) {
      return socket.call(command, fields);
    }
  }

  /** Somebody who is not logged in looks at the page. */
  Visit stranger(Browser browser, Visit.Manner manner) {
    return Visit.begin(browser, origin(), manner, Optional.empty());
  }

  /** The owner looks at the page. */
  Visit owner(Browser browser, Visit.Manner manner) {
    return Visit.begin(browser, origin(), manner, tokens);
  }

  Visit owner(Browser browser, Device device) {
    return owner(browser, Visit.Manner.with(device));
  }

  /** Puts a file into the data of the home. */
  void write(String name, String content) {
    try {
      Path file = data.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Sets Backblaze B2 up and gives the id of its location. */
  String addBackblaze() {
    String flow =
        http()
            .post(FLOW, new JsonObject().put("handler", "backblaze_b2"))
            .json()
            .getString("flow_id");
    JsonObject made =
        http()
            .post(
                FLOW + "/" + flow,
                new JsonObject()
                    .put("key_id", b2.keyId())
                    .put("application_key", b2.applicationKey())
                    .put("bucket", BUCKET)
                    .put("prefix", ""))
            .json();
    return "backblaze_b2." + made.getJsonObject("result").getString("entry_id");
  }

  /** Logs in to Home Assistant Cloud; its location is {@code cloud.cloud}. */
  String addCloud() {
    http()
        .post(
            "/api/cloud/login",
            new JsonObject().put("email", cloud.email()).put("password", CLOUD_PASSWORD));
    return "cloud.cloud";
  }

  /** Switches daily automatic backups on, encrypted with {@link #KEY}. */
  void makeBackupsAutomatic(String... locations) {
    ask(
        "backup/config/update",
        new JsonObject()
            .put("automatic_backups_configured", true)
            .put(
                "create_backup",
                new JsonObject()
                    .put("agent_ids", new JsonArray(java.util.List.of(locations)))
                    .put("password", KEY))
            .put("retention", new JsonObject().put("copies", 3).putNull("days"))
            .put("schedule", new JsonObject().put("recurrence", "daily").putNull("time")));
  }

  /** Makes a user with {@link #PASSWORD}. */
  void addUser(String name, String username, String group) {
    JsonObject made =
        ask(
            "config/auth/create",
            new JsonObject().put("name", name).put("group_ids", new JsonArray().add(group)));
    ask(
        "config/auth_provider/homeassistant/create",
        new JsonObject()
            .put("user_id", made.getJsonObject("user").getString("id"))
            .put("username", username)
            .put("password", PASSWORD));
  }

  /** Says that {@link #KEY} is kept away from this machine. */
  void keepTheKey() {
    String fingerprint =
        ask("homekeep/backup/keys/list", new JsonObject())
            .getJsonArray("keys")
            .getJsonObject(0)
            .getString("fingerprint");
    ask(
        "homekeep/backup/keys/confirm",
        new JsonObject()
            .put("fingerprint", fingerprint)
            .put("characters", KEY.substring(KEY.length() - 4)));
  }

  /** Makes an automatic backup and waits until it is everywhere; gives its id. */
  String backUp() {
    return made("backup/generate_with_automatic_settings", new JsonObject());
  }

  /** Makes a backup by hand and waits until it is over; gives its id. */
  String backUp(String name, Optional<String> key, String... locations) {
    JsonObject asked =
        new JsonObject()
            .put("name", name)
            .put("agent_ids", new JsonArray(java.util.List.of(locations)));
    key.ifPresent(known -> asked.put("password", known));
    return made("backup/generate", asked);
  }

  private String made(String command, JsonObject fields) {
    try (WebsocketClient socket = websocket()) {
      int events = socket.send("backup/subscribe_events", new JsonObject());
      socket.eventsUntil(events, event -> "idle".equals(event.getString("manager_state")));
      String id = socket.call(command, fields).getString("backup_job_id");
      socket.eventsUntil(events, event -> !"idle".equals(event.getString("manager_state")));
      socket.eventsUntil(events, event -> "idle".equals(event.getString("manager_state")));
      return id;
    }
  }

  @Override
  public void close() {
    hub.close();
    TestHub.await(b2.close());
    TestHub.await(cloud.close());
    TestHub.await(vertx.close());
  }
}
