package org.homekeep.core.integration.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.homekeep.core.integration.manifest.Problem.Weight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A test for each row of framework.md §6.1. */
class ManifestRulesTest {

  /** A custom integration about which there is nothing to say. */
  private static JsonObject custom() {
    return new JsonObject()
        .put("domain", "b2_backup")
        .put("name", "B2 backup")
        .put("codeowners", new JsonArray().add("@me"))
        .put("config_flow", true)
        .put("dependencies", new JsonArray())
        .put("documentation", "https://example.org/b2_backup")
        .put("integration_type", "service")
        .put("iot_class", "cloud_push")
        .put("quality_scale", "platinum")
        .put("requirements", new JsonArray())
        .put("version", "1.2.0");
  }

  private static JsonObject builtIn() {
    JsonObject manifest =
        custom().put("documentation", "https://www.home-assistant.io/integrations/b2_backup");
    manifest.remove("version");
    return manifest;
  }

  /** The same with its keys in order. */
  private static JsonObject with(String key, Object value) {
    return sorted(custom().put(key, value));
  }

  private static JsonObject without(String key) {
    JsonObject manifest = custom();
    manifest.remove(key);
    return manifest;
  }

  private static JsonObject sorted(JsonObject json) {
    JsonObject sorted =
        new JsonObject().put("domain", json.getValue("domain")).put("name", json.getValue("name"));
    json.fieldNames().stream()
        .sorted()
        .filter(key -> !sorted.containsKey(key))
        .forEach(key -> sorted.put(key, json.getValue(key)));
    return sorted;
  }

  private static List<String> of(JsonObject manifest, Origin origin, Weight weight) {
    return ManifestRules.check(manifest, origin).stream()
        .filter(problem -> problem.weight() == weight)
        .map(Problem::where)
        .toList();
  }

  private static void assertRefused(String key, Object value) {
    assertThat(of(with(key, value), Origin.CUSTOM, Weight.REFUSED)).containsExactly(key);
  }

  private static void assertFine(String key, Object value) {
    assertThat(ManifestRules.check(with(key, value), Origin.CUSTOM)).isEmpty();
  }

