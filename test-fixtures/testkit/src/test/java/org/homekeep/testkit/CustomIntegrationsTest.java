package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import org.homekeep.checks.LoggedLines;
import org.homekeep.checks.Seed;
import org.homekeep.core.integration.IntegrationCatalog;
import org.homekeep.core.integration.IntegrationSources;
import org.homekeep.fixture.FixtureIntegration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in custom_integrations (framework.md §6.2), in a real hub, seen from outside. */
class CustomIntegrationsTest extends CustomHubTest {
  private static final JsonObject FORM = new JsonObject().put("folder", "here");

  @Test
  void a_jar_is_an_integration_like_the_others() {
    IntegrationJar.of("sample").write(custom.resolve("anything-1.0.jar"));
    start();

    ada.add("sample", FORM);

    assertThat(ada.entries("sample").get(0).getString("state")).isEqualTo("loaded");
    assertThat(ask("get_config", new JsonObject()).getJsonArray("components")).contains("sample");
    assertThat(issues()).isEmpty();
  }

  @Test
  void a_jar_is_a_jar_in_capital_letters_too() {
    IntegrationJar.of("sample").write(custom.resolve("SAMPLE.JAR"));
    start();

    assertThat(handlers()).contains("sample");
  }

  @Test
  void a_file_in_the_place_of_the_directory_is_an_issue() throws IOException {
    Files.delete(custom);
    Files.writeString(custom, "a jar, perhaps");
    start();

    assertThat(issues().get(0).getJsonObject("translation_placeholders").getString("detail"))
        .isEqualTo("The directory cannot be read: it is a file and no directory.");
  }

