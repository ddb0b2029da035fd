package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.homekeep.checks.WatchedVertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The actions {@code backup.create} and {@code backup.create_automatic} on the wire. */
class BackupActionsTest {
  private final Vertx vertx = WatchedVertx.create();
  private TestHub hub;
  private WebsocketClient socket;

  @BeforeEach
  void start(@TempDir Path config, @TempDir Path data, @TempDir Path media) throws Exception {
    Files.writeString(data.resolve("configuration.yaml"), "x: 1");
    Files.writeString(data.resolve("film.mkv"), "x");
    Files.writeString(media.resolve("film.mkv"), "x");
    hub = TestHub.start(config, data, Map.of("backup.folder_media", media.toString()));
    socket = HubSession.first(hub.port()).websocket(vertx);
  }

  @AfterEach
  void stop() {
    socket.close();
    hub.close();
    TestHub.await(vertx.close());
  }

  private static JsonObject call(String name, JsonObject data) {
    return new JsonObject().put("domain", "backup").put("service", name).put("service_data", data);
  }

  private JsonObject response(String name, JsonObject data) {
    return socket
        .call("call_service", call(name, data).put("return_response", true))
        .getJsonObject("response");
  }

  private String refused(String name, JsonObject data) {
    JsonObject error = socket.ask("call_service", call(name, data)).getJsonObject("error");
    return error.getString("code") + ": " + error.getString("message");
  }

  private JsonObject only() {
    JsonArray backups = socket.call("backup/info").getJsonArray("backups");
    assertThat(backups).hasSize(1);
    return backups.getJsonObject(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "create_automatic"})
  void a_backup_has_the_name_the_locations_and_the_contents_that_were_asked_for(String name) {
    JsonObject response =
        response(
            name,
            new JsonObject()
                .put("name", "Before the update")
                .put("agent_ids", new JsonArray().add("backup.local"))
                .put("include_database", false)
                .put("include_folders", new JsonArray().add("media"))
                .put("excludes", new JsonArray().add("*.mkv")));

    JsonObject backup = response.getJsonObject("backup");
    assertThat(backup).isEqualTo(only());
    assertThat(response.getString("backup_id")).isEqualTo(backup.getString("backup_id"));
    assertThat(backup.getString("name")).isEqualTo("Before the update");
    assertThat(backup.getBoolean("database_included")).isFalse();
    assertThat(backup.getJsonArray("folders")).containsExactly("media");
    assertThat(backup.getBoolean("with_automatic_settings"))
        .isEqualTo(name.equals("create_automatic"));
  }

  @Test
  void without_fields_create_is_as_in_home_assistant() {
    socket.call("call_service", call("create", new JsonObject()));

    JsonObject backup = only();
    assertThat(backup.getString("name")).startsWith("Custom backup ");
    assertThat(backup.getBoolean("database_included")).isTrue();
    assertThat(backup.getJsonObject("agents").getJsonObject("backup.local").getBoolean("protected"))
        .isFalse();
  }

  @Test
  void create_automatic_changes_the_settings_for_one_backup_alone() {
    socket.call(
        "backup/config/update",
        new JsonObject()
            .put(
                "create_backup",
                new JsonObject()
                    .put("agent_ids", new JsonArray().add("backup.local"))
                    .put("name", "nightly")));

    response("create_automatic", new JsonObject().put("name", "once"));

    assertThat(only().getString("name")).isEqualTo("once");
    assertThat(
            socket
                .call("backup/config/info")
                .getJsonObject("config")
                .getJsonObject("create_backup")
                .getString("name"))
        .isEqualTo("nightly");
  }

  @Test
  void what_makes_no_sense_is_refused_in_the_words_of_the_original() {
    assertThat(refused("create", new JsonObject().put("agent_ids", new JsonArray().add("x.y"))))
        .isEqualTo(
            "home_assistant_error: At least one available backup agent must be selected, got ['x.y']");
    assertThat(
            refused("create", new JsonObject().put("include_folders", new JsonArray().add("ssl"))))
        .isEqualTo("home_assistant_error: Addons and folders are not supported by core backup");
    assertThat(refused("create_automatic", new JsonObject()))
        .isEqualTo(
            "home_assistant_error: At least one available backup agent must be selected, got []");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"password\":\"x\"}",
        "{\"name\":7}",
        "{\"agent_ids\":\"backup.local\"}",
        "{\"include_database\":\"no\"}",
        "{\"include_folders\":[\"cellar\"]}",
        "{\"excludes\":[\"[a\"]}",
      })
  void fields_that_do_not_exist_or_have_no_sensible_value_are_refused(String data) {
    for (String name : List.of("create", "create_automatic")) {
      assertThat(refused(name, new JsonObject(data))).startsWith("invalid_format: ");
    }
    assertThat(socket.call("backup/info").getJsonArray("backups")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "create_automatic"})
  void the_fields_are_described_in_the_words_of_the_translations(String name) {
    JsonObject action = socket.call("get_services").getJsonObject("backup").getJsonObject(name);
    JsonObject texts =
        socket
            .call(
                "frontend/get_translations",
                new JsonObject().put("language", "en").put("category", "services"))
            .getJsonObject("resources");
    String prefix = "component.backup.services." + name;

    assertThat(action.getJsonObject("response")).isEqualTo(new JsonObject().put("optional", true));
    assertThat(texts.getString(prefix + ".name")).isEqualTo(action.getString("name"));
    assertThat(texts.getString(prefix + ".description")).isEqualTo(action.getString("description"));
    JsonObject fields = action.getJsonObject("fields");
    assertThat(fields.fieldNames())
        .containsExactlyInAnyOrder(
            "name", "agent_ids", "include_database", "include_folders", "excludes");
    for (String field : fields.fieldNames()) {
      for (String text : List.of("name", "description")) {
        assertThat(texts.getString("%s.fields.%s.%s".formatted(prefix, field, text)))
            .isEqualTo(fields.getJsonObject(field).getString(text));
      }
      assertThat(fields.getJsonObject(field).getBoolean("required")).isFalse();
    }
  }
}
