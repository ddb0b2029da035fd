package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.homekeep.fixture.FixtureIntegration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stored document that cannot be read any more (framework.md §10, §14.9). */
class DamagedStorageTest {
  private static final String FIX = "/api/repairs/issues/fix";

  @TempDir private Path config;
  @TempDir private Path data;

  private TestHub hub() {
    return TestHub.start(config, data, new FixtureIntegration());
  }

  private static JsonObject form(String host) {
    return new JsonObject().put("host", host).put("token", "t-0-k-e-n");
  }

  private static List<JsonObject> issues(TestHub hub, HubSession ada) {
    return hub.ask(ada, "repairs/list_issues").getJsonArray("issues").stream()
        .map(JsonObject.class::cast)
        .filter(issue -> issue.getString("issue_id").startsWith("storage_corruption_"))
        .toList();
  }

  @Test
  void the_newest_generation_that_can_be_read_is_used_and_an_issue_says_so_until_it_is_confirmed()
      throws Exception {
    HubSession ada;
    try (TestHub hub = hub()) {
      ada = HubSession.first(hub.port());
      ada.add("fixture", form("one"));
      ada.add("fixture", form("two"));
    }
    Files.writeString(config.resolve(".storage/core.config_entries"), "{\"version\":1,\"min");

    try (TestHub hub = hub()) {
      ada = ada.at(hub.port());
      assertThat(ada.entries("fixture")).hasSize(1);
      JsonObject issue = issues(hub, ada).get(0);
      assertThat(issue.getString("domain")).isEqualTo("homeassistant");
      assertThat(issue.getString("severity")).isEqualTo("critical");
      assertThat(issue.getBoolean("is_fixable")).isTrue();
      assertThat(issue.getString("translation_key")).isEqualTo("storage_corruption_replaced");
      assertThat(issue.getJsonObject("translation_placeholders").getString("storage_key"))
          .isEqualTo("core.config_entries");
      assertThat(issue.encode()).doesNotContain("t-0-k-e-n");
    }

    try (TestHub hub = hub()) {
      ada = ada.at(hub.port());
      JsonObject issue = issues(hub, ada).get(0);
      JsonObject form =
          ada.http()
              .post(
                  FIX,
                  new JsonObject()
                      .put("handler", "homeassistant")
                      .put("issue_id", issue.getString("issue_id")))
              .json();
      assertThat(form.getString("step_id")).isEqualTo("confirm");
      ada.http().post(FIX + "/" + form.getString("flow_id"), new JsonObject());
      assertThat(issues(hub, ada)).isEmpty();
    }
  }

  @Test
  void without_another_generation_the_hub_starts_empty_and_says_so() throws Exception {
    HubSession ada;
    try (TestHub hub = hub()) {
      ada = HubSession.first(hub.port());
    }
    Files.writeString(config.resolve(".storage/core.config_entries"), "\u0000\u0000\u0000");

    try (TestHub hub = hub()) {
      ada = ada.at(hub.port());
      assertThat(ada.entries("fixture")).isEmpty();
      assertThat(issues(hub, ada))
          .extracting(issue -> issue.getString("translation_key"))
          .containsExactly("storage_corruption");
    }
  }
}
