package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.util.Objects;
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
        .contains("cloud");
  }

  @Test
  void the_manifest_says_what_home_assistant_says() throws Exception { // §B.1
    JsonObject manifest = resource("manifest.json");

    assertThat(manifest.getString("domain")).isEqualTo("cloud");
    assertThat(manifest.getString("name")).isEqualTo("Home Assistant Cloud");
    assertThat(manifest.getJsonArray("codeowners"))
        .isEqualTo(new JsonArray().add("@home-assistant/cloud"));
    assertThat(manifest.getBoolean("config_flow")).isFalse();
    assertThat(manifest.getString("documentation"))
        .isEqualTo("https://www.home-assistant.io/integrations/cloud");
    assertThat(manifest.getString("integration_type")).isEqualTo("system");
    assertThat(manifest.getString("iot_class")).isEqualTo("cloud_push");
  }

  /**
   * Manifest, texts for every key, and what is claimed of the quality: {@code integration
   * validate}.
   */
  @Test
  void nothing_is_to_be_mended_before_it_is_published() throws Exception {
    assertThat(new Validation(Set.of()).check(new CloudIntegration(), Origin.BUILT_IN)).isEmpty();
  }

  @Test
  void the_issues_that_it_reports_have_texts() throws Exception {
    assertThat(resource("translations/en.json").getJsonObject("issues").fieldNames())
        .isEqualTo(new CloudIntegration().textKeys().issues());
  }

  @Test
  void the_tunables_are_the_documented_ones() {
    assertThat(new CloudIntegration().tunables())
        .extracting(Tunable::name)
        .containsExactly(
            "identity_url",
            "api_url",
            "call_timeout",
            "account_timeout",
            "transfer_silence",
            "transfer_timeout",
            "shortest_pause",
            "longest_pause",
            "auto_login_interval");
  }

  private static JsonObject resource(String name) throws Exception {
    try (InputStream stream = CloudIntegration.class.getResourceAsStream(name)) {
      assertThat(stream).as(name).isNotNull();
      return new JsonObject(Buffer.buffer(Objects.requireNonNull(stream).readAllBytes()));
    }
  }
}