  @Test
  void its_manifest_says_that_it_is_not_built_in_and_nobody_looked_at_its_quality() {
    IntegrationJar.of("sample")
        .manifest(json -> json.put("quality_scale", "gold"))
        .write(custom.resolve("sample.jar"));
    start();

    JsonObject manifest = manifest("sample");

    assertThat(manifest.getBoolean("is_built_in")).isFalse();
    assertThat(manifest.getBoolean("overwrites_built_in")).isFalse();
    assertThat(manifest.getString("quality_scale")).isEqualTo("custom");
    assertThat(manifest.getString("version")).isEqualTo("1.0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"entity", "system"})
  void integration_descriptions_hide_the_types_that_nobody_adds(String type) {
    IntegrationJar.of("sample").write(custom.resolve("sample.jar"));
    IntegrationJar.of("hidden")
        .manifest(json -> json.put("integration_type", type))
        .write(custom.resolve("hidden.jar"));
    start();

    JsonObject described =
        ask("integration/descriptions", new JsonObject()).getJsonObject("custom");

    assertThat(described.getJsonObject("integration").fieldNames()).containsExactly("sample");
    assertThat(described.getJsonObject("helper")).isEmpty();
  }

  @Test
  void its_translations_are_found_in_its_jar() {
    IntegrationJar.of("sample").write(custom.resolve("sample.jar"));
    start();

    JsonObject texts =
        ask(
                "frontend/get_translations",
                new JsonObject()
                    .put("language", "en")
                    .put("category", "config")
                    .put("integration", "sample"))
            .getJsonObject("resources");

    assertThat(texts.getString("component.sample.config.step.user.title")).isEqualTo("Add sample");
  }

  @Test
  void a_warning_is_logged_for_each() {
    IntegrationJar.of("warned_about").write(custom.resolve("sample.jar"));
    try (LoggedLines log = LoggedLines.of(IntegrationCatalog.class)) {
      start();

      assertThat(log.lines())
          .anyMatch(line -> line.startsWith("WARN A custom") && line.contains("warned_about"));
    }
  }

  @Test
  void taking_the_place_of_what_is_built_in_is_logged() {
    IntegrationJar.of("fixture").write(custom.resolve("fixture.jar"));
    try (LoggedLines log = LoggedLines.of(IntegrationCatalog.class)) {
      start(IntegrationSources.standard().and(new FixtureIntegration()));

      assertThat(log.lines())
          .anyMatch(line -> line.startsWith("WARN") && line.contains("takes the place"));
    }
  }

  @Test
  void diagnostics_name_the_custom_ones_and_how_long_the_set_up_took() {
    IntegrationJar.of("sample")
        .manifest(json -> json.put("requirements", new JsonArray().add("org.example:lib:1.0")))
        .write(custom.resolve("sample.jar"));
    start();
    String entry = ada.add("sample", FORM).getJsonObject("result").getString("entry_id");

    JsonObject shown = ada.http().get("/api/diagnostics/config_entry/" + entry).json();

    assertThat(shown.getJsonObject("custom_components"))
        .isEqualTo(
            new JsonObject()
                .put(
                    "sample",
                    new JsonObject()
                        .put("documentation", "https://example.org/sample")
                        .put("version", "1.0.0")
                        .put("requirements", new JsonArray().add("org.example:lib:1.0"))));
    assertThat(shown.getJsonObject("setup_times").getJsonObject("null").getDouble("setup"))
        .isNotNegative();
  }

  @Test
  void who_waits_for_an_integration_hears_that_it_is_loaded() {
    IntegrationJar.of("sample").write(custom.resolve("sample.jar"));
    start();

    assertThat(ask("integration/wait", new JsonObject().put("domain", "sample")))
        .isEqualTo(new JsonObject().put("integration_loaded", true));
  }

  @Test
  void a_missing_dependency_is_told_by_the_entry() throws IOException {
    Path jar = IntegrationJar.of("sample").write(custom.resolve("sample.jar"));
    start();
    ada.add("sample", FORM);
    hub.orElseThrow().close();
    Files.delete(jar);
    IntegrationJar.of("sample")
        .manifest(json -> json.put("dependencies", new JsonArray().add("nobody")))
        .write(jar);

    TestHub again = TestHub.start(home, data);
    hub = Optional.of(again);
    ada = ada.at(again.port());

    assertThat(ada.entries("sample").get(0).getString("reason"))
        .contains("unable to resolve (sub)dependency nobody");
    assertThat(ask("get_config", new JsonObject()).getJsonArray("components"))
        .doesNotContain("sample");
  }

  @Test
  void a_disabled_integration_fails_with_its_reason() throws IOException {
    Path jar = IntegrationJar.of("sample").write(custom.resolve("sample.jar"));
    start();
    ada.add("sample", FORM);
    hub.orElseThrow().close();
    Files.delete(jar);
    IntegrationJar.of("sample")
        .manifest(json -> json.put("disabled", "The service was shut down."))
        .write(jar);

    TestHub again = TestHub.start(home, data);
    hub = Optional.of(again);

    assertThat(ada.at(again.port()).entries("sample").get(0).getString("reason"))
        .isEqualTo("The integration sample is disabled: The service was shut down.");
    assertThat(ada.at(again.port()).startFlow("sample").containsKey("flow_id")).isFalse();
  }

  @Test
  void a_directory_holds_an_integration_and_its_libraries() throws IOException {
    Path library = library();
    IntegrationJar.of("sample")
        .library(library)
        .constructor("helper.Helper.help();")
        .write(custom.resolve("sample/sample.jar"));
    Files.copy(library, custom.resolve("sample/helper.jar"));
    start();

    assertThat(handlers()).contains("sample");
  }

  private Path library() throws IOException {
    Path source = data.resolve("Helper.java");
    Files.writeString(
        source, "package helper; public class Helper { public static void help() {} }");
    Path classes = Files.createDirectories(data.resolve("classes"));
    CompiledSources.compile(List.of(source), List.of(), classes);
    Path jar = data.resolve("helper.jar");
    IntegrationJar.pack(IntegrationJar.classes(classes), new Attributes(), jar);
    return jar;
  }

  @Test
  void a_custom_one_takes_the_place_of_one_that_is_built_in() {
    IntegrationJar.of("fixture").write(custom.resolve("fixture.jar"));
    start(IntegrationSources.standard().and(new FixtureIntegration()));

    assertThat(manifest("fixture").getString("name")).isEqualTo("Sample");
    assertThat(manifest("fixture").getBoolean("overwrites_built_in")).isTrue();
    assertThat(ada.startFlow("fixture").getJsonArray("data_schema")).hasSize(1);
  }

  @Test
  void in_safe_mode_none_is_loaded() {
    IntegrationJar.of("sample").constructor("throw new Error();").write(custom.resolve("a.jar"));
    start(IntegrationSources.safe());

    assertThat(handlers()).doesNotContain("sample");
    assertThat(issues()).isEmpty();
    assertThat(ask("get_config", new JsonObject()).getBoolean("safe_mode")).isTrue();
  }

  @Test
  void a_setting_of_an_integration_that_is_not_used_does_not_stop_the_start() throws IOException {
    Files.writeString(custom.resolve("sample.jar"), "this is no jar");

    TestHub started = TestHub.start(home, data, Map.of("sample.pause", "PT1S"));
    hub = Optional.of(started);

    assertThat(HubSession.first(started.port()).entries("sample")).isEmpty();
  }

  @Test
  void outside_of_safe_mode_the_configuration_says_so() {
    start();

    assertThat(ask("get_config", new JsonObject()).getBoolean("safe_mode")).isFalse();
  }

  @Test
  void a_jar_that_is_replaced_while_the_hub_runs_does_no_harm() throws IOException {
    Path jar = IntegrationJar.of("sample").write(custom.resolve("sample.jar"));
    start();

    // In place, as a careless copy does it, before the classes of the flow were needed.
    byte[] noise = new byte[(int) Files.size(jar)];
    Seed.random("noise").nextBytes(noise);
    Files.write(jar, noise);
    ada.add("sample", FORM);

    assertThat(ada.entries("sample").get(0).getString("state")).isEqualTo("loaded");
  }

  @Test
  void an_integration_that_was_taken_away_leaves_its_entry_and_says_what_is_missing()
      throws IOException {
    Path jar = IntegrationJar.of("sample").write(custom.resolve("sample.jar"));
    start();
    ada.add("sample", FORM);
    hub.orElseThrow().close();
    Files.delete(jar);

    TestHub again = TestHub.start(home, data);
    hub = Optional.of(again);
    JsonObject entry = ada.at(again.port()).entries("sample").get(0);

    assertThat(entry.getString("state")).isEqualTo("setup_error");
    assertThat(entry.getString("reason")).contains("The integration sample is not installed.");
  }

  @Test
  void files_that_are_hidden_or_no_jars_are_passed_over() throws IOException {
    Files.writeString(custom.resolve("README.md"), "read me");
    Files.writeString(custom.resolve(".half-copied.jar"), "half");
    Files.createDirectory(custom.resolve("empty"));
    start();

    assertThat(issues()).isEmpty();
  }

  @Test
  void a_restart_finds_what_was_laid_down_meanwhile() throws IOException {
    IntegrationJar.of("sample").write(custom.resolve("sample.jar"));
    start();
    hub.orElseThrow().close();
    Path other = IntegrationJar.of("other").write(data.resolve("other.jar"));
    Files.move(other, custom.resolve("sample.jar"), StandardCopyOption.REPLACE_EXISTING);

    TestHub again = TestHub.start(home, data);
    hub = Optional.of(again);
    ada = ada.at(again.port());

    assertThat(handlers()).contains("other").doesNotContain("sample");
  }
}
