package org.homekeep.app.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The texts as a browser gets them (b2-and-cloud.md §A.4). In English the words of forms and issues
 * are as people know them; of errors the keys and what they name, as their words say more than
 * those.
 */
class BackblazeTextsTest extends BackblazeHubTest {
  private static final Map<String, String> FORM =
      Map.of(
          "data.key_id", "Key ID",
          "data.application_key", "Application key",
          "data.bucket", "Bucket name",
          "data.prefix", "Folder prefix (optional)",
          "data_description.key_id", "Key ID to connect to {brand_name}",
          "data_description.application_key", "Application key to connect to {brand_name}",
          "data_description.bucket",
              "Bucket must already exist and be writable by the provided credentials.",
          "data_description.prefix",
              "Directory path to store backup files in. Leave empty to store in the root.");

  private JsonObject texts(String category) {
    return texts("en", category);
  }

  private JsonObject texts(String language, String category) {
    return hub.ask(
            ada,
            "frontend/get_translations",
            new JsonObject()
                .put("language", language)
                .put("category", category)
                .put("integration", new JsonArray().add("backblaze_b2")))
        .getJsonObject("resources");
  }

  private static void assertBegins(JsonObject texts, String key, String beginning) {
    assertThat(texts.getString("component.backblaze_b2." + key)).as(key).startsWith(beginning);
  }

  @Test
  void forms_and_their_ends_have_the_words_that_people_know() {
    JsonObject texts = texts("config");

    assertBegins(texts, "config.step.user.title", "Add {brand_name} backup");
    assertBegins(texts, "config.step.reconfigure.title", "Reconfigure {brand_name}");
    assertBegins(texts, "config.step.reauth_confirm.title", "Reauthenticate {brand_name}");
    assertBegins(
        texts,
        "config.step.reauth_confirm.description",
        "Update your {brand_name} credentials for bucket {bucket}.");
    FORM.forEach(
        (key, words) -> {
          assertBegins(texts, "config.step.user." + key, words);
          assertBegins(texts, "config.step.reconfigure." + key, words);
        });
    assertBegins(texts, "config.step.reauth_confirm.data.key_id", "Key ID");
    assertBegins(texts, "config.step.reauth_confirm.data.application_key", "Application key");
    for (String abort :
        new String[] {"already_configured", "reauth_successful", "reconfigure_successful"}) {
      assertThat(texts.getString("component.backblaze_b2.config.abort." + abort))
          .as(abort)
          .isNotBlank();
    }
  }

  @Test
  void each_error_has_words_with_what_is_to_be_named() {
    JsonObject form = texts("config");
    JsonObject exceptions = texts("exceptions");

    Map.of(
            "bad_request", "{error_message}",
            "cannot_connect", "",
            "invalid_bucket_name", "",
            "invalid_capability", "{missing_capabilities}",
            "invalid_credentials", "",
            "invalid_prefix", "{allowed_prefix}",
            "restricted_bucket", "{restricted_bucket_name}",
            "unknown", "")
        .forEach(
            (key, named) -> {
              assertThat(form.getString("component.backblaze_b2.config.error." + key))
                  .as(key)
                  .isNotBlank()
                  .contains(named);
              assertThat(
                      exceptions.getString(
                          "component.backblaze_b2.exceptions.%s.message".formatted(key)))
                  .as(key)
                  .isNotBlank()
                  .contains(named);
            });
  }

  @Test
  void issues_name_the_bucket_the_steps_and_that_they_go_by_themselves() {
    JsonObject texts = texts("issues");

    assertBegins(
        texts, "issues.bucket_access_restricted.title", "{brand_name} bucket access restricted");
    assertBegins(texts, "issues.bucket_not_found.title", "{brand_name} bucket not found");
    for (String issue : new String[] {"bucket_access_restricted", "bucket_not_found"}) {
      assertThat(texts.getString("component.backblaze_b2.issues.%s.description".formatted(issue)))
          .contains("{bucket_name}", "1. Log in", "2. ", "3. ", "4. Reconfigure")
          .endsWith("goes away by itself.");
    }
  }

  @Test
  void a_browser_that_asks_for_german_gets_it() {
    assertBegins(texts("de", "config"), "config.step.user.data.bucket", "Name des Buckets");
    assertBegins(texts("de-AT", "issues"), "issues.bucket_not_found.title", "Bucket bei");
  }
}
