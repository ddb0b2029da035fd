package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.homekeep.core.backup.testing.BackupHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A hub that makes backups. */
abstract class CreatingHubTest {
  static final String KEY = "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG";

  Path directory;
  BackupHub hub;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    directory = Files.createDirectory(temporary.resolve("home"));
    Files.writeString(directory.resolve("configuration.yaml"), "default_config:\n");
    hub = BackupHub.started(directory);
  }

  @AfterEach
  void stop() throws Exception {
    hub.close();
  }

  static JsonObject to(String... agentIds) {
    return new JsonObject().put("agent_ids", new JsonArray(List.of(agentIds)));
  }

  JsonObject only() throws Exception {
    JsonArray backups = hub.call("backup/info").getJsonArray("backups");
    assertThat(backups).hasSize(1);
    return backups.getJsonObject(0);
  }
}
