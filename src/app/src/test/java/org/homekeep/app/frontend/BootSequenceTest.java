package org.homekeep.app.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** frontend.md (b), "WebSocket boot, the same on every page". */
class BootSequenceTest extends FrontendHubTest {
  private OpenPage page;

  @BeforeEach
  void open() {
    page = page();
  }

  @AfterEach
  void close() {
    page.close();
  }

  @Test
  void the_states_come_as_an_event_after_the_result() {
    int states = page.socket().send("subscribe_entities", new JsonObject());

    JsonObject first = page.socket().next(message -> message.getInteger("id", -1) == states);
    JsonObject second = page.socket().next(message -> message.getInteger("id", -1) == states);

    Fields.check(first, "type \"result\"\nsuccess true\nresult null");
    Fields.check(second, "type \"event\"\nevent.a object");
  }

  @Test
  void the_configuration_has_all_that_the_page_reads() {
    JsonObject answer = page.call("get_config");

    Fields.check(
        answer,
        """
        components                       strings
        version                          string
        location_name                    string
        time_zone                        string
        language                         string
        country                          string or null
        currency                         string
        unit_system.length               string
        unit_system.mass                 string
        unit_system.pressure             string
        unit_system.temperature          string
        unit_system.volume               string
        unit_system.wind_speed           string
        unit_system.accumulated_precipitation  string
        unit_system.area                 string
        state                            "RUNNING"
        recovery_mode                    false
        safe_mode                        false
        config_dir                       string
        internal_url                     string or null
        external_url                     string or null
        latitude                         number
        longitude                        number
        elevation                        number
        radius                           number
        debug                            false
        """);
    assertThat(answer.getJsonArray("components"))
        .contains("backup", "config", "recorder", "diagnostics", "repairs", "backblaze_b2")
        .doesNotContain("hassio");
  }

  /** The page shows what it has for Home Assistant Cloud, because that is among the components. */
  @Test
  void nobody_is_logged_in_to_home_assistant_cloud() {
    Fields.check(page.call("cloud/status"), "logged_in false\ncloud string");
  }

  @Test
  void an_action_says_what_a_page_shows_of_it() {
    JsonObject services = page.call("get_services");

    for (String domain : services.fieldNames()) {
      for (String name : services.getJsonObject(domain).fieldNames()) {
        Fields.check(
            services.getJsonObject(domain).getJsonObject(name),
            "name string\ndescription string\nfields object");
      }
    }
    assertThat(services.fieldNames()).contains("backup");
  }

  @Test
  void the_panels_are_those_that_the_page_cannot_do_without_and_each_has_an_address() {
    JsonObject panels = page.call("get_panels");

    assertThat(panels.fieldNames())
        .containsExactlyInAnyOrder("config", "home", "notfound", "profile");
    for (String panel : panels.fieldNames()) {
      Fields.check(
          panels.getJsonObject(panel),
          """
          component_name       "%s"
          icon                 string or null
          title                string or null
          config               null
          url_path             "%s"
          require_admin        boolean
          config_panel_domain  null
          """
              .formatted(panel, panel));
      assertThat(anonymous().get("/" + panel).status()).as(panel).isEqualTo(200);
    }
    assertThat(panels.getJsonObject("config").getBoolean("require_admin")).isTrue();
    assertThat(panels.getJsonObject("profile").getValue("title")).isNull();
  }

  @Test
  void the_owner_sees_the_settings_in_the_sidebar() {
    JsonObject user = page.call("auth/current_user");

    Fields.check(
        user,
        """
        id           string
        name         "Ada"
        is_owner     true
        is_admin     true
        credentials  [{"auth_provider_type":"homeassistant","auth_provider_id":null}]
        mfa_modules  array
        """);
  }

  @ParameterizedTest
  @CsvSource({
    "frontend/subscribe_user_data, core",
    "frontend/subscribe_user_data, language",
    "frontend/subscribe_user_data, theme",
    "frontend/subscribe_user_data, sidebar",
    "frontend/subscribe_system_data, core"
  })
  void what_the_page_keeps_is_nothing_at_first(String command, String key) {
    int data = page.subscribe(command, new JsonObject().put("key", key));

    assertThat(page.socket().nextEvent(data)).isEqualTo(json("{'value':null}"));
  }

