package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.homekeep.testkit.IntegrationJar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code homekeep integration validate} (framework.md §6.1, §7.1, §11). */
class IntegrationValidateTest {
  @TempDir private Path directory;

  /** Texts about which there is nothing to say. */
  private static JsonObject texts() {
    return new JsonObject(
        """
        {"title":"Sample",
         "config":{"step":{"user":{"title":"Add sample","description":"Where backups are kept.",
           "data":{"folder":"Folder"},"data_description":{"folder":"A directory."}}}}}
        """);
  }

  private static IntegrationJar sample() {
    return IntegrationJar.of("sample").file("sample/translations/en.json", texts().encode());
  }

  private Typed validate(IntegrationJar jar) {
    return Typed.homekeep(
        "integration", "validate", jar.write(directory.resolve("sample.jar")).toString());
  }

  private Typed validateTexts(JsonObject texts) {
    return validate(sample().file("sample/translations/en.json", texts.encode()));
  }

  private static JsonObject with(String path, Object value) {
    JsonObject texts = texts();
    String[] keys = path.split("/", -1);
    JsonObject part = texts;
    for (int i = 0; i < keys.length - 1; i++) {
      if (!part.containsKey(keys[i])) {
        part.put(keys[i], new JsonObject());
      }
      part = part.getJsonObject(keys[i]);
    }
    part.put(keys[keys.length - 1], value);
    return texts;
  }

  @Test
  void what_is_built_in_needs_no_mending() {
    Typed answer = Typed.homekeep("integration", "validate", "backblaze_b2");

    assertThat(answer.out()).isEqualToIgnoringNewLines("Nothing is to be mended.\n");
    assertThat(answer.exitCode()).isZero();
  }

  @Test
  void a_jar_in_order_needs_no_mending() {
    Typed answer = validate(sample());

    assertThat(answer.out()).isEqualToIgnoringNewLines("Nothing is to be mended.\n");
    assertThat(answer.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "title | Sample<b>bold</b> | holds HTML",
        "title | See https://example.org | holds an address",
        "title | See www.example.org | holds an address",
        "title | ' Sample' | begins or ends with a blank",
        "title | 'Sample ' | begins or ends with a blank",
        "title | Sample {a b} | which is no name",
        "title | Sample {name | a brace without its other half",
        "title | Sample ''{name}'' | in single quotes",
        "title | [%key:common::x%] | which nobody resolves",
        "title | See [%key:common::x%] | a reference must be the whole text",
        "colour | red | is no category of texts",
        "config/step/user/data/Folder | x | is no key",
        "config/step/user/data/a__b | x | is no key",
        "config/step/user/data/a_ | x | is no key",
        "config/step/user/data_description/other | x | has no label in 'data'",
        "config/step/other/title | x | is never shown",
        "config/error/other | x | is never shown",
        "config/abort/other | x | is never shown",
        "config/progress/other | x | is never shown",
        "options/step/init/title | x | is never shown",
        "config_subentries/other/entry_type | x | there is no such kind of subentries",
        "config_subentries/other/entry_type | x | has no 'initiate_flow.user'",
        "config_subentries/other/initiate_flow/user | x | has no 'entry_type'",
        "config/step/user/sections/more/data_description/other | x | has no label in 'data'",
        "issues/broken/title | Broken | neither 'description' nor 'fix_flow'",
        "issues/broken/description | Broken | has no 'title'",
        "exceptions/broken/text | Broken | has no 'message'"
      })
  void a_text_that_breaks_a_rule_is_named(String path, String text, String sentence) {
    Typed answer = validateTexts(with(path, text.replace("''", "'")));

    assertThat(answer.out())
        .contains("mend: translations/en.json")
        .contains(
            path.replace('/', '.')
                .replaceFirst("(broken|other|init|sections)[.].*", "$1")
                .replace(".sections", ""))
        .contains(sentence);
    assertThat(answer.exitCode()).isEqualTo(1);
  }

