package org.homekeep.app.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.homekeep.testkit.HttpApiClient;
import org.homekeep.testkit.WebsocketClient;
import org.junit.jupiter.api.Test;

/** frontend.md (b), "Connection and login". */
class LoginSequenceTest extends FrontendHubTest {

  private JsonObject startLogin() {
    return anonymous()
        .postText(
            "/auth/login_flow",
            new JsonObject()
                .put("client_id", clientId())
                .put("handler", new JsonArray().add("homeassistant").addNull())
                .put("redirect_uri", origin() + "/config/backup?auth_callback=1"))
        .json();
  }

  private HttpApiClient.Answer submit(JsonObject form, String password) {
    return anonymous()
        .postText(
            "/auth/login_flow/" + form.getString("flow_id"),
            new JsonObject()
                .put("username", "ada")
                .put("password", password)
                .put("client_id", clientId()));
  }

  private HttpApiClient.Answer refresh(String refreshToken) {
    return anonymous()
        .postParts(
            "/auth/token",
            Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                refreshToken,
                "client_id",
                clientId()));
  }

  @Test
  void without_a_token_the_login_page_is_there_with_all_that_the_page_hands_over() {
    owner();
    String state =
        Base64.getEncoder()
            .encodeToString(
                "{\"hassUrl\":\"%s\",\"clientId\":\"%s\"}"
                    .formatted(origin(), clientId())
                    .getBytes(StandardCharsets.UTF_8));

    HttpApiClient.Answer answer =
        anonymous()
            .get(
                "/auth/authorize?response_type=code&redirect_uri=%s&client_id=%s&state=%s"
                    .formatted(
                        HttpApiClient.encode(origin() + "/config/backup?auth_callback=1"),
                        HttpApiClient.encode(clientId()),
                        HttpApiClient.encode(state)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("log in");
  }

  @Test
  void before_there_is_an_owner_the_login_page_is_told_to_go_to_the_onboarding() {
    HttpApiClient.Answer answer = anonymous().get("/auth/providers");

    assertThat(answer.status()).isEqualTo(400);
    Fields.check(answer.json(), "message string\ncode \"onboarding_required\"");
  }

  @Test
  void there_is_one_way_to_log_in() {
    owner();

    JsonObject answer = anonymous().get("/auth/providers").json();

    Fields.check(answer, "preselect_remember_me boolean\nproviders array");
    assertThat(answer.getJsonArray("providers")).hasSize(1);
    Fields.check(
        answer.getJsonArray("providers").getJsonObject(0),
        """
        name  string
        id    null
        type  "homeassistant"
        """);
  }

  @Test
  void the_first_step_is_a_form_of_two_fields_although_it_is_asked_for_as_text() {
    owner();

    Fields.check(
        startLogin(),
        """
        type                      "form"
        flow_id                   string
        handler                   ["homeassistant", null]
        step_id                   "init"
        data_schema               [{"type":"string","name":"username","required":true},{"type":"string","name":"password","required":true}]
        errors                    {}
        description_placeholders  null
        last_step                 null
        """);
  }

  @Test
  void a_wrong_password_shows_the_form_again_and_a_right_one_gives_a_code() {
    owner();
    JsonObject form = startLogin();

    HttpApiClient.Answer wrong = submit(form, "wrong");
    JsonObject right = submit(form, "correct horse").json();

    assertThat(wrong.status()).isEqualTo(200);
    Fields.check(
        wrong.json(),
        """
        type         "form"
        flow_id      "%s"
        step_id      "init"
        data_schema  array
        errors       {"base":"invalid_auth"}
        """
            .formatted(form.getString("flow_id")));
    Fields.check(
        right,
        """
        type     "create_entry"
        flow_id  "%s"
        handler  ["homeassistant", null]
        result   string
        version  1
        """
            .formatted(form.getString("flow_id")));
  }

  @Test
  void a_flow_that_is_given_up_can_be_deleted() {
    owner();

    HttpApiClient.Answer answer =
        anonymous().delete("/auth/login_flow/" + startLogin().getString("flow_id"));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void the_browser_comes_back_to_the_page_with_the_code() {
    owner();

    HttpApiClient.Answer page =
        anonymous().get("/config/backup?auth_callback=1&code=c&state=s&storeToken=true");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("<home-assistant>");
  }

  @Test
  void a_code_becomes_tokens_by_a_form_in_parts_and_a_refresh_gives_a_new_one() {
    owner();
    String code = submit(startLogin(), "correct horse").json().getString("result");

    JsonObject tokens = tokens(code);
    JsonObject refreshed = refresh(tokens.getString("refresh_token")).json();

    Fields.check(
        tokens,
        """
        access_token      string
        token_type        "Bearer"
        refresh_token     string
        expires_in        1800
        ha_auth_provider  "homeassistant"
        """);
    Fields.check(
        refreshed,
        """
        access_token  string
        token_type    "Bearer"
        expires_in    1800
        """);
    assertThat(refreshed.containsKey("refresh_token")).isFalse();
    OpenPage.of(vertx, hub.port(), refreshed.getString("access_token")).close();
  }

  @Test
  void whoever_logs_out_has_tokens_that_say_so_with_a_status_that_the_page_knows() {
    String refreshToken = tokens(owner()).getString("refresh_token");

    HttpApiClient.Answer revoked =
        anonymous().postParts("/auth/revoke", Map.of("token", refreshToken));

    assertThat(revoked.status()).isEqualTo(200);
    assertThat(anonymous().postParts("/auth/revoke", Map.of("token", "unknown")).status())
        .isEqualTo(200);
    assertThat(refresh(refreshToken).status()).isIn(400, 403);
  }

  @Test
  void a_token_that_is_not_valid_is_refused_with_a_message_and_an_end() {
    owner();
    try (WebsocketClient socket = WebsocketClient.open(vertx, hub.port())) {
      socket.sendRaw(new JsonObject().put("type", "auth").put("access_token", "none"));

      socket.next(message -> "auth_invalid".equals(message.getString("type")));
      socket.awaitClosed();
    }
  }
}
