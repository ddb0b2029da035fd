package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.fixture.Behaviours;
import org.homekeep.fixture.FixtureIntegration;
import org.homekeep.fixture.Gate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of framework.md §1.5 that only a whole hub can answer. */
class HubCommandsTest {
  private static final JsonObject FORM = new JsonObject().put("host", "h").put("token", "t");

  private final Vertx vertx = WatchedVertx.create();
  private final FixtureIntegration fixture = new FixtureIntegration();
  private Path config;
  private Path data;
  private TestHub hub;
  private HubSession ada;
  private WebsocketClient socket;

  @BeforeEach
  void start(@TempDir Path configDirectory, @TempDir Path dataDirectory) {
    config = configDirectory;
    data = dataDirectory;
    open();
    ada = HubSession.first(hub.port());
    socket = ada.websocket(vertx);
  }

  private void open() {
    hub = TestHub.start(config, data, fixture);
  }

  @AfterEach
  void stop() {
    socket.close();
    hub.close();
    TestHub.await(vertx.close());
  }

  private JsonArray list(String type) {
    return socket.ask(type, new JsonObject()).getJsonArray("result");
  }

  private static JsonObject fields(Object... keysAndValues) {
    JsonObject fields = new JsonObject();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      fields.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return fields;
  }

  private String error(String type, JsonObject fields) {
    return socket.ask(type, fields).getJsonObject("error").getString("code");
  }

