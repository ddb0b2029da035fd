package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.emulator.cloud.CloudEmulator;
import org.homekeep.emulator.cloud.CloudEmulatorOptions;
import org.homekeep.emulator.cloud.StoredBackup;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.HubSession;
import org.homekeep.testkit.TestHub;
import org.homekeep.testkit.WebsocketClient;

/** A real hub with Home Assistant Cloud as it is emulated, and an administrator in front of it. */
final class CloudHub implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";
  static final String KEY = "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ12";
  static final String CLOUD = "cloud.cloud";
  static final String LOCAL = "backup.local";

  final Path config;
  final CloudEmulator cloud;
  final TestHub hub;
  final HubSession ada;
  final WebsocketClient socket;
  private final Vertx vertx = WatchedVertx.create();

  private CloudHub(
      Path directory, UnaryOperator<CloudEmulatorOptions> service, Map<String, String> settings) {
    config = directory.resolve("config");
    Path data = home(directory.resolve("data"));
    cloud =
        TestHub.await(
            CloudEmulator.start(
                vertx,
                service.apply(
                    CloudEmulatorOptions.in(directory.resolve("cloud")).password(PASSWORD))));
    Map<String, String> all = new HashMap<>();
    all.put("cloud.identity_url", cloud.url());
    all.put("cloud.api_url", cloud.url());
    all.put("cloud.shortest_pause", "PT0.001S");
    all.put("cloud.longest_pause", "PT0.002S");
    all.putAll(settings);
    hub = TestHub.start(config, data, all);
    ada = HubSession.first(hub.port());
    socket = ada.websocket(vertx);
  }

  static CloudHub in(Path directory) {
    return new CloudHub(directory, options -> options, Map.of());
  }

  static CloudHub in(Path directory, UnaryOperator<CloudEmulatorOptions> service) {
    return new CloudHub(directory, service, Map.of());
  }

  static CloudHub in(Path directory, Map<String, String> settings) {
    return new CloudHub(directory, options -> options, settings);
  }

  private static Path home(Path data) {
    try {
      Files.createDirectories(data);
      Files.writeString(data.resolve("configuration.yaml"), "x: 1");
      return data;
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  HttpApiClient.Answer logIn() {
    return logIn(cloud.email(), PASSWORD);
  }

  HttpApiClient.Answer logIn(String email, String password) {
    return ada.http()
        .post("/api/cloud/login", new JsonObject().put("email", email).put("password", password));
  }

  /** A hub on which somebody has logged in. */
  CloudHub loggedIn() {
    assertThat(logIn().status()).isEqualTo(200);
    return this;
  }

  HttpApiClient.Answer logOut() {
    return ada.http().post("/api/cloud/logout", new JsonObject());
  }

  void fault(FaultRule rule) {
    TestHub.await(cloud.faults().add(rule));
  }

  JsonObject status() {
    return socket.call("cloud/status");
  }

  List<String> agents() {
    return socket.call("backup/agents/info").getJsonArray("agents").stream()
        .map(agent -> ((JsonObject) agent).getString("agent_id"))
        .toList();
  }

  /** Makes an encrypted backup for these locations and waits until it is over. */
  String backUp(String... agentIds) {
    return backUp(new JsonObject().put("password", KEY), agentIds);
  }

  /** Makes a backup and waits until it is over. */
  String backUp(JsonObject fields, String... agentIds) {
    int events = socket.send("backup/subscribe_events", new JsonObject());
    socket.nextEvent(events);
    String id =
        socket
            .call("backup/generate", fields.put("agent_ids", new JsonArray(List.of(agentIds))))
            .getString("backup_job_id");
    socket.eventsUntil(events, CloudHub::isIdle);
    return id;
  }

  /** A late copy tells its progress while nothing else is going on. */
  static boolean isIdle(JsonObject event) {
    return event.getString("manager_state").equals("idle") && !event.containsKey("agent_id");
  }

  JsonObject info() {
    return socket.call("backup/info");
  }

  /** The ids of the backups that are listed at a location. */
  List<String> listed(String agentId) {
    return info().getJsonArray("backups").stream()
        .map(JsonObject.class::cast)
        .filter(backup -> backup.getJsonObject("agents").containsKey(agentId))
        .map(backup -> backup.getString("backup_id"))
        .toList();
  }

  List<StoredBackup> stored() {
    return TestHub.await(cloud.backups(cloud.email()));
  }

  /** The issue of that id that the repairs page shows. */
  Optional<JsonObject> issue(String issueId) {
    return socket.call("repairs/list_issues").getJsonArray("issues").stream()
        .map(JsonObject.class::cast)
        .filter(issue -> issue.getString("domain").equals("cloud"))
        .filter(issue -> issue.getString("issue_id").equals(issueId))
        .findFirst();
  }

  /** How often the service was asked for something. */
  int asked(String call) {
    return Optional.ofNullable(
            TestHub.await(cloud.counters()).getJsonObject("calls").getJsonObject(call))
        .map(counted -> counted.getInteger("requests"))
        .orElse(0);
  }

  /** Asks until the answer is yes, for a minute. */
  void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within a minute");
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /** For clients of its own. */
  Vertx vertx() {
    return vertx;
  }

  <T> T await(Future<T> future) {
    return TestHub.await(future);
  }

  @Override
  public void close() {
    socket.close();
    hub.close();
    TestHub.await(cloud.close());
    TestHub.await(vertx.close());
  }
}