  @Test
  void the_same_is_subscribed_to_twice_and_each_gets_its_own() {
    JsonObject core = new JsonObject().put("key", "core");
    int first = page.subscribe("frontend/subscribe_user_data", core);
    int second = page.subscribe("frontend/subscribe_user_data", core);
    page.socket().nextEvent(first);
    page.socket().nextEvent(second);

    page.order("unsubscribe_events", new JsonObject().put("subscription", first));
    page.order("frontend/set_user_data", core.copy().put("value", json("{'showAdvanced':true}")));

    assertThat(page.socket().nextEvent(second)).isEqualTo(json("{'value':{'showAdvanced':true}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "recorder/info",
        "brands/access_token",
        "hassio/update/config/info",
        "lovelace/config",
        "energy/get_prefs"
      })
  void what_the_hub_does_not_have_is_an_unknown_command_and_never_silence(String command) {
    assertThat(page.refused(command, new JsonObject()).getString("code"))
        .isEqualTo("unknown_command");
  }

  @Test
  void the_looks_are_the_page_s_own() {
    Fields.check(
        page.call("frontend/get_themes"),
        """
        themes              {}
        default_theme       "default"
        default_dark_theme  null
        """);
  }

  @Test
  void the_names_of_the_locations_are_there_before_anything_is_set_up() {
    JsonObject titles =
        page.call(
                "frontend/get_translations",
                new JsonObject()
                    .put("language", "en")
                    .put("category", "title")
                    .put("integration", array("backup", "backblaze_b2")))
            .getJsonObject("resources");

    assertThat(titles.getString("component.backup.title")).isNotBlank();
    assertThat(titles.getString("component.backblaze_b2.title")).isEqualTo("Backblaze B2");
  }

  @Test
  void all_names_are_there_without_asking_for_each() {
    JsonObject titles =
        page.call("frontend/get_translations", json("{'language':'en','category':'title'}"))
            .getJsonObject("resources");

    assertThat(titles.getString("component.backblaze_b2.title")).isEqualTo("Backblaze B2");
  }

  @Test
  void the_registries_of_the_home_are_empty() {
    assertThat(page.call("config/entity_registry/list_for_display"))
        .isEqualTo(json("{'entities':[],'entity_categories':{'0':'config','1':'diagnostic'}}"));
    for (String registry : new String[] {"device", "area", "floor", "entity"}) {
      assertThat(page.list("config/" + registry + "_registry/list")).isEqualTo(new JsonArray());
    }
    assertThat(page.call("sensor/numeric_device_classes"))
        .isEqualTo(json("{'numeric_device_classes':[]}"));
  }

  @Test
  void the_badge_counts_no_issues() {
    Fields.check(page.call("repairs/list_issues"), "issues []");
  }

  @Test
  void notifications_begin_with_those_that_are_there() {
    int notifications = page.subscribe("persistent_notification/subscribe");

    Fields.check(page.socket().nextEvent(notifications), "type \"current\"\nnotifications object");
  }

  @Test
  void a_feature_that_is_tried_out_elsewhere_is_off() {
    int labs =
        page.subscribe("labs/subscribe", json("{'domain':'frontend','preview_feature':'winter'}"));

    assertThat(page.socket().nextEvent(labs))
        .isEqualTo(
            json(
                "{'domain':'frontend','preview_feature':'winter','enabled':false,'is_built_in':true}"));
    page.order("unsubscribe_events", new JsonObject().put("subscription", labs));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "component_loaded",
        "core_config_updated",
        "service_registered",
        "service_removed",
        "panels_updated",
        "themes_updated",
        "entity_registry_updated",
        "device_registry_updated",
        "area_registry_updated",
        "floor_registry_updated",
        "repairs_issue_registry_updated"
      })
  void every_event_that_the_page_hears_can_be_heard_twice_and_no_longer(String type) {
    int first = page.listen(type);
    int second = page.listen(type);

    page.order("unsubscribe_events", new JsonObject().put("subscription", first));
    page.order("unsubscribe_events", new JsonObject().put("subscription", second));
  }

  @Test
  void a_ping_is_answered_by_a_pong_with_its_id() {
    page.socket().sendRaw(new JsonObject().put("id", 30).put("type", "ping"));

    assertThat(page.socket().next(message -> message.getInteger("id", -1) == 30))
        .isEqualTo(json("{'id':30,'type':'pong'}"));
  }

  @Test
  void the_page_can_report_its_own_errors() {
    JsonObject answer =
        page.call(
            "call_service",
            json(
                "{'domain':'system_log','service':'write','service_data':{'logger':'frontend.js.modern','message':'Uncaught"
                    + " error'}}"));

    Fields.check(answer, "context.id string");
  }

  @Test
  void after_a_disconnect_the_page_begins_again_with_low_numbers() {
    page.close();

    try (OpenPage again = OpenPage.of(vertx, hub.port(), page.token())) {
      boot(again);
    }
    page = OpenPage.of(vertx, hub.port(), page.token());
  }
}