  private JsonObject state(String entityId) {
    return list("get_states").stream()
        .map(JsonObject.class::cast)
        .filter(state -> state.getString("entity_id").equals(entityId))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void what_home_assistants_own_frontend_asks_at_its_start_is_answered() {
    for (String type :
        List.of(
            "get_config",
            "get_services",
            "get_panels",
            "auth/current_user",
            "frontend/get_themes",
            "persistent_notification/subscribe",
            "repairs/list_issues",
            "backup/info",
            "backup/config/info",
            "backup/agents/info")) {
      assertThat(socket.ask(type, new JsonObject()).getBoolean("success")).as(type).isTrue();
    }
    for (String type :
        List.of(
            "recorder/info",
            "config/entity_registry/list_for_display",
            "config/area_registry/list",
            "brands/access_token")) {
      JsonObject answer = socket.ask(type, new JsonObject());
      assertThat(answer.getBoolean("success") || code(answer).equals("unknown_command"))
          .as(type)
          .isTrue();
    }
    int entities = socket.send("subscribe_entities", new JsonObject());
    assertThat(socket.nextEvent(entities).getJsonObject("a").fieldNames())
        .contains("sensor.backup_backup_manager_state");
    int kept = socket.send("frontend/subscribe_user_data", fields("key", "core"));
    assertThat(socket.nextEvent(kept).getValue("value")).isNull();
  }

  private static String code(JsonObject answer) {
    return answer.getJsonObject("error").getString("code");
  }

  @Test
  void get_config_has_every_key_of_the_table() {
    assertThat(socket.call("get_config").fieldNames())
        .contains("version", "state", "components", "unit_system", "time_zone", "language")
        .contains("country", "currency", "location_name", "latitude", "longitude", "elevation")
        .contains("radius", "internal_url", "external_url", "config_dir", "config_source")
        .contains("safe_mode", "recovery_mode", "debug")
        .contains("allowlist_external_dirs", "allowlist_external_urls");
  }

  @Test
  void the_backup_manager_has_its_sensors_and_its_event() {
    assertThat(state("sensor.backup_backup_manager_state").getString("state")).isEqualTo("idle");
    for (String key :
        List.of(
            "next_scheduled_automatic_backup",
            "last_successful_automatic_backup",
            "last_attempted_automatic_backup")) {
      JsonObject sensor = state("sensor.backup_" + key);
      assertThat(sensor.getString("state")).isEqualTo("unknown");
      assertThat(sensor.getJsonObject("attributes").getString("device_class"))
          .isEqualTo("timestamp");
    }
    assertThat(
            state("event.backup_automatic_backup")
                .getJsonObject("attributes")
                .getJsonArray("event_types"))
        .containsExactly("completed", "failed", "in_progress");
    assertThat(
            socket
                .call("entity/source")
                .getJsonObject("event.backup_automatic_backup")
                .getString("domain"))
        .isEqualTo("backup");
  }

  @Test
  void the_sensor_of_the_next_backup_follows_the_settings() {
    socket.call(
        "backup/config/update", fields("schedule", fields("recurrence", "daily", "time", null)));
    assertThat(state("sensor.backup_next_scheduled_automatic_backup").getString("state"))
        .matches("20\\d\\d-\\d\\d-\\d\\dT.*\\+00:00");
  }

  @Test
  void the_action_backup_create_waits_for_its_end_and_the_entities_tell_of_it() throws Exception {
    Files.writeString(data.resolve("configuration.yaml"), "x: 1");
    int entities =
        socket.send(
            "subscribe_entities",
            fields("entity_ids", new JsonArray().add("sensor.backup_backup_manager_state")));
    socket.nextEvent(entities);
    socket.call("call_service", fields("domain", "backup", "service", "create"));
    JsonArray backups = socket.call("backup/info").getJsonArray("backups");
    assertThat(backups).hasSize(1);
    assertThat(backups.getJsonObject(0).getJsonObject("agents").fieldNames())
        .containsExactly("backup.local");
    assertThat(changedTo(socket.nextEvent(entities))).isEqualTo("create_backup");
    assertThat(changedTo(socket.nextEvent(entities))).isEqualTo("idle");
    assertThat(
            state("event.backup_automatic_backup")
                .getJsonObject("attributes")
                .getString("event_type"))
        .isEqualTo("completed");
  }

  private static String changedTo(JsonObject event) {
    return event
        .getJsonObject("c")
        .getJsonObject("sensor.backup_backup_manager_state")
        .getJsonObject("+")
        .getString("s");
  }

  @Test
  void the_action_backup_create_automatic_tells_why_it_failed() {
    JsonObject answer =
        socket.ask("call_service", fields("domain", "backup", "service", "create_automatic"));
    assertThat(code(answer)).isEqualTo("home_assistant_error");
    assertThat(answer.getJsonObject("error").getString("message")).contains("backup agent");
  }

  @Test
  void integration_setup_info_tells_how_long_each_took() {
    ada.add("fixture", FORM);
    JsonArray info = list("integration/setup_info");
    JsonObject own =
        info.stream()
            .map(JsonObject.class::cast)
            .filter(each -> each.getString("domain").equals("fixture"))
            .findFirst()
            .orElseThrow();
    assertThat(own.getDouble("seconds")).isNotNegative();
    assertThat(info.stream().map(each -> ((JsonObject) each).getString("domain")))
        .contains("backup");
  }

  @Test
  void integration_descriptions_has_what_can_be_added() {
    JsonObject descriptions = socket.call("integration/descriptions");
    JsonObject core = descriptions.getJsonObject("core");
    assertThat(core.fieldNames())
        .containsExactlyInAnyOrder("integration", "helper", "translated_name");
    assertThat(descriptions.getJsonObject("custom").fieldNames())
        .containsExactlyInAnyOrder("integration", "helper");
    JsonObject described = core.getJsonObject("integration").getJsonObject("fixture");
    assertThat(described.fieldNames()).contains("name", "integration_type", "config_flow");
  }

  @Test
  void integration_wait_answers_once_the_set_up_of_the_domain_has_ended() {
    Gate gate = new Gate();
    ada.add("fixture", FORM);
    socket.close();
    hub.close();
    fixture.onSetUp = Behaviours.slowly(gate, fixture.onSetUp);
    open();
    ada = ada.at(hub.port());
    socket = ada.websocket(vertx);
    int waiting = socket.send("integration/wait", fields("domain", "fixture"));
    assertThat(socket.call("integration/wait", fields("domain", "backup")))
        .isEqualTo(fields("integration_loaded", true));
    int progress = socket.send("subscribe_bootstrap_integrations", new JsonObject());
    assertThat(socket.nextEvent(progress).fieldNames()).containsExactly("fixture");
    gate.open();
    assertThat(
            socket
                .next(
                    message ->
                        message.getInteger("id", 0) == waiting
                            && message.getString("type").equals("result"))
                .getJsonObject("result"))
        .isEqualTo(fields("integration_loaded", true));
    assertThat(socket.nextEvent(progress)).isEmpty();
  }

  @Test
  void integration_wait_for_what_there_is_not_says_so() {
    assertThat(socket.call("integration/wait", fields("domain", "zwave")))
        .isEqualTo(fields("integration_loaded", false));
  }

  @Test
  void manifest_list_without_domains_gives_all_and_an_unknown_one_fails_the_call() {
    assertThat(list("manifest/list").stream().map(each -> ((JsonObject) each).getString("domain")))
        .contains("fixture");
    JsonArray domains = new JsonArray().add("fixture");
    assertThat(socket.ask("manifest/list", fields("integrations", domains)).getJsonArray("result"))
        .hasSize(1);
    assertThat(error("manifest/list", fields("integrations", domains.add("no"))))
        .isEqualTo("unknown_error");
    assertThat(socket.call("manifest/get", fields("integration", "fixture")).getString("domain"))
        .isEqualTo("fixture");
    assertThat(error("manifest/get", fields("integration", "no"))).isEqualTo("not_found");
  }

  @Test
  void what_automations_and_templates_need_is_refused_with_the_right_code() {
    assertThat(error("render_template", fields("template", "{{ 1 }}"))).isEqualTo("template_error");
    assertThat(error("test_condition", fields("condition", new JsonObject())))
        .isEqualTo("not_supported");
    assertThat(error("execute_script", fields("sequence", new JsonArray())))
        .isEqualTo("not_supported");
    assertThat(error("subscribe_trigger", fields("trigger", new JsonObject())))
        .isEqualTo("not_supported");
    assertThat(error("subscribe_condition", fields("condition", new JsonObject())))
        .isEqualTo("not_supported");
    JsonObject validity = socket.call("validate_config", fields("triggers", new JsonArray()));
    assertThat(validity.fieldNames()).containsExactly("triggers");
    assertThat(validity.getJsonObject("triggers").getBoolean("valid")).isFalse();
    assertThat(validity.getJsonObject("triggers").getString("error")).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "subscribe_system_state",
        "extract_from_target",
        "get_triggers_for_target",
        "get_conditions_for_target",
        "get_services_for_target"
      })
  void what_concerns_targets_and_the_system_of_automations_is_an_unknown_command(String type) {
    assertThat(error(type, new JsonObject())).isEqualTo("unknown_command");
  }

  @Test
  void component_loaded_is_fired_when_an_integration_is_set_up_after_the_start() {
    Gate gate = new Gate();
    ada.add("fixture", FORM);
    socket.close();
    hub.close();
    fixture.onSetUp = Behaviours.slowly(gate, fixture.onSetUp);
    open();
    ada = ada.at(hub.port());
    socket = ada.websocket(vertx);
    int loaded = socket.send("subscribe_events", fields("event_type", "component_loaded"));
    assertThat(list("integration/setup_info").encode()).doesNotContain("\"fixture\"");
    gate.open();
    assertThat(socket.nextEvent(loaded).getJsonObject("data"))
        .isEqualTo(fields("component", "fixture"));
    assertThat(socket.call("get_config").getJsonArray("components")).contains("fixture");
  }
}
