package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.util.ServiceLoader;
import java.util.Set;
import org.homekeep.api.Integration;
import org.homekeep.api.Tunable;
import org.homekeep.core.integration.manifest.Origin;
import org.homekeep.core.validation.Validation;
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

  /**
   * Manifest, texts for every key, and what is claimed of the quality: {@code integration
   * validate}.
   */
  @Test
  void nothing_is_to_be_mended_before_it_is_published() throws Exception {
    assertThat(new Validation(Set.of()).check(new BackblazeB2Integration(), Origin.BUILT_IN))
        .isEmpty();
  }

  @Test
  void the_issues_that_it_reports_have_texts() throws Exception {
    assertThat(resource("translations/en.json").getJsonObject("issues").fieldNames())
        .isEqualTo(new BackblazeB2Integration().textKeys().issues());
  }

  @Test
  void the_tunables_are_the_documented_ones() {
    assertThat(new BackblazeB2Integration().tunables())
        .extracting(Tunable::name)
        .containsExactly(
            "service_url",
            "issue_check_interval",
            "list_cache_ttl",
            "list_timeout",
            "call_timeout",
            "upload_timeout",
            "part_size");
  }

  private static JsonObject resource(String name) throws Exception {
    try (InputStream stream = BackblazeB2Integration.class.getResourceAsStream(name)) {
      assertThat(stream).as(name).isNotNull();
      return new JsonObject(Buffer.buffer(java.util.Objects.requireNonNull(stream).readAllBytes()));
    }
  }
}
