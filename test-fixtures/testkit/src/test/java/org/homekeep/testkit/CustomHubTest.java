package org.homekeep.testkit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.integration.IntegrationSources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real hub with a directory of custom integrations, seen from outside. */
abstract class CustomHubTest {
  @TempDir Path home;
  @TempDir Path data;

  Path custom;
  Optional<TestHub> hub = Optional.empty();
  HubSession ada;

  @BeforeEach
  void prepare() throws IOException {
    custom = Files.createDirectories(home.resolve("custom_integrations"));
  }

  @AfterEach
  void stop() {
    hub.ifPresent(TestHub::close);
  }

  void start(IntegrationSources sources) {
    TestHub started = TestHub.start(home, data, sources);
    hub = Optional.of(started);
    ada = HubSession.first(started.port());
  }

  void start() {
    start(IntegrationSources.standard());
  }

  JsonObject ask(String command, JsonObject fields) {
    return hub.orElseThrow().ask(ada, command, fields);
  }

  JsonObject manifest(String domain) {
    return ask("manifest/get", new JsonObject().put("integration", domain));
  }

  List<String> handlers() {
    return new JsonArray(ada.http().get("/api/config/config_entries/flow_handlers").body())
        .stream().map(String.class::cast).toList();
  }

  List<JsonObject> issues() {
    return ask("repairs/list_issues", new JsonObject()).getJsonArray("issues").stream()
        .map(JsonObject.class::cast)
        .toList();
  }
}
