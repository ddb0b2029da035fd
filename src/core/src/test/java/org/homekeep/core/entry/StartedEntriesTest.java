package org.homekeep.core.entry;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.homekeep.core.fixture.EntriesHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A hub whose entries are tested. */
abstract class StartedEntriesTest {
  Path config;
  EntriesHub hub;

  @BeforeEach
  void start(@TempDir Path directory) {
    config = directory;
    hub = EntriesHub.start(config);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  JsonObject single(String entryId) {
    return hub.command("config_entries/get_single", new JsonObject().put("entry_id", entryId))
        .getJsonObject("result")
        .getJsonObject("config_entry");
  }

  void restart() {
    hub.close();
    hub = EntriesHub.start(config).setUpAll();
  }
}
