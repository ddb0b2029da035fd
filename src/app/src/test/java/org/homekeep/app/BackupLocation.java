package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.HubSession;
import org.homekeep.testkit.WebsocketClient;

/** A backup location of a real hub, used as a person uses it. */
final class BackupLocation implements AutoCloseable {
  private final HubSession ada;
  private final String agentId;
  private final Vertx vertx = Vertx.vertx();
  private final WebsocketClient websocket;

  BackupLocation(HubSession ada, String agentId) {
    this.ada = ada;
    this.agentId = agentId;
    this.websocket = ada.websocket(vertx);
  }

  /** Makes a backup that is kept here alone; its id. */
  String backUp() {
    int subscription = websocket.send("backup/subscribe_events", new JsonObject());
    websocket.eventsUntil(subscription, BackupLocation::idle);
    websocket.call(
        "backup/generate",
        new JsonObject()
            .put("agent_ids", new JsonArray().add(agentId))
            .put("include_homeassistant", true)
            .put("include_database", false)
            .put("name", "For the test"));
    List<JsonObject> events = websocket.eventsUntil(subscription, BackupLocation::idle);
    assertThat(events).extracting(event -> event.getString("state")).contains("completed");
    return only();
  }

  private static boolean idle(JsonObject event) {
    return "idle".equals(event.getString("manager_state"));
  }

  /** The one backup that is here. */
  private String only() {
    JsonArray backups = websocket.call("backup/info").getJsonArray("backups");
    assertThat(backups).hasSize(1);
    JsonObject backup = backups.getJsonObject(0);
    assertThat(backup.getJsonObject("agents").fieldNames()).containsExactly(agentId);
    return backup.getString("backup_id");
  }

  /** Downloads a backup, which must be a whole archive. */
  void download(String backupId, Path file) throws IOException {
    String path =
        "/api/backup/download/%s?agent_id=%s".formatted(backupId, HttpApiClient.encode(agentId));

    assertThat(ada.http().download(path, file)).isEqualTo(200);
    assertThat(Files.size(file)).isPositive();
    assertThat(Typed.homekeep("archive", "verify", file.toString()).exitCode()).isZero();
  }

  /** Deletes a backup, after which nothing is here. */
  void delete(String backupId) {
    JsonObject answer =
        websocket.call("backup/delete", new JsonObject().put("backup_id", backupId));
    assertThat(answer.getJsonObject("agent_errors")).isEmpty();
    assertThat(websocket.call("backup/info").getJsonArray("backups")).isEmpty();
  }

  @Override
  public void close() {
    websocket.close();
    vertx.close();
  }
}
