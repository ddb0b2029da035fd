package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.multipart.MultipartForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** framework.md §2.2, §2.3, §2.6. */
class OnboardingAndLoginTest {
  @TempDir Path directory;
  private WebHub hub;

  @BeforeEach
  void start() throws IOException {
    hub = new WebHub(directory);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void a_new_hub_has_four_steps_to_do() {
    assertThat(hub.get("/api/onboarding").bodyAsJsonArray())
        .isEqualTo(
            new JsonArray(
                """
                [{"step":"user","done":false},{"step":"core_config","done":false},
                 {"step":"analytics","done":false},{"step":"integration","done":false}]
                """));
  }

  @Test
  void the_installation_type_is_told_until_a_step_is_done() {
    int before = hub.get("/api/onboarding/installation_type").statusCode();
    hub.onboard();
    assertThat(before).isEqualTo(200);
    assertThat(hub.get("/api/onboarding/installation_type").statusCode()).isEqualTo(401);
  }

  @Test
  void no_provider_is_offered_before_there_is_a_user() {
    HttpResponse<Buffer> answer = hub.get("/auth/providers");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.bodyAsJsonObject().getString("code")).isEqualTo("onboarding_required");
  }

  @Test
  void the_first_user_owns_the_hub() {
    String token = hub.onboard().getString("access_token");
    WebsocketClient socket = hub.connect(token);
    JsonObject user = socket.call("auth/current_user").getJsonObject("result");
    assertThat(user.getString("name")).isEqualTo("Ada");
    assertThat(user.getBoolean("is_owner")).isTrue();
    assertThat(user.getBoolean("is_admin")).isTrue();
    assertThat(socket.call("get_config").getJsonObject("result").getString("language"))
        .isEqualTo("de");
  }

  @Test
  void the_home_has_the_name_and_the_time_zone_that_its_owner_says() {
    WebsocketClient socket = hub.connect(hub.onboard().getString("access_token"));
    JsonObject answer =
        socket.call(
            "config/core/update",
            new JsonObject().put("location_name", "Mill").put("time_zone", "Europe/Lisbon"));
    assertThat(answer.getBoolean("success")).isTrue();
    JsonObject config = socket.call("get_config").getJsonObject("result");
    assertThat(config.getString("location_name")).isEqualTo("Mill");
    assertThat(config.getString("time_zone")).isEqualTo("Europe/Lisbon");
    assertThat(config.getString("language")).isEqualTo("de");
  }

  @Test
  void a_time_zone_that_does_not_exist_is_refused() {
    WebsocketClient socket = hub.connect(hub.onboard().getString("access_token"));
    JsonObject answer =
        socket.call("config/core/update", new JsonObject().put("time_zone", "Europe/Atlantis"));
    assertThat(answer.getJsonObject("error"))
        .isEqualTo(
            new JsonObject()
                .put("code", "invalid_format")
                .put(
                    "message",
                    "There is no time zone with the name Europe/Atlantis. Names are as"
                        + " Europe/Berlin."));
    assertThat(socket.call("get_config").getJsonObject("result").getString("location_name"))
        .isEqualTo("Home");
  }

  @Test
  void two_racing_requests_make_exactly_one_user() {
    List<Future<HttpResponse<Buffer>>> racing =
        List.of(
            hub.request(HttpMethod.POST, "/api/onboarding/users").sendJsonObject(WebHub.newUser()),
            hub.request(HttpMethod.POST, "/api/onboarding/users")
                .sendJsonObject(WebHub.newUser().put("username", "eve")));
    WebHub.await(Future.join(racing));
    assertThat(racing.stream().map(each -> each.result().statusCode()))
        .containsExactlyInAnyOrder(200, 403);
    assertThat(hub.now(() -> hub.auth().users())).hasSize(1);
  }

