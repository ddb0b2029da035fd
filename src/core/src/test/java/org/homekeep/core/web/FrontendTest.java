package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.auth.Access;
import org.homekeep.core.frontend.Frontend;
import org.homekeep.core.service.Action;
import org.homekeep.core.service.Actions;
import org.homekeep.core.storage.Storage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** framework.md §1.5 ({@code get_panels}) and §7.2 ("Others"). */
class FrontendTest {
  private static final String MAX = "00000000000000000000000000000002";

  @TempDir Path directory;
  private WebHub hub;
  private WebsocketClient admin;
  private WebsocketClient user;

  @BeforeEach
  void start() throws IOException {
    StoredByHomeAssistant.write(directory);
    Files.writeString(
        directory.resolve(".storage/frontend.user_data_" + MAX),
        """
        {"version":1,"minor_version":1,"key":"frontend.user_data_%s",
         "data":{"theme":{"dark":true}}}
        """
            .formatted(MAX));
    open(Optional.empty());
  }

  private void open(Optional<String> version) throws IOException {
    hub = new WebHub(directory);
    hub.now(
        () -> {
          Actions actions = new Actions(hub.events());
          actions.add(
              new Action(
                  "test",
                  "do",
                  "Do",
                  "Does.",
                  "mdi:run",
                  Access.USER,
                  List.of(),
                  Action.Response.NONE,
                  call -> Future.succeededFuture(new JsonObject())));
          Storage storage = new Storage(hub.runtime, directory.resolve(".storage"));
          new Frontend(storage, actions, version).register(hub.commands);
          return true;
        });
    admin = hub.connect(hub.tokenOf("Olga"));
    user = hub.connect(hub.tokenOf("Max"));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static JsonObject result(WebsocketClient socket, String type, JsonObject fields) {
    JsonObject answer = socket.call(type, fields);
    assertThat(answer.getBoolean("success")).as(answer.encode()).isTrue();
    JsonObject result = answer.getJsonObject("result");
    return result == null ? new JsonObject() : result;
  }

  private static String error(WebsocketClient socket, String type, JsonObject fields) {
    return socket.call(type, fields).getJsonObject("error").getString("code");
  }

  private static JsonObject key(String key) {
    return new JsonObject().put("key", key);
  }

  @Test
  void panels_are_given_by_their_path() {
    JsonObject panels = result(admin, "get_panels", new JsonObject());
    assertThat(panels.fieldNames()).contains("config", "profile", "home", "notfound");
    assertThat(panels.getJsonObject("config"))
        .isEqualTo(
            new JsonObject()
                .put("component_name", "config")
                .put("icon", "mdi:cog")
                .put("title", "config")
                .putNull("config")
                .put("url_path", "config")
                .put("require_admin", true)
                .putNull("config_panel_domain"));
  }

  @Test
  void panels_that_need_an_administrator_are_left_out_for_others() {
    assertThat(result(user, "get_panels", new JsonObject()).fieldNames())
        .contains("home")
        .doesNotContain("config");
  }

  @Test
  void get_themes_gives_the_themes_and_both_defaults() {
    assertThat(result(user, "frontend/get_themes", new JsonObject()))
        .isEqualTo(
            new JsonObject(
                "{\"themes\":{},\"default_theme\":\"default\",\"default_dark_theme\":null}"));
  }

  @Test
  void get_version_gives_the_version_of_the_page_or_unknown_version() throws IOException {
    assertThat(error(user, "frontend/get_version", new JsonObject())).isEqualTo("unknown_version");
    hub.close();
    open(Optional.of("20260517.0"));
    assertThat(result(user, "frontend/get_version", new JsonObject()))
        .isEqualTo(new JsonObject().put("version", "20260517.0"));
  }

  @Test
  void get_icons_gives_those_of_actions_and_nothing_for_the_other_categories() {
    JsonObject icons =
        new JsonObject("{\"resources\":{\"test\":{\"do\":{\"service\":\"mdi:run\"}}}}");
    JsonObject none = new JsonObject("{\"resources\":{}}");
    JsonObject services = new JsonObject().put("category", "services");
    assertThat(result(user, "frontend/get_icons", services)).isEqualTo(icons);
    assertThat(result(user, "frontend/get_icons", services.put("integration", "test")))
        .isEqualTo(icons);
    JsonArray other = new JsonArray().add("other");
    assertThat(result(user, "frontend/get_icons", services.put("integration", other)))
        .isEqualTo(none);
    for (String category : List.of("conditions", "entity", "entity_component", "triggers")) {
      assertThat(result(user, "frontend/get_icons", new JsonObject().put("category", category)))
          .isEqualTo(none);
    }
    assertThat(error(user, "frontend/get_icons", new JsonObject().put("category", "x")))
        .isEqualTo("invalid_format");
  }

  @Test
  void user_data_is_null_until_it_is_set_and_survives_a_restart() throws IOException {
    assertThat(result(user, "frontend/get_user_data", key("core")).getValue("value")).isNull();
    JsonObject value = new JsonObject().put("showAdvanced", true);
    result(user, "frontend/set_user_data", key("core").put("value", value));
    hub.close();
    open(Optional.empty());
    assertThat(result(user, "frontend/get_user_data", key("core")))
        .isEqualTo(new JsonObject().put("value", value));
  }

  @Test
  void what_home_assistant_stored_for_a_user_is_there() {
    assertThat(result(user, "frontend/get_user_data", key("theme")).encode())
        .isEqualTo("{\"value\":{\"dark\":true}}");
  }

  @Test
  void without_a_key_all_data_of_the_user_is_given() {
    assertThat(result(user, "frontend/get_user_data", new JsonObject()).encode())
        .isEqualTo("{\"value\":{\"theme\":{\"dark\":true}}}");
  }

  @Test
  void the_data_of_one_user_is_not_that_of_another() {
    result(user, "frontend/set_user_data", key("core").put("value", 1));
    assertThat(result(admin, "frontend/get_user_data", key("core")).getValue("value")).isNull();
  }

  @Test
  void a_subscription_to_user_data_sends_the_event_before_the_result() {
    int id = user.command("frontend/subscribe_user_data", key("core"));
    JsonObject event = user.next();
    assertThat(event.encode())
        .isEqualTo("{\"id\":%d,\"type\":\"event\",\"event\":{\"value\":null}}".formatted(id));
    JsonObject result = user.next();
    assertThat(result.getString("type")).isEqualTo("result");
    assertThat(result.getValue("result")).isNull();
  }

  @Test
  void subscribers_hear_of_changes_of_their_key_on_all_connections_of_the_user() {
    user.command("frontend/subscribe_user_data", key("core"));
    user.next();
    user.next();
    WebsocketClient second = hub.connect(hub.tokenOf("Max"));
    result(second, "frontend/set_user_data", key("other").put("value", 1));
    result(second, "frontend/set_user_data", key("core").put("value", 2));
    assertThat(user.next().getJsonObject("event")).isEqualTo(new JsonObject().put("value", 2));
  }

  @Test
  void one_user_cannot_listen_without_end_and_keeps_nobody_else_from_it() {
    for (int i = 0; i < 128; i++) {
      user.command("frontend/subscribe_system_data", key("core"));
      user.next();
      assertThat(user.next().getBoolean("success")).isTrue();
    }
    WebsocketClient second = hub.connect(hub.tokenOf("Max"));
    assertThat(error(second, "frontend/subscribe_system_data", key("core")))
        .isEqualTo("not_allowed");
    admin.command("frontend/subscribe_system_data", key("core"));
    admin.next();
    assertThat(admin.next().getBoolean("success")).isTrue();
  }

  @Test
  void a_large_value_is_told_to_many_subscribers_without_holding_up_the_hub() {
    for (int i = 0; i < 128; i++) {
      user.command("frontend/subscribe_user_data", new JsonObject());
      user.next();
      user.next();
    }
    result(
        hub.connect(hub.tokenOf("Max")),
        "frontend/set_user_data",
        key("large").put("value", "x".repeat(60_000)));
    for (int i = 0; i < 128; i++) {
      assertThat(user.nextText()).hasSizeGreaterThan(60_000);
    }
  }

  @Test
  void one_user_cannot_store_without_end() {
    JsonObject large = key("a").put("value", "x".repeat(200 * 1024));
    result(user, "frontend/set_user_data", large);
    assertThat(error(user, "frontend/set_user_data", large.copy().put("key", "b")))
        .isEqualTo("not_allowed");
    assertThat(error(user, "frontend/set_user_data", key("x".repeat(65)).put("value", 1)))
        .isEqualTo("invalid_format");
    result(user, "frontend/set_user_data", key("a").put("value", 1));
    for (int i = 0; i < 98; i++) {
      result(user, "frontend/set_user_data", key("key" + i).put("value", 1));
    }
    assertThat(error(user, "frontend/set_user_data", key("too many").put("value", 1)))
        .isEqualTo("not_allowed");
  }

  @Test
  void system_data_is_read_by_everyone_and_set_by_administrators() {
    JsonObject wish = key("core").put("value", true);
    assertThat(error(user, "frontend/set_system_data", wish)).isEqualTo("unauthorized");
    user.command("frontend/subscribe_system_data", key("core"));
    assertThat(user.next().getJsonObject("event").getValue("value")).isNull();
    assertThat(user.next().getBoolean("success")).isTrue();
    result(admin, "frontend/set_system_data", wish);
    assertThat(user.next().getJsonObject("event").getBoolean("value")).isTrue();
    assertThat(result(user, "frontend/get_system_data", key("core")).getBoolean("value")).isTrue();
  }
}
