package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.homekeep.checks.WatchedVertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Backups are for administrators, and a message has the shape of its command (backup.md §4, §5).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupAccessTest {
  private static final String DOWNLOAD = "/api/backup/download/0000000a?agent_id=backup.local";
  private static final String UPLOAD = "/api/backup/upload?agent_id=backup.local";
  private static final String KIT = "/api/homekeep/backup/emergency_kit";

  private final Vertx vertx = WatchedVertx.create();
  private Path directory;
  private TestHub hub;
  private HttpApiClient strangers;
  private HttpApiClient users;
  private WebsocketClient administrator;
  private WebsocketClient user;

  @BeforeAll
  void start(@TempDir Path temporary) {
    directory = temporary;
    hub = TestHub.start(directory.resolve("config"), directory, Map.of());
    HubSession ada = HubSession.first(hub.port());
    strangers = HttpApiClient.anonymous(hub.port());
    administrator = ada.websocket(vertx);
    String token = OtherUser.accessToken(administrator, strangers);
    users = strangers.with(token);
    user = WebsocketClient.connect(vertx, hub.port(), token);
  }

  @AfterAll
  void stop() {
    user.close();
    administrator.close();
    hub.close();
    TestHub.await(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "info",
        "details",
        "delete",
        "generate",
        "generate_with_automatic_settings",
        "restore",
        "can_decrypt_on_download",
        "agents/info",
        "config/info",
        "config/update",
        "subscribe_events"
      })
  void a_command_is_for_administrators(String command) {
    JsonObject error = user.ask("backup/" + command, fields(command)).getJsonObject("error");

    assertThat(error)
        .isEqualTo(new JsonObject().put("code", "unauthorized").put("message", "Unauthorized"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "info",
        "details",
        "delete",
        "generate",
        "generate_with_automatic_settings",
        "restore",
        "can_decrypt_on_download",
        "agents/info",
        "config/info",
        "config/update",
        "subscribe_events"
      })
  void a_key_that_a_command_does_not_have_is_refused(String command) {
    assertThat(code(command, fields(command).put("colour", "red"))).isEqualTo("invalid_format");
  }

  private static JsonObject fields(String command) {
    return switch (command) {
      case "details", "delete" -> new JsonObject().put("backup_id", "0000000a");
      case "generate" -> new JsonObject().put("agent_ids", new JsonArray());
      case "restore" -> new JsonObject().put("backup_id", "0000000a").put("agent_id", "x.y");
      case "can_decrypt_on_download" ->
          new JsonObject().put("backup_id", "a").put("agent_id", "x.y").put("password", "p");
      default -> new JsonObject();
    };
  }

  private String code(String command, JsonObject fields) {
    return administrator
        .ask("backup/" + command, fields)
        .getJsonObject("error", new JsonObject())
        .getString("code", "success");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "details | {}",
        "details | {'backup_id':7}",
        "delete | {}",
        "generate | {}",
        "generate | {'agent_ids':'backup.local'}",
        "generate | {'agent_ids':[], 'include_addons':'x'}",
        "generate | {'agent_ids':[], 'include_all_addons':'yes'}",
        "generate | {'agent_ids':[], 'include_database':null}",
        "generate | {'agent_ids':[], 'include_folders':['cellar']}",
        "generate | {'agent_ids':[], 'include_homeassistant':1}",
        "generate | {'agent_ids':[], 'name':7}",
        "generate | {'agent_ids':[], 'password':7}",
        "restore | {'backup_id':'a'}",
        "restore | {'agent_id':'a'}",
        "restore | {'backup_id':'a', 'agent_id':'b', 'password':null}",
        "restore | {'backup_id':'a', 'agent_id':'b', 'restore_addons':'x'}",
        "restore | {'backup_id':'a', 'agent_id':'b', 'restore_database':'x'}",
        "restore | {'backup_id':'a', 'agent_id':'b', 'restore_folders':['homeassistant']}",
        "restore | {'backup_id':'a', 'agent_id':'b', 'restore_homeassistant':null}",
        "can_decrypt_on_download | {'backup_id':'a', 'agent_id':'b'}",
        "can_decrypt_on_download | {'backup_id':'a', 'password':'b'}",
        "can_decrypt_on_download | {'agent_id':'a', 'password':'b'}"
      })
  void a_message_of_another_shape_is_refused(String command, String fields) {
    assertThat(code(command, new JsonObject(fields.replace('\'', '"'))))
        .isEqualTo("invalid_format");
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "create_automatic"})
  void an_action_is_for_administrators(String action) {
    JsonObject call = new JsonObject().put("domain", "backup").put("service", action);

    assertThat(user.ask("call_service", call).getJsonObject("error").getString("code"))
        .isEqualTo("unauthorized");
  }

  @ParameterizedTest
  @ValueSource(strings = {DOWNLOAD, KIT})
  void a_download_and_an_emergency_kit_are_for_administrators(String path) {
    assertThat(strangers.get(path).status()).isEqualTo(401);
    assertThat(users.get(path).status()).isEqualTo(403);
  }

  @Test
  void an_upload_is_for_administrators() throws Exception {
    Path file = Files.writeString(directory.resolve("backup.tar"), "no archive");

    assertThat(strangers.upload(UPLOAD, file, "backup.tar").status()).isEqualTo(401);
    assertThat(users.upload(UPLOAD, file, "backup.tar").status()).isEqualTo(403);
    assertThat(directory.resolve("config/backups")).doesNotExist();
    assertThat(directory.resolve("config/tmp_backups")).doesNotExist();
  }

  @Test
  void a_path_that_an_administrator_signed_needs_no_token() {
    String signed =
        administrator
            .call("auth/sign_path", new JsonObject().put("path", DOWNLOAD))
            .getString("path");

    assertThat(strangers.get(signed).status()).isEqualTo(404);
    assertThat(strangers.get(signed.replace("0000000a", "0000000b")).status()).isEqualTo(401);
  }

  @Test
  void nobody_restores_without_a_token_once_there_is_a_user() throws Exception {
    JsonObject order = new JsonObject().put("backup_id", "a").put("agent_id", "backup.local");
    Path file = Files.writeString(directory.resolve("backup.tar"), "no archive");

    assertThat(strangers.get("/api/onboarding/backup/info").status()).isEqualTo(401);
    assertThat(strangers.post("/api/onboarding/backup/restore", order).status()).isEqualTo(401);
    assertThat(
            strangers
                .upload("/api/onboarding/backup/upload?agent_id=backup.local", file, "a.tar")
                .status())
        .isEqualTo(401);
  }
}
