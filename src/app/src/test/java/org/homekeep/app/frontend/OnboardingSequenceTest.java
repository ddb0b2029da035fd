package org.homekeep.app.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.homekeep.checks.Patience;
import org.homekeep.testkit.HttpApiClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** frontend.md (b), "Onboarding and restore before onboarding". */
class OnboardingSequenceTest extends FrontendHubTest {
  private static final String API = "/api/onboarding";

  @TempDir Path before;

  private static List<Boolean> done(JsonArray steps) {
    return Fields.objects(steps).map(step -> step.getBoolean("done")).toList();
  }

  private JsonArray steps() {
    return new JsonArray(anonymous().get(API).body());
  }

  @Test
  void a_new_hub_has_four_steps_and_says_what_it_is() {
    assertThat(steps())
        .isEqualTo(
            new JsonArray(
                """
                [{"step":"user","done":false},{"step":"core_config","done":false},
                 {"step":"analytics","done":false},{"step":"integration","done":false}]
                """));
    assertThat(anonymous().get(API + "/installation_type").json())
        .isEqualTo(json("{'installation_type':'Home Assistant Core'}"));
    assertThat(anonymous().get("/onboarding.html").body()).contains("welcome");
  }

  @Test
  void the_owner_goes_through_all_steps_and_into_the_page() {
    String code = owner();
    JsonObject tokens = tokens(code);
    HttpApiClient ada = anonymous().with(tokens.getString("access_token"));
    JsonObject client =
        new JsonObject()
            .put("client_id", clientId())
            .put("redirect_uri", origin() + "/?auth_callback=1");

    HttpApiClient.Answer coreConfig = ada.postText(API + "/core_config", new JsonObject());
    HttpApiClient.Answer analytics = ada.postText(API + "/analytics", new JsonObject());
    HttpApiClient.Answer integration = ada.postText(API + "/integration", client);

    Fields.check(tokens, "access_token string\nrefresh_token string");
    assertThat(coreConfig.status()).isEqualTo(200);
    assertThat(analytics.status()).isEqualTo(200);
    Fields.check(integration.json(), "auth_code string");
    Fields.check(tokens(integration.json().getString("auth_code")), "access_token string");
    assertThat(done(steps())).containsOnly(true);
    assertThat(anonymous().get("/").body()).contains("<home-assistant>");
    assertThat(anonymous().get(API + "/installation_type").status()).isIn(401, 404);
  }

  @Test
  void a_second_owner_is_refused_with_a_message() {
    owner();

    HttpApiClient.Answer answer =
        anonymous()
            .postText(
                API + "/users",
                new JsonObject()
                    .put("client_id", clientId())
                    .put("name", "Eve")
                    .put("username", "eve")
                    .put("password", "p")
                    .put("language", "en"));

    assertThat(answer.status()).isEqualTo(403);
    Fields.check(answer.json(), "message string");
  }

  @Test
  void an_archive_is_uploaded_looked_at_and_restored_before_there_is_anybody() throws Exception {
    Path archive = archiveOfAnotherHub(before);
    assertThat(anonymous().postText(API + "/integration/wait", json("{'domain':'backup'}")).json())
        .isEqualTo(json("{'integration_loaded':true}"));
    Fields.check(
        Patience.until(this::idleInfo), "backups []\nstate \"idle\"\nlast_action_event null");

    HttpApiClient.Answer uploaded =
        anonymous().upload(API + "/backup/upload?agent_id=" + LOCAL, archive, "before.tar");
    assertThat(uploaded.status()).as(uploaded.body()).isEqualTo(201);
    JsonObject info = Patience.until(this::idleInfo);
    JsonObject order =
        json("{'restore_addons':[],'restore_database':true,'restore_folders':[]}")
            .put("backup_id", uploaded.json().getString("backup_id"))
            .put("agent_id", LOCAL);
    HttpApiClient.Answer wrong =
        anonymous().postText(API + "/backup/restore", order.copy().put("password", "wrong"));
    Patience.until(this::idleInfo);
    HttpApiClient.Answer right =
        anonymous().postText(API + "/backup/restore", order.copy().put("password", KEY));

    Fields.check(
        info.getJsonArray("backups").getJsonObject(0),
        """
        backup_id                string
        date                     timestamp
        name                     "Before"
        agents                   object
        failed_agent_ids         strings
        addons                   array
        folders                  array
        database_included        boolean
        homeassistant_included   true
        homeassistant_version    string
        with_automatic_settings  boolean or null
        """);
    assertThat(wrong.status()).isEqualTo(400);
    Fields.check(wrong.json(), "code \"incorrect_password\"");
    assertThat(right.status()).as(right.body()).isEqualTo(200);
    Patience.until(
        () -> {
          assertThat(data.resolve("configuration.yaml")).hasContent("name: Before");
          assertThat(anonymous().get(API).status()).isEqualTo(200);
          return true;
        });
  }

  private JsonObject idleInfo() {
    JsonObject info = anonymous().get(API + "/backup/info").json();
    assertThat(info.getString("state")).isEqualTo("idle");
    return info;
  }
}
