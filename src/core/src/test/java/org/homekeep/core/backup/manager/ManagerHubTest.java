package org.homekeep.core.backup.manager;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.testing.MemoryAgent;
import org.junit.jupiter.api.BeforeEach;

/** A hub with one location beside its own. */
abstract class ManagerHubTest extends CreatingHubTest {
  MemoryAgent remote;

  @BeforeEach
  void addLocation() throws Exception {
    remote = hub.addAgent("remote");
  }

  JsonObject details(String id) throws Exception {
    return hub.call("backup/details", new JsonObject().put("backup_id", id));
  }

  static AgentBackup backup(String id, String name, Map<String, Object> extra) {
    return new AgentBackup(
        id,
        name,
        "2024-11-01T12:00:00+01:00",
        List.of(),
        List.of(),
        true,
        true,
        Optional.of("2024.11.0"),
        extra,
        false,
        10);
  }

  /** What is written down of backups, as Home Assistant reads it. */
  JsonArray known() throws Exception {
    Path file = directory.resolve(".storage/backup");
    return Files.exists(file)
        ? new JsonObject(Files.readString(file)).getJsonObject("data").getJsonArray("backups")
        : new JsonArray();
  }
}
