package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.fixture.FixtureIntegration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The diagnostics download of the backup manager (backup.md §9). */
class BackupDiagnosticsTest {
  private static final String PATH = "/api/diagnostics/config_entry/backup";
  private static final String OLD_KEY = "OLDA-OLDB-OLDC-OLDD-OLDE-OLDF-OLDG";
  private static final String KEY = "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG";

  private final Vertx vertx = WatchedVertx.create();
  private TestHub hub;
  private HubSession ada;
  private WebsocketClient socket;

  @BeforeEach
  void start(@TempDir Path config, @TempDir Path data) {
    hub = TestHub.start(config, data, new FixtureIntegration());
    ada = HubSession.first(hub.port());
    ada.add("fixture", new JsonObject().put("host", "Cellar").put("token", "t"));
    socket = ada.websocket(vertx);
  }

  @AfterEach
  void stop() {
    socket.close();
    hub.close();
    TestHub.await(vertx.close());
  }

  private void update(JsonObject create) {
    socket.call("backup/config/update", new JsonObject().put("create_backup", create));
  }

  @Test
  void it_has_the_locations_and_the_settings_without_the_key() {
    update(new JsonObject().put("password", KEY));

    HttpApiClient.Answer answer = ada.http().get(PATH);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().get("content-disposition"))
        .isEqualTo("attachment; filename=\"config_entry-backup-backup.json\"");
    JsonObject shown = answer.json().getJsonObject("data");
    assertThat(shown.getJsonArray("backup_agents"))
        .isEqualTo(
            new JsonArray(
                """
                [{"agent_id":"backup.local","name":"local"},
                 {"agent_id":"fixture.memory","name":"Memory"}]"""));
    JsonObject config = socket.call("backup/config/info").getJsonObject("config");
    config.remove("next_automatic_backup");
    config.remove("next_automatic_backup_additional");
    config.getJsonObject("create_backup").put("password", "**REDACTED**");
    assertThat(shown.getJsonObject("backup_config")).isEqualTo(config);
  }

  @Test
  void without_a_key_there_is_nothing_to_redact() {
    assertThat(
            ada.http()
                .get(PATH)
                .json()
                .getJsonObject("data")
                .getJsonObject("backup_config")
                .getJsonObject("create_backup")
                .getValue("password"))
        .isNull();
  }

  @Test
  void no_key_of_the_ring_is_in_it_wherever_somebody_put_it() {
    update(new JsonObject().put("password", OLD_KEY));
    update(new JsonObject().put("password", KEY).put("name", "with " + OLD_KEY + " and " + KEY));

    String document = ada.http().get(PATH).body();

    assertThat(document).contains("with **REDACTED** and **REDACTED**");
    assertThat(document).doesNotContain(OLD_KEY, KEY);
  }

  @Test
  void it_has_the_issues_of_backups() {
    update(new JsonObject().put("agent_ids", new JsonArray().add("x.y")));

    assertThat(ada.http().get(PATH).json().getJsonArray("issues").encode())
        .contains("automatic_backup_agents_unavailable_x.y");
  }

  @Test
  void clients_find_it_in_the_list() {
    JsonObject described =
        new JsonObject()
            .put("domain", "backup")
            .put("handlers", new JsonObject().put("config_entry", true).put("device", false));

    assertThat(socket.ask("diagnostics/list", new JsonObject()).getJsonArray("result"))
        .contains(described);
    assertThat(socket.call("diagnostics/get", new JsonObject().put("domain", "backup")))
        .isEqualTo(described);
  }

  @Test
  void it_is_for_administrators() {
    HttpApiClient strangers = HttpApiClient.anonymous(hub.port());

    assertThat(strangers.get(PATH).status()).isEqualTo(401);
    assertThat(strangers.with(OtherUser.accessToken(socket, strangers)).get(PATH).status())
        .isEqualTo(403);
  }
}