  @Test
  void an_issue_with_a_description_and_a_fix_flow_is_named() {
    JsonObject texts =
        with(
            "issues/broken",
            new JsonObject()
                .put("title", "Broken")
                .put("description", "It is broken.")
                .put("fix_flow", new JsonObject()));

    assertThat(validateTexts(texts).out()).contains("has both 'description' and 'fix_flow'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"config/step/user", "config/step/user/data/folder"})
  void a_key_that_can_be_shown_and_has_no_text_is_named(String path) {
    JsonObject texts = texts();
    String[] keys = path.split("/", -1);
    JsonObject part = texts;
    for (int i = 0; i < keys.length - 1; i++) {
      part = part.getJsonObject(keys[i]);
    }
    part.remove(keys[keys.length - 1]);

    Typed answer = validateTexts(texts);

    assertThat(answer.out()).contains(path.replace('/', '.'));
    assertThat(answer.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Probe {other} | has other placeholders",
        "Probe | has other placeholders",
        "Probe {name} <b>x</b> | holds HTML"
      })
  void another_language_has_the_same_placeholders(String text, String sentence) {
    Typed answer =
        validate(
            sample()
                .file("sample/translations/en.json", with("title", "Sample {name}").encode())
                .file("sample/translations/de.json", new JsonObject().put("title", text).encode()));

    assertThat(answer.out()).contains("translations/de.json").contains(sentence);
  }

  @Test
  void another_language_has_no_text_that_english_lacks() {
    Typed answer =
        validate(
            sample().file("sample/translations/de.json", "{\"config\":{\"error\":{\"x\":\"X\"}}}"));

    assertThat(answer.out()).contains("'config.error.x' is not there in English");
  }

  @Test
  void a_helper_describes_its_first_step() {
    JsonObject texts = texts();
    texts.getJsonObject("config").getJsonObject("step").getJsonObject("user").remove("description");

    Typed answer =
        validate(
            sample()
                .manifest(json -> json.put("integration_type", "helper"))
                .file("sample/translations/en.json", texts.encode()));

    assertThat(answer.out()).contains("'config.step.user.description' is missing");
  }

  @Test
  void a_jar_without_texts_is_told() {
    Typed answer = validate(sample().without("sample/translations/en.json"));

    assertThat(answer.out()).contains("mend: translations/en.json: there is no such file");
  }

  @Test
  void everything_that_is_wrong_with_a_manifest_is_named_at_once() {
    Typed answer =
        validate(
            sample()
                .manifest(
                    json -> {
                      json.remove("version");
                      return json.put("colour", "red").put("iot_class", "cloud");
                    }));

    assertThat(answer.out())
        .contains("the hub refuses this: manifest.json: 'version' is missing")
        .contains("'colour' is not a key")
        .contains("'iot_class' must be one of");
    assertThat(answer.exitCode()).isEqualTo(1);
  }

  @Test
  void the_domain_of_what_is_built_in_is_only_remarked() {
    Typed answer =
        validate(
            IntegrationJar.of("backblaze_b2")
                .file("sample/translations/en.json", texts().encode()));

    assertThat(answer.out()).contains("consider: manifest.json: 'backblaze_b2' is the domain");
    assertThat(answer.exitCode()).isZero();
  }

  @Test
  void a_manifest_and_a_code_that_disagree_about_the_flow_are_told() {
    Typed answer = validate(sample().manifest(json -> json.put("config_flow", false)));

    assertThat(answer.out()).contains("the code has a flow, and 'config_flow' is not true");
  }

  @Test
  void code_that_cannot_be_made_is_told() {
    Typed answer = validate(sample().constructor("throw new IllegalStateException(\"no\");"));

    assertThat(answer.out())
        .contains("the hub refuses this: code: Its code failed when it was made: no");
    assertThat(answer.exitCode()).isEqualTo(1);
  }

  @Test
  void a_jar_that_does_not_say_for_which_api_it_was_built_is_told() {
    Typed answer = validate(sample().attribute("Homekeep-Api-Version", ""));

    assertThat(answer.exitCode()).isEqualTo(1);
  }

  @Test
  void a_jar_that_brings_what_the_hub_has_is_told() {
    Typed answer = validate(sample().file("org/homekeep/api/Secret.class", "x"));

    assertThat(answer.out()).contains("it holds org.homekeep.api.Secret, which the hub has");
  }

  static Stream<Arguments> claims() {
    return Stream.of(
        Arguments.of("  nonsense: done\n", "there is no rule 'nonsense'"),
        Arguments.of("  diagnostics: perhaps\n", "must be done, todo or exempt, not 'perhaps'"),
        Arguments.of("  diagnostics:\n    status: exempt\n", "has no comment that says why"),
        Arguments.of("nonsense\n", "line 2 is not understood"),
        Arguments.of("  diagnostics: done\n  diagnostics: todo\n", "line 3 is not understood"),
        Arguments.of("  test-before-configure: done\n", "an error that the flow can show"),
        Arguments.of("  unique-config-entry: done\n", "the abort reason already_configured"),
        Arguments.of("  reauthentication-flow: done\n", "begins with reauth"),
        Arguments.of("  reconfiguration-flow: done\n", "the step reconfigure"),
        Arguments.of("  exception-translations: done\n", "texts under 'exceptions'"),
        Arguments.of("  repair-issues: done\n", "texts under 'issues'"),
        Arguments.of("  discovery: done\n", "a discovery key in the manifest"));
  }

  @ParameterizedTest
  @MethodSource("claims")
  void a_claim_of_quality_that_cannot_be_seen_is_named(String rules, String sentence) {
    Typed answer = validate(sample().file("sample/quality_scale.yaml", "rules:\n" + rules));

    assertThat(answer.out()).contains("mend: quality_scale.yaml").contains(sentence);
    assertThat(answer.exitCode()).isEqualTo(1);
  }

  @Test
  void a_claim_that_is_described_and_true_needs_no_mending() {
    Typed answer =
        validate(
            sample()
                .file(
                    "sample/quality_scale.yaml",
                    """
                    rules:
                      # Bronze
                      config-flow: done
                      brands: todo
                      devices:
                        status: exempt
                        comment: >
                          A directory
                          is no device.
                    """));

    assertThat(answer.out()).isEqualToIgnoringNewLines("Nothing is to be mended.\n");
  }

  @Test
  void fields_without_descriptions_are_no_config_flow_of_quality() {
    JsonObject texts = texts();
    texts
        .getJsonObject("config")
        .getJsonObject("step")
        .getJsonObject("user")
        .remove("data_description");

    Typed answer =
        validate(
            sample()
                .file("sample/translations/en.json", texts.encode())
                .file("sample/quality_scale.yaml", "rules:\n  config-flow: done\n"));

    assertThat(answer.out()).contains("'config-flow' is done, it says, but");
  }

  @Test
  void a_tier_needs_all_of_its_rules_and_those_below_it() {
    Typed answer =
        validate(
            sample()
                .manifest(json -> new JsonObject().mergeIn(json).put("quality_scale", "silver"))
                .file(
                    "sample/quality_scale.yaml",
                    "rules:\n  brands: done\n  test-coverage: todo\n"));

    assertThat(answer.out())
        .contains("'action-setup' is not done, and silver needs it")
        .contains("'test-coverage' is not done, and silver needs it")
        .doesNotContain("'brands' is not done")
        .doesNotContain("'devices' is not done");
  }

  @Test
  void a_tier_needs_a_file_that_says_what_is_done() {
    Typed answer = validate(sample().manifest(json -> json.put("quality_scale", "bronze")));

    assertThat(answer.out()).contains("the manifest claims bronze, and there is no such file");
  }

  @Test
  void a_directory_of_jars_is_taken_as_it_would_lie_in_custom_integrations() {
    sample().write(directory.resolve("other/sample.jar"));

    Typed answer = Typed.homekeep("integration", "validate", directory.resolve("other").toString());

    assertThat(answer.out()).contains("the directory is named 'other'");
  }

  @Test
  void a_module_that_was_built_is_found_by_its_target() throws IOException {
    sample().write(directory.resolve("module/target/sample-1.0.jar"));
    Files.writeString(directory.resolve("module/pom.xml"), "<project/>");
    Files.writeString(directory.resolve("module/target/sample-1.0-sources.jar"), "no jar");

    Typed answer =
        Typed.homekeep("integration", "validate", directory.resolve("module").toString());

    assertThat(answer.exitCode()).isZero();
  }

  @Test
  void a_module_that_was_not_built_is_told_so() throws IOException {
    Files.writeString(directory.resolve("pom.xml"), "<project/>");

    Typed answer = Typed.homekeep("integration", "validate", directory.toString());

    assertThat(answer.err()).contains("was not built yet. Build it with 'mvn package' first.");
    assertThat(answer.exitCode()).isEqualTo(4);
  }

  @Test
  void a_directory_without_a_jar_is_no_integration() {
    assertThat(Typed.homekeep("integration", "validate", directory.toString()).exitCode())
        .isEqualTo(4);
  }

  @Test
  void a_file_that_is_not_there_is_told_with_what_is_built_in() {
    Typed answer =
        Typed.homekeep("integration", "validate", directory.resolve("no.jar").toString());

    assertThat(answer.err())
        .contains("There is no file")
        .contains("Built in: backblaze_b2, cloud.");
    assertThat(answer.exitCode()).isEqualTo(5);
  }

  @Test
  void a_file_that_is_no_jar_is_told() throws IOException {
    Path file = Files.writeString(directory.resolve("no.jar"), "no jar");

    Typed answer = Typed.homekeep("integration", "validate", file.toString());

    assertThat(answer.out()).contains("the hub refuses this: code: It is no jar");
  }
}