  @Test
  void the_example_of_the_specification_is_fine() {
    assertThat(ManifestRules.check(custom(), Origin.CUSTOM)).isEmpty();
    assertThat(ManifestRules.check(builtIn(), Origin.BUILT_IN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"domain", "name", "documentation", "codeowners"})
  void a_required_key_must_be_there(String key) {
    assertThat(of(without(key), Origin.CUSTOM, Weight.REFUSED)).containsExactly(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", "../x", "Ä", "", " x", "x-y", "UPPER", "_x", "x__y"})
  void a_domain_is_letters_digits_and_underscores(String domain) {
    assertRefused("domain", domain);
  }

  @Test
  void a_custom_integration_is_not_named_like_a_part_of_the_hub() {
    assertRefused("domain", "backup");
    assertRefused("domain", "homeassistant");
  }

  @Test
  void a_name_is_a_text() {
    assertRefused("name", "");
    assertRefused("name", 7);
  }

  @Test
  void a_custom_integration_without_a_version_is_blocked() {
    assertThat(of(without("version"), Origin.CUSTOM, Weight.REFUSED)).containsExactly("version");
    assertThat(of(builtIn(), Origin.BUILT_IN, Weight.REFUSED)).isEmpty();
  }

  @Test
  void a_version_is_for_custom_integrations_alone() {
    assertThat(of(sorted(builtIn().put("version", "1.0.0")), Origin.BUILT_IN, Weight.FAULT))
        .containsExactly("version");
  }

  @ParameterizedTest
  @CsvSource({
    "2026.8.1, CAL_VER",
    "2026.08, CAL_VER",
    "26.8.1b2, CAL_VER",
    "2026.12.0.dev3, CAL_VER",
    "1.2.0, SEM_VER",
    "1.2.0-rc.1+build.7, SEM_VER",
    "1.2, SIMPLE_VER",
    "v1.2.3.4, SIMPLE_VER",
    "42, BUILD_VER",
    "1.2rc1, PEP_440",
    "1!1.0.post2.dev3, PEP_440",
    "1.0+local.1, PEP_440"
  })
  void a_version_is_of_one_of_five_schemes(String version, VersionScheme scheme) {
    assertThat(VersionScheme.of(version)).contains(scheme);
    assertFine("version", version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "latest", "dev", "1.2.0 beta", "one", "1..2", "1.2.0-", "v", "-1"})
  void another_text_is_no_version(String version) {
    assertRefused("version", version);
  }

  @Test
  void a_version_is_not_longer_than_64_characters() {
    assertRefused("version", "1" + ".1".repeat(32));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.org", "example.org", "https://", "ftp://example.org"})
  void documentation_is_an_https_address(String address) {
    assertRefused("documentation", address);
    assertRefused("issue_tracker", address);
  }

  @Test
  void documentation_of_what_is_built_in_lies_where_that_of_home_assistant_lies() {
    assertThat(
            of(
                builtIn().put("documentation", "https://example.org/b2_backup"),
                Origin.BUILT_IN,
                Weight.FAULT))
        .containsExactly("documentation");
  }

  @Test
  void code_owners_are_a_list_of_users() {
    assertFine("codeowners", new JsonArray().add("@me").add("@org/team"));
    assertRefused("codeowners", new JsonArray().add("me"));
    assertRefused("codeowners", new JsonArray().add("@me").add("@me"));
    assertRefused("codeowners", "@me");
  }

  @ParameterizedTest
  @ValueSource(strings = {"device", "entity", "hardware", "helper", "hub", "service", "system"})
  void the_integration_types_are_these(String type) {
    assertFine("integration_type", type);
  }

  @Test
  void another_integration_type_is_none() {
    assertRefused("integration_type", "cloud");
  }

  @Test
  void an_integration_type_is_required_for_what_is_built_in_and_has_a_config_flow() {
    JsonObject manifest = builtIn();
    manifest.remove("integration_type");

    assertThat(of(manifest, Origin.BUILT_IN, Weight.FAULT)).containsExactly("integration_type");
    assertThat(of(without("integration_type"), Origin.CUSTOM, Weight.FAULT)).isEmpty();
  }

  @Test
  void without_an_integration_type_it_is_a_hub() throws InvalidManifestException {
    assertThat(read(without("integration_type")).integrationType()).isEqualTo("hub");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assumed_state",
        "calculated",
        "cloud_polling",
        "cloud_push",
        "local_polling",
        "local_push"
      })
  void the_iot_classes_are_these(String iotClass) {
    assertFine("iot_class", iotClass);
  }

  @Test
  void an_iot_class_is_required_but_for_what_the_hub_itself_is() {
    assertRefused("iot_class", "cloud");
    assertThat(of(without("iot_class"), Origin.CUSTOM, Weight.FAULT)).containsExactly("iot_class");
    assertThat(of(builtIn().put("domain", "backup"), Origin.BUILT_IN, Weight.FAULT))
        .containsExactly("iot_class");
  }

  @ParameterizedTest
  @ValueSource(strings = {"config_flow", "single_config_entry", "import_executor"})
  void a_flag_is_true_or_false(String key) {
    assertFine(key, true);
    assertRefused(key, "yes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dependencies", "after_dependencies"})
  void dependencies_are_domains_each_once(String key) {
    assertFine(key, new JsonArray().add("http"));
    assertRefused(key, new JsonArray().add("Http"));
    assertRefused(key, new JsonArray().add("http").add("http"));
    assertRefused(key, "http");
  }

  @Test
  void nothing_depends_on_itself() {
    assertThat(
            of(
                with("after_dependencies", new JsonArray().add("b2_backup")),
                Origin.CUSTOM,
                Weight.REFUSED))
        .containsExactly("dependencies");
  }

  @Test
  void what_is_needed_is_not_waited_for_as_well() {
    JsonArray http = new JsonArray().add("http");
    assertThat(
            of(
                sorted(custom().put("dependencies", http).put("after_dependencies", http)),
                Origin.CUSTOM,
                Weight.FAULT))
        .containsExactly("after_dependencies");
  }

  @Test
  void requirements_are_maven_coordinates_because_the_hub_installs_nothing() {
    assertFine("requirements", new JsonArray().add("com.backblaze.b2:b2-sdk-core:6.2.1"));
    assertRefused("requirements", new JsonArray().add("b2sdk==2.10.4"));
  }

  @Test
  void loggers_are_names_of_loggers() {
    assertFine("loggers", new JsonArray().add("com.backblaze.b2"));
    assertRefused("loggers", new JsonArray().add("com backblaze"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bronze", "silver", "gold", "platinum", "internal", "legacy", "no_score"})
  void the_quality_scales_are_these(String scale) {
    assertFine("quality_scale", scale);
  }

  @Test
  void another_quality_scale_is_none() {
    assertRefused("quality_scale", "diamond");
  }

  @Test
  void the_quality_scale_of_every_custom_integration_is_reported_as_custom()
      throws InvalidManifestException {
    assertThat(read(custom()).wire(Origin.CUSTOM, false).getString("quality_scale"))
        .isEqualTo("custom");
    assertThat(read(custom()).wire(Origin.BUILT_IN, false).getString("quality_scale"))
        .isEqualTo("platinum");
  }

  @Test
  void gold_and_more_have_code_owners() {
    assertThat(of(with("codeowners", new JsonArray()), Origin.CUSTOM, Weight.FAULT))
        .containsExactly("codeowners");
  }

  @Test
  void an_issue_tracker_is_for_custom_integrations_alone() {
    assertFine("issue_tracker", "https://example.org/issues");
    assertThat(
            of(
                sorted(builtIn().put("issue_tracker", "https://example.org/issues")),
                Origin.BUILT_IN,
                Weight.FAULT))
        .containsExactly("issue_tracker");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bluetooth | [{\"local_name\":\"X*\",\"connectable\":false}]",
        "bluetooth | [{\"service_uuid\":\"0000fd3d-0000-1000-8000-00805f9b34fb\"}]",
        "bluetooth | [{\"service_data_uuid\":\"0000fd3d-0000-1000-8000-00805f9b34fb\"}]",
        "bluetooth | [{\"manufacturer_id\":76,\"manufacturer_data_start\":[6,255]}]",
        "zeroconf | [\"_http._tcp.local.\"]",
        "zeroconf | [{\"type\":\"_http._tcp.local.\",\"name\":\"shelly*\",\"properties\":{\"id\":\"x*\"}}]",
        "ssdp | [{\"manufacturer\":\"Sonos\",\"st\":\"urn:x\"}]",
        "homekit | {\"models\":[\"LIFX\"]}",
        "mqtt | [\"tasmota/discovery/#\"]",
        "dhcp | [{\"hostname\":\"nuki*\",\"macaddress\":\"00A0C9*\"}, {\"registered_devices\":true}]",
        "usb | [{\"vid\":\"10C4\",\"pid\":\"EA60\",\"serial_number\":\"a*\",\"manufacturer\":\"m*\",\"description\":\"*stick*\"}]"
      })
  void matchers_have_these_forms(String key, String json) {
    Object value = json.startsWith("[") ? new JsonArray(json) : new JsonObject(json);

    assertThat(ManifestRules.check(with(key, value), Origin.CUSTOM))
        .extracting(Problem::weight)
        .containsExactly(Weight.ADVICE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bluetooth | [{\"name\":\"X\"}]",
        "bluetooth | [{}]",
        "bluetooth | [{\"manufacturer_id\":70000}]",
        "bluetooth | [{\"service_uuid\":\"FD3D\"}]",
        "bluetooth | [{\"manufacturer_data_start\":[256]}]",
        "zeroconf | [\"http\"]",
        "zeroconf | [{\"name\":\"x\"}]",
        "zeroconf | [{\"type\":\"_http._tcp.local.\",\"name\":\"Shelly\"}]",
        "ssdp | [{\"manufacturer\":7}]",
        "ssdp | [\"x\"]",
        "homekit | [\"LIFX\"]",
        "mqtt | \"topic\"",
        "dhcp | [{\"hostname\":\"Nuki\"}]",
        "dhcp | [{\"macaddress\":\"00a0c9\"}]",
        "usb | [{\"vid\":\"10c4\"}]",
        "usb | [{\"vid\":\"1\"}]"
      })
  void matchers_of_another_form_are_refused(String key, String json) {
    Object value =
        json.startsWith("[")
            ? new JsonArray(json)
            : json.startsWith("{") ? new JsonObject(json) : json;

    assertRefused(key, value);
  }

  @Test
  void matchers_are_kept_for_clients() throws InvalidManifestException {
    Manifest manifest = read(with("mqtt", new JsonArray().add("topic/#")));

    assertThat(manifest.matchers()).containsEntry("mqtt", "[\"topic/#\"]");
  }

  @Test
  void disabled_is_a_reason() throws InvalidManifestException {
    assertRefused("disabled", true);
    assertThat(read(with("disabled", "The service is gone.")).disabled())
        .contains("The service is gone.");
  }

  @Test
  void preview_features_are_objects_with_addresses() {
    assertFine(
        "preview_features",
        new JsonObject()
            .put("faster", new JsonObject().put("feedback_url", "https://example.org")));
    assertRefused(
        "preview_features", new JsonObject().put("faster", new JsonObject().put("x", "y")));
  }

  @Test
  void a_virtual_integration_is_built_in() {
    assertRefused("integration_type", "virtual");
  }

  @ParameterizedTest
  @CsvSource({"true, false, 0", "false, true, 0", "true, true, 1", "false, false, 1"})
  void a_virtual_integration_has_either_a_supporter_or_standards(
      boolean supported, boolean standards, int refused) {
    JsonObject manifest = builtIn().put("integration_type", "virtual");
    manifest.remove("iot_class");
    if (supported) {
      manifest.put("supported_by", "backblaze_b2");
    }
    if (standards) {
      manifest.put("iot_standards", new JsonArray().add("zigbee").add("matter"));
    }

    assertThat(of(sorted(manifest), Origin.BUILT_IN, Weight.REFUSED)).hasSize(refused);
  }

  @Test
  void only_a_virtual_integration_has_a_supporter_or_standards() {
    assertRefused("supported_by", "backblaze_b2");
    assertRefused("iot_standards", new JsonArray().add("zigbee"));
    assertRefused("iot_standards", new JsonArray().add("knx"));
  }

  @Test
  void an_unknown_key_is_refused() {
    assertRefused("colour", "red");
  }

  @Test
  void a_key_without_a_value_is_refused() {
    assertThat(of(custom().putNull("quality_scale"), Origin.CUSTOM, Weight.REFUSED))
        .containsExactly("quality_scale");
  }

  @Test
  void the_order_of_the_keys_is_domain_name_and_then_the_alphabet() {
    JsonObject manifest = new JsonObject().put("name", "x").mergeIn(custom());

    assertThat(of(manifest, Origin.CUSTOM, Weight.FAULT)).containsExactly("manifest.json");
    assertThat(of(manifest, Origin.CUSTOM, Weight.REFUSED)).isEmpty();
  }

  @Test
  void the_loader_adds_where_it_comes_from() throws InvalidManifestException {
    JsonObject wire = read(custom()).wire(Origin.CUSTOM, true);

    assertThat(wire.getBoolean("is_built_in")).isFalse();
    assertThat(wire.getBoolean("overwrites_built_in")).isTrue();
  }

  private static Manifest read(JsonObject json) throws InvalidManifestException {
    return ManifestReader.read("x", json.encode(), Origin.CUSTOM);
  }

  @Test
  void a_mark_that_an_editor_put_in_front_of_the_text_is_passed_over() throws Exception {
    assertThat(ManifestReader.parse("x", "\uFEFF{\"domain\":\"sample\"}"))
        .isEqualTo(new JsonObject().put("domain", "sample"));
  }
}
