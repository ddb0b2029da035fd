package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.util.ServiceLoader;
import java.util.Set;
import org.homekeep.api.Integration;
import org.homekeep.api.Tunable;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.testkit.TestIntegrationContext;
import org.junit.jupiter.api.Test;

class PackagingTest {

  @Test
  void the_service_loader_finds_the_integration() {
    assertThat(ServiceLoader.load(Integration.class))
        .extracting(Integration::domain)
        .contains("backblaze_b2");
  }

  @Test
  void the_manifest_says_what_the_documents_say() throws Exception {
    JsonObject manifest = resource("manifest.json");

    assertThat(manifest.getString("domain")).isEqualTo("backblaze_b2");
    assertThat(manifest.getString("name")).isEqualTo("Backblaze B2");
    assertThat(manifest.getJsonArray("codeowners"))
        .isEqualTo(new JsonArray().add("@hugo-vrijswijk").add("@ElCruncharino"));
    assertThat(manifest.getBoolean("config_flow")).isTrue();
    assertThat(manifest.getString("documentation"))
        .isEqualTo("https://www.home-assistant.io/integrations/backblaze_b2");
    assertThat(manifest.getString("integration_type")).isEqualTo("service");
    assertThat(manifest.getString("iot_class")).isEqualTo("cloud_push");
    assertThat(manifest.getString("quality_scale")).isEqualTo("bronze");
    assertThat(manifest.fieldNames())
        .containsExactly(
            "domain",
            "name",
            "codeowners",
            "config_flow",
            "documentation",
            "integration_type",
            "iot_class",
            "loggers",
            "quality_scale",
            "requirements");
  }

  @Test
  void every_key_that_can_be_shown_has_a_text() throws Exception {
    JsonObject texts = resource("translations/en.json");
    JsonObject config = texts.getJsonObject("config");
    Vertx vertx = WatchedVertx.create();
    try {
      FlowKeys keys =
          new BackblazeB2Integration()
              .configFlow(new TestIntegrationContext(vertx))
              .orElseThrow()
              .keys();

      assertThat(config.getJsonObject("step").fieldNames()).isEqualTo(keys.steps());
      assertThat(config.getJsonObject("error").fieldNames()).isEqualTo(keys.errors());
      assertThat(config.getJsonObject("abort").fieldNames()).isEqualTo(keys.aborts());
      assertThat(texts.getJsonObject("exceptions").fieldNames()).containsAll(keys.errors());
      assertThat(texts.getJsonObject("issues").fieldNames())
          .isEqualTo(Set.of("bucket_access_restricted", "bucket_not_found"));
    } finally {
      vertx.close();
    }
  }

  @Test
  void every_field_of_every_step_has_a_label_and_a_description() throws Exception {
    JsonObject steps =
        resource("translations/en.json").getJsonObject("config").getJsonObject("step");

    for (String step : Set.of("user", "reconfigure")) {
      for (String part : Set.of("data", "data_description")) {
        assertThat(steps.getJsonObject(step).getJsonObject(part).fieldNames())
            .containsExactly("key_id", "application_key", "bucket", "prefix");
      }
    }
    assertThat(steps.getJsonObject("reauth_confirm").getJsonObject("data").fieldNames())
        .containsExactly("key_id", "application_key");
  }

  @Test
  void the_tunables_are_the_documented_ones() {
    assertThat(new BackblazeB2Integration().tunables())
        .extracting(Tunable::name)
        .containsExactly(
            "service_url",
            "issue_check_interval",
            "list_cache_ttl",
            "upload_timeout",
            "part_size",
            "parts_in_flight");
  }

  private static JsonObject resource(String name) throws Exception {
    try (InputStream stream = BackblazeB2Integration.class.getResourceAsStream(name)) {
      assertThat(stream).as(name).isNotNull();
      return new JsonObject(Buffer.buffer(java.util.Objects.requireNonNull(stream).readAllBytes()));
    }
  }
}