  @Test
  void the_second_first_user_is_refused() {
    hub.onboard();
    HttpResponse<Buffer> second = hub.post("/api/onboarding/users", WebHub.newUser());
    assertThat(second.statusCode()).isEqualTo(403);
    assertThat(second.bodyAsJsonObject().getString("message")).isEqualTo("User step already done");
  }

  @Test
  void a_first_user_without_a_password_is_refused() {
    assertThat(hub.post("/api/onboarding/users", WebHub.newUser().put("password", "")).statusCode())
        .isEqualTo(400);
    assertThat(hub.now(() -> hub.auth().users())).isEmpty();
  }

  @Test
  void the_other_steps_need_a_token_and_are_done_once() {
    String token = hub.onboard().getString("access_token");
    assertThat(hub.post("/api/onboarding/core_config", new JsonObject()).statusCode())
        .isEqualTo(401);
    assertThat(hub.post("/api/onboarding/core_config", token, new JsonObject()).statusCode())
        .isEqualTo(200);
    assertThat(hub.post("/api/onboarding/core_config", token, new JsonObject()).statusCode())
        .isEqualTo(403);
    assertThat(hub.post("/api/onboarding/analytics", token, new JsonObject()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_new_page_waits_for_an_integration_until_all_steps_are_done() {
    JsonObject backup = new JsonObject().put("domain", "backup");
    assertThat(hub.post("/api/onboarding/integration/wait", backup).bodyAsJsonObject())
        .isEqualTo(new JsonObject().put("integration_loaded", true));
    assertThat(
            hub.post("/api/onboarding/integration/wait", new JsonObject().put("domain", "x"))
                .bodyAsJsonObject())
        .isEqualTo(new JsonObject().put("integration_loaded", false));
    String token = hub.onboard().getString("access_token");
    hub.post("/api/onboarding/core_config", token, new JsonObject());
    hub.post("/api/onboarding/analytics", token, new JsonObject());
    hub.post(
        "/api/onboarding/integration",
        token,
        new JsonObject().put("client_id", WebHub.CLIENT_ID).put("redirect_uri", WebHub.CLIENT_ID));
    assertThat(hub.post("/api/onboarding/integration/wait", backup).statusCode()).isEqualTo(401);
  }

  @Test
  void of_a_password_72_bytes_count() {
    String first = "ä".repeat(36);
    hub.post("/api/onboarding/users", WebHub.newUser().put("password", first + "one"));
    assertThat(
            hub.login(hub.startLogin(), WebHub.USERNAME, first + "other")
                .bodyAsJsonObject()
                .getString("type"))
        .isEqualTo("create_entry");
    assertThat(
            hub.login(hub.startLogin(), WebHub.USERNAME, first.substring(1))
                .bodyAsJsonObject()
                .getString("type"))
        .isEqualTo("form");
  }

  @Test
  void a_first_user_must_have_a_name_that_can_be_told_apart() {
    for (String name : List.of("ad\u0430", "a\u0000da", "a\u200bda")) {
      assertThat(
              hub.post("/api/onboarding/users", WebHub.newUser().put("username", name))
                  .statusCode())
          .isEqualTo(400);
    }
    assertThat(hub.now(() -> hub.auth().users())).isEmpty();
  }

  @Test
  void the_last_step_gives_a_code_that_becomes_tokens() {
    String token = hub.onboard().getString("access_token");
    JsonObject client =
        new JsonObject()
            .put("client_id", WebHub.CLIENT_ID)
            .put("redirect_uri", WebHub.CLIENT_ID + "callback");
    HttpResponse<Buffer> elsewhere =
        hub.post(
            "/api/onboarding/integration",
            token,
            client.copy().put("redirect_uri", "http://evil.example/"));
    assertThat(elsewhere.statusCode()).isEqualTo(400);
    String code =
        hub.post("/api/onboarding/integration", token, client)
            .bodyAsJsonObject()
            .getString("auth_code");
    assertThat(hub.tokens(code).getString("token_type")).isEqualTo("Bearer");
  }

  @Test
  void state_survives_a_restart_and_only_its_owner_can_read_it() throws IOException {
    JsonObject tokens = hub.onboard();
    hub.close();
    for (String document : List.of("auth", "auth_provider.homeassistant", "onboarding")) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve(".storage").resolve(document))))
          .isEqualTo("rw-------");
    }
    hub = new WebHub(directory);
    HttpResponse<Buffer> refreshed =
        hub.form(
            "/auth/token",
            "grant_type",
            "refresh_token",
            "refresh_token",
            tokens.getString("refresh_token"),
            "client_id",
            WebHub.CLIENT_ID);
    assertThat(refreshed.statusCode()).isEqualTo(200);
    assertThat(hub.login(hub.startLogin(), WebHub.USERNAME, WebHub.PASSWORD).statusCode())
        .isEqualTo(200);
    assertThat(hub.get("/api/onboarding").bodyAsJsonArray().getJsonObject(0))
        .isEqualTo(new JsonObject().put("step", "user").put("done", true));
  }

  @Test
  void login_asks_for_user_name_and_password_and_gives_a_code() {
    hub.onboard();
    JsonObject form = hub.post("/auth/login_flow", startBody()).bodyAsJsonObject();
    assertThat(form.getString("type")).isEqualTo("form");
    assertThat(form.getJsonArray("handler"))
        .isEqualTo(new JsonArray().add("homeassistant").addNull());
    assertThat(form.getJsonArray("data_schema"))
        .isEqualTo(
            new JsonArray(
                """
                [{"name":"username","required":true,"type":"string"},
                 {"name":"password","required":true,"type":"string"}]
                """));
    JsonObject done =
        hub.login(form.getString("flow_id"), " ADA ", WebHub.PASSWORD).bodyAsJsonObject();
    assertThat(done.getString("type")).isEqualTo("create_entry");
    assertThat(done.getString("result")).matches("[0-9a-f]{32}");
    assertThat(hub.tokens(done.getString("result")).getString("ha_auth_provider"))
        .isEqualTo("homeassistant");
  }

  @Test
  void a_wrong_password_and_an_unknown_user_get_the_same_form_again() {
    hub.onboard();
    String flow = hub.startLogin();
    HttpResponse<Buffer> wrong = hub.login(flow, WebHub.USERNAME, "wrong");
    HttpResponse<Buffer> unknown = hub.login(flow, "nobody", WebHub.PASSWORD);
    assertThat(wrong.statusCode()).isEqualTo(200);
    assertThat(wrong.bodyAsJsonObject().getJsonObject("errors"))
        .isEqualTo(new JsonObject().put("base", "invalid_auth"));
    assertThat(unknown.bodyAsJsonObject()).isEqualTo(wrong.bodyAsJsonObject());
  }

  @Test
  void guessing_passwords_is_slowed_down_and_time_heals() {
    hub.onboard();
    String flow = hub.startLogin();
    for (int i = 0; i < 5; i++) {
      assertThat(hub.login(flow, WebHub.USERNAME, "guess " + i).statusCode()).isEqualTo(200);
    }
    assertThat(hub.login(flow, WebHub.USERNAME, WebHub.PASSWORD).statusCode()).isEqualTo(429);
    hub.clock.advance(Duration.ofSeconds(6));
    assertThat(
            hub.login(flow, WebHub.USERNAME, WebHub.PASSWORD).bodyAsJsonObject().getString("type"))
        .isEqualTo("create_entry");
  }

  @Test
  void login_refuses_what_the_table_says() {
    hub.onboard();
    assertAnswer(
        hub.post("/auth/login_flow", startBody().put("client_id", "ftp://x")),
        400,
        "Invalid client id");
    assertAnswer(
        hub.post("/auth/login_flow", startBody().put("handler", new JsonArray().add("x").add(1))),
        404,
        "Invalid handler specified");
    assertAnswer(hub.login("none", "a", "b"), 404, "Invalid flow specified");
    assertAnswer(
        hub.post(
            "/auth/login_flow/" + hub.startLogin(),
            new JsonObject().put("client_id", WebHub.CLIENT_ID).put("username", 1)),
        400,
        "User input malformed");
    assertThat(hub.get("/auth/login_flow").statusCode()).isEqualTo(405);
    assertThat(hub.get("/auth/login_flow/" + hub.startLogin()).statusCode()).isEqualTo(404);
  }

  @Test
  void a_login_that_would_end_elsewhere_is_refused() {
    hub.onboard();
    String flow =
        hub.post("/auth/login_flow", startBody().put("redirect_uri", "http://evil.example/"))
            .bodyAsJsonObject()
            .getString("flow_id");
    assertAnswer(hub.login(flow, WebHub.USERNAME, WebHub.PASSWORD), 403, "Invalid redirect URI");
  }

  @Test
  void an_aborted_login_is_gone() {
    hub.onboard();
    String flow = hub.startLogin();
    assertAnswer(
        WebHub.await(hub.request(HttpMethod.DELETE, "/auth/login_flow/" + flow).send()),
        200,
        "Flow aborted");
    assertThat(hub.login(flow, WebHub.USERNAME, WebHub.PASSWORD).statusCode()).isEqualTo(404);
  }

  @Test
  void a_code_works_once_for_its_client_within_ten_minutes() {
    hub.onboard();
    String used = code();
    hub.tokens(used);
    assertThat(hub.tokens(used).getString("error_description")).isEqualTo("Invalid code");
    String late = code();
    hub.clock.advance(Duration.ofMinutes(10));
    assertThat(hub.tokens(late).getString("error")).isEqualTo("invalid_request");
    JsonObject stolen =
        hub.form(
                "/auth/token",
                "grant_type",
                "authorization_code",
                "code",
                code(),
                "client_id",
                "http://127.0.0.2/")
            .bodyAsJsonObject();
    assertThat(stolen.getString("error_description")).isEqualTo("Invalid code");
  }

  @Test
  void tokens_come_with_headers_that_keep_them_out_of_caches() {
    hub.post("/api/onboarding/users", WebHub.newUser());
    HttpResponse<Buffer> answer =
        hub.form(
            "/auth/token",
            "grant_type",
            "authorization_code",
            "code",
            code(),
            "client_id",
            WebHub.CLIENT_ID);
    assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.getHeader("Pragma")).isEqualTo("no-cache");
    assertThat(answer.bodyAsJsonObject().getInteger("expires_in")).isEqualTo(1800);
  }

  @Test
  void the_token_endpoint_answers_errors_as_the_table_says() {
    String refresh = hub.onboard().getString("refresh_token");
    assertError(
        hub.form("/auth/token", "grant_type", "authorization_code", "code", "x", "client_id", "y"),
        400,
        "invalid_request");
    assertError(hub.form("/auth/token", "grant_type", "refresh_token"), 400, "invalid_request");
    assertError(
        hub.form("/auth/token", "grant_type", "refresh_token", "refresh_token", "unknown"),
        400,
        "invalid_grant");
    assertError(
        hub.form(
            "/auth/token",
            "grant_type",
            "refresh_token",
            "refresh_token",
            refresh,
            "client_id",
            "http://127.0.0.2/"),
        400,
        "invalid_request");
    assertError(hub.form("/auth/token", "grant_type", "magic"), 400, "unsupported_grant_type");
  }

  @Test
  void forms_may_be_multipart_and_json_may_call_itself_text() {
    String refresh = hub.onboard().getString("refresh_token");
    HttpResponse<Buffer> refreshed =
        WebHub.await(
            hub.request(HttpMethod.POST, "/auth/token")
                .sendMultipartForm(
                    MultipartForm.create()
                        .attribute("grant_type", "refresh_token")
                        .attribute("refresh_token", refresh)
                        .attribute("client_id", WebHub.CLIENT_ID)));
    HttpResponse<Buffer> flow =
        WebHub.await(
            hub.request(HttpMethod.POST, "/auth/login_flow")
                .putHeader("Content-Type", "text/plain;charset=UTF-8")
                .sendBuffer(startBody().toBuffer()));
    assertThat(refreshed.bodyAsJsonObject().getString("access_token")).isNotBlank();
    assertThat(flow.bodyAsJsonObject().getString("step_id")).isEqualTo("init");
  }

  @Test
  void refreshing_does_not_change_the_refresh_token() {
    JsonObject tokens = hub.onboard();
    HttpResponse<Buffer> answer = refresh(tokens);
    assertThat(answer.bodyAsJsonObject().fieldNames())
        .containsExactlyInAnyOrder("access_token", "token_type", "expires_in");
    assertThat(refresh(tokens).statusCode()).isEqualTo(200);
  }

  @Test
  void a_refresh_token_ends_when_it_is_not_used_for_90_days() {
    JsonObject tokens = hub.onboard();
    hub.clock.advance(Duration.ofDays(89));
    assertThat(refresh(tokens).statusCode()).isEqualTo(200);
    hub.clock.advance(Duration.ofDays(89));
    assertThat(refresh(tokens).statusCode()).isEqualTo(200);
    hub.clock.advance(Duration.ofDays(90));
    assertError(refresh(tokens), 400, "invalid_grant");
  }

  @Test
  void an_access_token_ends_after_30_minutes_and_some_leeway() {
    String token = hub.onboard().getString("access_token");
    hub.clock.advance(Duration.ofMinutes(30).plusSeconds(9));
    assertThat(hub.post("/api/onboarding/analytics", token, new JsonObject()).statusCode())
        .isEqualTo(200);
    hub.clock.advance(Duration.ofSeconds(2));
    assertThat(hub.post("/api/onboarding/core_config", token, new JsonObject()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void revoking_ends_the_tokens_and_the_websockets_and_always_answers_200() {
    JsonObject tokens = hub.onboard();
    WebsocketClient socket = hub.connect(tokens.getString("access_token"));
    HttpResponse<Buffer> revoked =
        hub.form("/auth/revoke", "token", tokens.getString("refresh_token"));
    assertThat(revoked.statusCode()).isEqualTo(200);
    assertThat(revoked.body()).isNull();
    socket.awaitClosed();
    assertError(refresh(tokens), 400, "invalid_grant");
    assertThat(
            hub.post(
                    "/api/onboarding/analytics", tokens.getString("access_token"), new JsonObject())
                .statusCode())
        .isEqualTo(401);
    assertThat(hub.form("/auth/revoke", "token", "never heard of").statusCode()).isEqualTo(200);
  }

  private HttpResponse<Buffer> refresh(JsonObject tokens) {
    return hub.form(
        "/auth/token",
        "grant_type",
        "refresh_token",
        "refresh_token",
        tokens.getString("refresh_token"),
        "client_id",
        WebHub.CLIENT_ID);
  }

  private String code() {
    return hub.login(hub.startLogin(), WebHub.USERNAME, WebHub.PASSWORD)
        .bodyAsJsonObject()
        .getString("result");
  }

  private static JsonObject startBody() {
    return new JsonObject()
        .put("client_id", WebHub.CLIENT_ID)
        .put("handler", new JsonArray().add("homeassistant").addNull())
        .put("redirect_uri", WebHub.CLIENT_ID);
  }

  private static void assertAnswer(HttpResponse<Buffer> answer, int status, String message) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.bodyAsJsonObject().getString("message")).isEqualTo(message);
  }

  private static void assertError(HttpResponse<Buffer> answer, int status, String error) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.bodyAsJsonObject().getString("error")).isEqualTo(error);
  }
}
