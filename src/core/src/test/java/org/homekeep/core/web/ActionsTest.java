package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.homekeep.api.Cancellable;
import org.homekeep.core.auth.Access;
import org.homekeep.core.service.Action;
import org.homekeep.core.service.ActionCommands;
import org.homekeep.core.service.ActionHandler;
import org.homekeep.core.service.ActionRefusedException;
import org.homekeep.core.service.Actions;
import org.homekeep.core.wire.ErrorTranslation;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** framework.md §1.3 and §1.5: {@code get_services}, {@code call_service}, {@code fire_event}. */
class ActionsTest {
  @TempDir Path directory;
  private WebHub hub;
  private Actions actions;
  private WebsocketClient admin;

  @BeforeEach
  void start() throws IOException {
    StoredByHomeAssistant.write(directory);
    hub = new WebHub(directory);
    actions =
        hub.now(
            () -> {
              Actions made = new Actions(hub.events());
              new ActionCommands(made, hub.events()).register(hub.commands);
              return made;
            });
    admin = hub.connect(hub.tokenOf("Olga"));
    add(
        "echo",
        Access.USER,
        Action.Response.OPTIONAL,
        call -> Future.succeededFuture(new JsonObject().put("data", call.data())));
    add(
        "quiet",
        Access.ADMIN,
        Action.Response.NONE,
        call -> Future.succeededFuture(new JsonObject()));
    add(
        "ask",
        Access.USER,
        Action.Response.ONLY,
        call -> Future.succeededFuture(new JsonObject().put("n", 1)));
    add(
        "refuse",
        Access.USER,
        Action.Response.NONE,
        call ->
            Future.failedFuture(
                new ActionRefusedException(
                    "There is no red.",
                    new ErrorTranslation("test", "no_colour", Map.of("colour", "red")))));
    add(
        "fail",
        Access.USER,
        Action.Response.NONE,
        call ->
            Future.failedFuture(
                new WireException(WireException.HOME_ASSISTANT_ERROR, "The disk is full.")));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private Cancellable add(
      String name, Access access, Action.Response response, ActionHandler handler) {
    return hub.now(
        () ->
            actions.add(
                new Action(
                    "test",
                    name,
                    "Title",
                    "Description.",
                    "mdi:test",
                    access,
                    List.of(
                        new Action.Field(
                            Shapes.Key.optional("colour", Shapes.string()), "Colour", "Which.")),
                    response,
                    handler)));
  }

  private static JsonObject call(String name) {
    return new JsonObject().put("domain", "test").put("service", name);
  }

  private JsonObject error(WebsocketClient socket, JsonObject fields) {
    return socket.call("call_service", fields).getJsonObject("error");
  }

  @Test
  void get_services_gives_name_description_fields_and_response_by_domain_and_name() {
    JsonObject all = admin.call("get_services").getJsonObject("result").getJsonObject("test");
    assertThat(all.fieldNames())
        .containsExactlyInAnyOrder("ask", "echo", "fail", "quiet", "refuse");
    assertThat(all.getJsonObject("quiet"))
        .isEqualTo(
            new JsonObject(
                "{\"name\":\"Title\",\"description\":\"Description.\",\"fields\":{\"colour\":"
                    + "{\"name\":\"Colour\",\"description\":\"Which.\",\"required\":false}}}"));
    assertThat(all.getJsonObject("echo").getJsonObject("response").getBoolean("optional")).isTrue();
    assertThat(all.getJsonObject("ask").getJsonObject("response").getBoolean("optional")).isFalse();
  }

  @Test
  void call_service_answers_with_the_context_when_it_is_done() {
    JsonObject result = admin.call("call_service", call("echo")).getJsonObject("result");
    assertThat(result.fieldNames()).containsExactly("context");
    assertThat(result.getJsonObject("context").getString("user_id"))
        .isEqualTo("00000000000000000000000000000001");
  }

  @Test
  void the_response_is_given_when_it_is_asked_for() {
    JsonObject result =
        admin
            .call(
                "call_service",
                call("echo")
                    .put("service_data", new JsonObject().put("colour", "red"))
                    .put("return_response", true))
            .getJsonObject("result");
    assertThat(result.getJsonObject("response"))
        .isEqualTo(new JsonObject("{\"data\":{\"colour\":\"red\"}}"));
  }

  @Test
  void a_service_that_is_not_there_is_not_found() {
    assertThat(error(admin, call("none")))
        .isEqualTo(
            new JsonObject()
                .put("code", "not_found")
                .put("message", "Service test.none not found.")
                .put("translation_key", "service_not_found")
                .put("translation_domain", "homeassistant")
                .put(
                    "translation_placeholders",
                    new JsonObject().put("domain", "test").put("service", "none")));
  }

  @Test
  void a_user_error_inside_a_service_call_is_a_validation_error() {
    assertThat(error(admin, call("refuse")))
        .isEqualTo(
            new JsonObject()
                .put("code", "service_validation_error")
                .put("message", "Validation error: There is no red.")
                .put("translation_key", "no_colour")
                .put("translation_domain", "test")
                .put("translation_placeholders", new JsonObject().put("colour", "red")));
  }

  @Test
  void asking_for_a_response_that_there_is_not_is_a_validation_error() {
    assertThat(error(admin, call("quiet").put("return_response", true)).getString("code"))
        .isEqualTo("service_validation_error");
  }

  @Test
  void not_asking_for_a_response_that_is_all_there_is_is_a_validation_error() {
    assertThat(error(admin, call("ask")).getString("translation_key"))
        .isEqualTo("service_lacks_response_request");
  }

  @Test
  void a_checked_error_of_a_service_is_told_with_its_message() {
    assertThat(error(admin, call("fail")))
        .isEqualTo(
            new JsonObject()
                .put("code", "home_assistant_error")
                .put("message", "The disk is full."));
  }

  @Test
  void data_that_the_service_does_not_know_is_refused() {
    JsonObject wrong = call("echo").put("service_data", new JsonObject().put("size", 1));
    assertThat(error(admin, wrong).getString("code")).isEqualTo("invalid_format");
  }

  @Test
  void a_service_of_administrators_is_not_for_others() {
    WebsocketClient user = hub.connect(hub.tokenOf("Max"));
    assertThat(error(user, call("quiet")).getString("code")).isEqualTo("unauthorized");
    assertThat(user.call("call_service", call("echo")).getBoolean("success")).isTrue();
  }

  @Test
  void a_call_is_an_event_of_the_same_context() {
    admin.call("subscribe_events", new JsonObject().put("event_type", "call_service"));
    admin.command("call_service", call("echo"));
    JsonObject event = admin.next().getJsonObject("event");
    JsonObject result = admin.next().getJsonObject("result");
    assertThat(event.getJsonObject("data").getString("service")).isEqualTo("echo");
    assertThat(event.getJsonObject("context")).isEqualTo(result.getJsonObject("context"));
  }

  @Test
  void services_that_come_and_go_are_announced_to_everyone() {
    WebsocketClient user = hub.connect(hub.tokenOf("Max"));
    user.call("subscribe_events", new JsonObject().put("event_type", "service_registered"));
    user.call("subscribe_events", new JsonObject().put("event_type", "service_removed"));
    Cancellable late =
        add(
            "late",
            Access.USER,
            Action.Response.NONE,
            call -> Future.succeededFuture(new JsonObject()));
    hub.now(
        () -> {
          late.cancel();
          return true;
        });
    for (String type : List.of("service_registered", "service_removed")) {
      JsonObject event = user.next().getJsonObject("event");
      assertThat(event.getString("event_type")).isEqualTo(type);
      assertThat(event.getJsonObject("data"))
          .isEqualTo(new JsonObject().put("domain", "test").put("service", "late"));
    }
    assertThat(error(admin, call("late")).getString("code")).isEqualTo("not_found");
  }

  @Test
  void fire_event_fires_for_administrators_and_gives_the_context() {
    admin.call("subscribe_events", new JsonObject().put("event_type", "mine"));
    admin.command(
        "fire_event",
        new JsonObject().put("event_type", "mine").put("event_data", new JsonObject().put("n", 1)));
    JsonObject event = admin.next().getJsonObject("event");
    assertThat(event.getJsonObject("data")).isEqualTo(new JsonObject().put("n", 1));
    assertThat(admin.next().getJsonObject("result").getJsonObject("context"))
        .isEqualTo(event.getJsonObject("context"));
    WebsocketClient user = hub.connect(hub.tokenOf("Max"));
    assertThat(
            user.call("fire_event", new JsonObject().put("event_type", "mine"))
                .getJsonObject("error")
                .getString("code"))
        .isEqualTo("unauthorized");
  }

  @Test
  void an_event_needs_a_type_of_moderate_length_that_is_not_everything() {
    for (String type : List.of("", "*", "x".repeat(65))) {
      assertThat(
              admin
                  .call("fire_event", new JsonObject().put("event_type", type))
                  .getJsonObject("error")
                  .getString("code"))
          .isEqualTo("invalid_format");
    }
  }

  @Test
  void others_than_administrators_hear_only_what_is_for_everyone() {
    WebsocketClient user = hub.connect(hub.tokenOf("Max"));
    for (String type : List.of("*", "mine", "call_service")) {
      assertThat(
              user.call("subscribe_events", new JsonObject().put("event_type", type))
                  .getJsonObject("error"))
          .isEqualTo(new JsonObject().put("code", "unauthorized").put("message", "Unauthorized"));
    }
    for (String type :
        List.of(
            "component_loaded",
            "core_config_updated",
            "panels_updated",
            "service_registered",
            "service_removed",
            "state_changed",
            "themes_updated",
            "repairs_issue_registry_updated",
            "labs_updated",
            "lovelace_updated",
            "area_registry_updated",
            "device_registry_updated",
            "entity_registry_updated")) {
      assertThat(
              user.call("subscribe_events", new JsonObject().put("event_type", type))
                  .getBoolean("success"))
          .as(type)
          .isTrue();
    }
  }
}
