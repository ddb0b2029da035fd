package org.homekeep.app.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.homekeep.checks.Patience;
import org.homekeep.emulator.b2.B2Emulator;
import org.homekeep.testkit.FirstUser;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.WebsocketClient;

/** The steps of the main job, as a client does them. */
final class Story {
  static final String KEY = "ABCD-1234-EFGH-5678-IJKL-9012-MNOP";

  private final Vertx vertx;
  private final IntSupplier port;
  private final B2Emulator b2;
  private final String bucket;
  private final String token;

  /**
   * Begins with the first user of a new hub.
   *
   * @param port of the hub, which may change when it starts again
   */
  Story(Vertx vertx, IntSupplier port, B2Emulator b2, String bucket) {
    this.vertx = vertx;
    this.port = port;
    this.b2 = b2;
    this.bucket = bucket;
    this.token = FirstUser.accessToken(HttpApiClient.anonymous(port.getAsInt()));
  }

  HttpApiClient http() {
    return HttpApiClient.anonymous(port.getAsInt()).with(token);
  }

  WebsocketClient websocket() {
    return WebsocketClient.connect(vertx, port.getAsInt(), token);
  }

  /** Connects again and again until the hub is back. */
  WebsocketClient websocketAfterRestart() {
    return Patience.until(this::websocket);
  }

  JsonObject startFlow() {
    return http()
        .post("/api/config/config_entries/flow", new JsonObject().put("handler", "backblaze_b2"))
        .json();
  }

  JsonObject submit(String flowId, String applicationKey) {
    return http()
        .post(
            "/api/config/config_entries/flow/" + flowId,
            new JsonObject()
                .put("key_id", b2.keyId())
                .put("application_key", applicationKey)
                .put("bucket", bucket)
                .put("prefix", "home/"))
        .json();
  }

  /** Sets Backblaze B2 up and gives the id of its agent. */
  String setUpBackblaze() {
    JsonObject created = submit(startFlow().getString("flow_id"), b2.applicationKey());
    assertThat(created.getString("type")).as(created.encode()).isEqualTo("create_entry");
    JsonObject entry = created.getJsonObject("result");
    assertThat(entry.getString("state")).isEqualTo("loaded");
    return "backblaze_b2." + entry.getString("entry_id");
  }

  void configureAutomaticBackups(WebsocketClient websocket, String agentId) {
    websocket.call(
        "backup/config/update",
        new JsonObject()
            .put("automatic_backups_configured", true)
            .put(
                "create_backup",
                new JsonObject()
                    .put("agent_ids", new JsonArray().add("backup.local").add(agentId))
                    .put("password", KEY))
            .put("retention", new JsonObject().put("copies", 3).putNull("days"))
            .put(
                "schedule", new JsonObject().put("recurrence", "daily").put("time", farFromNow())));
  }

  /** A time of day in the zone of a new hub that does not come while a test runs. */
  private static String farFromNow() {
    LocalTime away = LocalTime.now(ZoneId.systemDefault()).plusHours(6);
    return "%02d:45".formatted(away.getHour());
  }

  /** Subscribes to the manager's events and waits until it is ready to take orders. */
  int subscribeWhenIdle(WebsocketClient websocket) {
    int subscription = websocket.send("backup/subscribe_events", new JsonObject());
    websocket.eventsUntil(subscription, event -> "idle".equals(event.getString("manager_state")));
    websocket.next(
        message ->
            "result".equals(message.getString("type")) && message.getInteger("id") == subscription);
    return subscription;
  }

  /** Makes a backup with the automatic settings and gives its id, once the manager is idle. */
  Made backUp(WebsocketClient websocket) {
    int subscription = subscribeWhenIdle(websocket);
    String id =
        websocket.call("backup/generate_with_automatic_settings").getString("backup_job_id");
    List<JsonObject> events =
        websocket.eventsUntil(
            subscription, event -> "idle".equals(event.getString("manager_state")));
    return new Made(id, events);
  }

  record Made(String backupId, List<JsonObject> events) {
    /** The events as {@code stage/state}, without upload progress. */
    List<String> steps() {
      return events.stream()
          .filter(event -> !event.containsKey("uploaded_bytes"))
          .map(
              event ->
                  event.containsKey("state")
                      ? event.getValue("stage") + "/" + event.getString("state")
                      : event.getString("manager_state"))
          .toList();
    }
  }

  static JsonObject backup(WebsocketClient websocket, String backupId) {
    JsonObject details =
        websocket.call("backup/details", new JsonObject().put("backup_id", backupId));
    assertThat(details.getJsonObject("agent_errors")).isEmpty();
    return details.getJsonObject("backup");
  }

  static void wipe(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> deepestFirst =
          walk.filter(path -> !path.equals(directory)).sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    }
  }
}
