package org.homekeep.app.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.testkit.TestHub.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.testkit.HubSession;
import org.homekeep.testkit.TestHub;
import org.homekeep.testkit.WebsocketClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A change that the disk does not take is answered by a sentence, and is not in force. */
class RefusedChangesTest {
  @TempDir Path directory;
  private final Vertx vertx = WatchedVertx.create();
  private TestHub hub;
  private HubSession ada;

  @BeforeEach
  void start() {
    hub = TestHub.start(directory.resolve("config"), directory.resolve("data"), Map.of());
    ada = HubSession.first(hub.port());
  }

  @AfterEach
  void stop() {
    hub.close();
    await(vertx.close());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "backup|backup/config/update|{'retention':{'copies':1,'days':null}}|backup/config/info",
        "homekeep.backup|homekeep/backup/retention/update|{'generations':{'daily':1}}"
            + "|homekeep/backup/retention/info",
        "homekeep.backup_keys|homekeep/backup/keys/new|{}|homekeep/backup/keys/list",
        "homekeep.backup_keys|homekeep/backup/keys/add"
            + "|{'key':'ABCD-1234-EFGH-5678-IJKL-9012-MNOP'}|homekeep/backup/keys/list",
        "homekeep.backup_keys|backup/config/update"
            + "|{'create_backup':{'password':'ABCD-1234-EFGH-5678-IJKL-9012-MNOP'}}"
            + "|backup/config/info",
        "frontend.system_data|frontend/set_system_data|{'key':'core','value':{'a':1}}"
            + "|frontend/get_system_data"
      })
  void what_cannot_be_saved_is_not_done(
      String document, String command, String fields, String question) throws IOException {
    JsonObject change = new JsonObject(fields.replace('\'', '"'));
    JsonObject before = hub.ask(ada, question);
    List<Path> full = fill(document);

    try (WebsocketClient websocket = ada.websocket(vertx)) {
      JsonObject error = websocket.ask(command, change).getJsonObject("error");
      assertThat(error.getString("message")).contains("because the disk does not take it");
    }
    assertThat(hub.ask(ada, question)).isEqualTo(before);

    for (Path path : full) {
      Files.delete(path);
    }
    hub.restart();
    assertThat(hub.ask(ada, question)).isEqualTo(before);
    hub.ask(ada, command, change);
    assertThat(hub.ask(ada, question)).isNotEqualTo(before);
  }

  /** A directory is in the way of the document, as a full disk is. */
  private List<Path> fill(String document) throws IOException {
    Path inTheWay = directory.resolve("config/.storage").resolve(document + ".new");
    Path full = Files.createDirectories(inTheWay.resolve("full"));
    return List.of(full, inTheWay);
  }
}
