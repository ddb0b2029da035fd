package org.homekeep.core.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.homekeep.core.fixture.EntriesHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of framework.md §7.2. */
class TranslationsTest {
  private EntriesHub hub;

  @BeforeEach
  void start(@TempDir Path config) {
    hub = EntriesHub.start(config);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private JsonObject texts(String language, String category) {
    return hub.command(
            "frontend/get_translations",
            new JsonObject()
                .put("language", language)
                .put("category", category)
                .put("integration", new JsonArray().add("fixture")))
        .getJsonObject("result")
        .getJsonObject("resources");
  }

  @Test
  void texts_have_flat_dotted_keys() {
    JsonObject texts = texts("en", "config");

    assertThat(texts.getString("component.fixture.config.step.user.title")).isEqualTo("Add {name}");
    assertThat(texts.getString("component.fixture.config.step.user.data.host")).isEqualTo("Host");
    assertThat(texts.fieldNames()).allMatch(key -> key.startsWith("component.fixture.config."));
  }

  @Test
  void the_title_is_a_category_of_its_own() {
    assertThat(texts("en", "title"))
        .isEqualTo(new JsonObject().put("component.fixture.title", "Fixture"));
  }

  @Test
  void a_language_falls_back_to_english_for_each_key() {
    JsonObject texts = texts("de-AT", "config");

    assertThat(texts.getString("component.fixture.config.step.user.title"))
        .isEqualTo("{name} einrichten");
    assertThat(texts.getString("component.fixture.config.step.user.data.host")).isEqualTo("Host");
  }

  @Test
  void a_text_with_other_placeholders_is_not_used() {
    assertThat(texts("de", "config").getString("component.fixture.config.error.invalid_auth"))
        .isEqualTo("Wrong token for {host}");
  }

  @Test
  void common_errors_have_a_text_even_when_the_integration_has_none() {
    assertThat(texts("en", "config").getString("component.fixture.config.error.unknown"))
        .isEqualTo("Something went wrong that nobody foresaw; the log of Homekeep says more.");
  }

  @Test
  void an_unknown_category_and_an_unknown_integration_have_no_texts() {
    assertThat(texts("en", "nothing")).isEmpty();
    assertThat(
            hub.command(
                    "frontend/get_translations",
                    new JsonObject()
                        .put("language", "en")
                        .put("category", "config")
                        .put("integration", "nobody"))
                .getJsonObject("result"))
        .isEqualTo(new JsonObject().put("resources", new JsonObject()));
  }

  @Test
  void a_language_that_is_none_never_becomes_a_name_of_a_file() {
    assertThat(texts("../../secret", "title")).isEqualTo(texts("en", "title"));
  }

  @Test
  void without_integrations_all_are_given_the_hub_included() {
    JsonObject texts =
        hub.command(
                "frontend/get_translations",
                new JsonObject().put("language", "en").put("category", "issues"))
            .getJsonObject("result")
            .getJsonObject("resources");

    assertThat(texts.getString("component.homeassistant.issues.config_entry_reauth.title"))
        .isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "homeassistant, config.abort.reconfigure_successful, Die Änderung ist gespeichert.",
    "backup, services.create.name, Backup erstellen",
    "auth, title, Konten"
  })
  void the_hub_speaks_german(String domain, String key, String text) {
    JsonObject texts =
        hub.command(
                "frontend/get_translations",
                new JsonObject()
                    .put("language", "de")
                    .put("category", key.split("\\.", 2)[0])
                    .put("integration", domain))
            .getJsonObject("result")
            .getJsonObject("resources");

    assertThat(texts.getString("component.%s.%s".formatted(domain, key))).isEqualTo(text);
  }

  @Test
  void setting_up_a_second_factor_has_texts_with_the_picture_in_them() {
    JsonObject texts =
        hub.command(
                "frontend/get_translations",
                new JsonObject()
                    .put("language", "en")
                    .put("category", "mfa_setup")
                    .put("integration", "auth"))
            .getJsonObject("result")
            .getJsonObject("resources");

    assertThat(texts.getString("component.auth.mfa_setup.totp.step.init.description"))
        .contains("{qr_code}", "{code}");
    assertThat(texts.getString("component.auth.mfa_setup.totp.title")).isNotBlank();
    assertThat(texts.getString("component.auth.mfa_setup.totp.error.invalid_code")).isNotBlank();
  }
}
