package org.homekeep.core.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.homekeep.core.fixture.EntriesHub;
import org.homekeep.core.fixture.single.SingleIntegration;
import org.homekeep.fixture.FixtureIntegration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of framework.md §1.5 about manifests. */
class ManifestCommandsTest {

  @Test
  void list_gives_all_or_the_wanted_and_fails_for_an_unknown_one(@TempDir Path config) {
    try (EntriesHub hub =
        new EntriesHub(config, new FixtureIntegration(), new SingleIntegration())) {
      assertThat(list(hub, new JsonArray())).hasSize(2);
      assertThat(list(hub, new JsonArray().add("single"))).hasSize(1);
      assertThat(
              hub.command(
                      "manifest/list",
                      new JsonObject().put("integrations", new JsonArray().add("nobody")))
                  .getBoolean("success"))
          .isFalse();
    }
  }

  private static JsonArray list(EntriesHub hub, JsonArray wanted) {
    return hub.command("manifest/list", new JsonObject().put("integrations", wanted))
        .getJsonArray("result");
  }

  @Test
  void get_gives_the_manifest_and_what_the_loader_adds(@TempDir Path config) {
    try (EntriesHub hub = EntriesHub.start(config)) {
      JsonObject manifest =
          hub.command("manifest/get", new JsonObject().put("integration", "fixture"))
              .getJsonObject("result");
      JsonObject unknown =
          hub.command("manifest/get", new JsonObject().put("integration", "nobody"))
              .getJsonObject("error");

      assertThat(manifest.getString("name")).isEqualTo("Fixture");
      assertThat(manifest.getBoolean("is_built_in")).isTrue();
      assertThat(unknown)
          .isEqualTo(
              new JsonObject().put("code", "not_found").put("message", "Integration not found"));
    }
  }
}
