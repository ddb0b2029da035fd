package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody tries who means it, against accounts and logins. */
class AttacksTest {
  private static final String MAX = "00000000000000000000000000000002";

  @TempDir Path directory;
  private WebHub hub;

  @BeforeEach
  void start() throws IOException {
    StoredByHomeAssistant.write(directory);
    hub = new WebHub(directory);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void many_guesses_at_once_gain_nothing() {
    List<Integer> answers =
        all(
            IntStream.range(0, 20)
                .mapToObj(i -> step(hub.startLogin(), credentials("owner", "guess " + i)))
                .toList());
    assertThat(answers.stream().filter(status -> status == 200)).hasSizeLessThanOrEqualTo(5);
    assertThat(answers).contains(429);
  }

  @Test
  void an_own_account_does_not_buy_more_guesses_at_another_one() {
    int tried = 0;
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 4; i++) {
        tried += login("owner", "guess").statusCode() == 200 ? 1 : 0;
      }
      login("member", StoredByHomeAssistant.PASSWORD);
    }
    assertThat(tried).isLessThanOrEqualTo(10);
    assertThat(login("owner", StoredByHomeAssistant.PASSWORD).statusCode()).isEqualTo(429);
  }

  @Test
  void an_own_account_at_the_same_address_does_not_buy_more_guesses_either() {
    hub.connect(hub.tokenOf("Olga")).call("ping");
    int tried = 0;
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 4; i++) {
        tried += login("owner", "guess").statusCode() == 200 ? 1 : 0;
      }
      login("member", StoredByHomeAssistant.PASSWORD);
    }
    assertThat(tried).isLessThanOrEqualTo(5);
    assertThat(login("owner", StoredByHomeAssistant.PASSWORD).statusCode()).isEqualTo(429);
  }

  @Test
  void whoever_gets_it_right_in_the_end_takes_back_what_went_wrong_before() {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 4; i++) {
        assertThat(login("member", "typo").statusCode()).isEqualTo(200);
      }
      assertThat(login("member", StoredByHomeAssistant.PASSWORD).bodyAsString())
          .contains("create_entry");
    }
  }

  @Test
  void a_login_that_has_begun_does_not_outlive_the_password() {
    WebsocketClient olga = hub.connect(hub.tokenOf("Olga"));
    String flow = hub.startLogin();
    olga.command(
        "config/auth_provider/homeassistant/admin_change_password",
        new JsonObject().put("user_id", MAX).put("password", "another one"));
    HttpResponse<Buffer> answer =
        WebHub.await(step(flow, credentials("member", StoredByHomeAssistant.PASSWORD)));
    assertThat(olga.next().getBoolean("success")).isTrue();
    String code = answer.bodyAsJsonObject().getString("result");
    assertThat(code == null || hub.tokens(code).getString("error") != null).isTrue();
    assertThat(login("member", "another one").bodyAsString()).contains("create_entry");
  }

  @Test
  void a_code_of_a_second_factor_that_is_sent_twice_at_once_logs_in_once() {
    WebsocketClient socket = hub.connect(hub.tokenOf("Olga"));
    JsonObject form =
        socket.result("auth/setup_mfa", new JsonObject().put("mfa_module_id", "totp"));
    App app = App.of(form);
    socket.result(
        "auth/setup_mfa",
        new JsonObject()
            .put("flow_id", form.getString("flow_id"))
            .put("user_input", new JsonObject().put("code", app.code(hub))));
    List<String> flows = List.of(hub.startLogin(), hub.startLogin());
    flows.forEach(flow -> hub.login(flow, "owner", StoredByHomeAssistant.PASSWORD));
    hub.clock.advance(java.time.Duration.ofSeconds(30));
    JsonObject code =
        new JsonObject().put("client_id", WebHub.CLIENT_ID).put("code", app.code(hub));
    List<Future<HttpResponse<Buffer>>> racing =
        flows.stream().map(flow -> step(flow, code)).toList();
    WebHub.await(Future.join(racing));
    assertThat(racing.stream().map(each -> each.result().bodyAsJsonObject().getString("type")))
        .containsExactlyInAnyOrder("create_entry", "form");
  }

  @Test
  void a_login_that_has_begun_does_not_outlive_its_user() {
    String flow = hub.startLogin();
    Future<HttpResponse<Buffer>> underWay =
        step(flow, credentials("member", StoredByHomeAssistant.PASSWORD));
    hub.connect(hub.tokenOf("Olga"))
        .result("config/auth/delete", new JsonObject().put("user_id", MAX));
    HttpResponse<Buffer> answer = WebHub.await(underWay);
    String code = answer.bodyAsJsonObject().getString("result");
    // Whichever was first: there is no way in.
    assertThat(code == null || hub.tokens(code).getString("error") != null).isTrue();
    assertThat(hub.now(() -> hub.auth().user(MAX))).isEmpty();
  }

  @Test
  void a_command_of_a_deleted_user_on_an_open_socket_does_nothing() {
    WebsocketClient max = hub.connect(hub.tokenOf("Max"));
    hub.connect(hub.tokenOf("Olga"))
        .result("config/auth/delete", new JsonObject().put("user_id", MAX));
    max.awaitClosed();
    assertThat(max.hasFrames()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OWNER\u0000",
        "\u043ewner",
        "owner\u200b",
        "o\u00adwner",
        "\uff4fwner",
        "owner\n."
      })
  void a_name_that_looks_like_the_owners_is_another_name(String name) {
    assertThat(login(name, StoredByHomeAssistant.PASSWORD).bodyAsJsonObject().getString("type"))
        .isEqualTo("form");
  }

  @Test
  void fields_of_enormous_length_are_refused_or_wrong_and_nothing_else() {
    String huge = "x".repeat(30_000);
    assertThat(login(huge, huge).bodyAsJsonObject().getString("type")).isEqualTo("form");
    WebsocketClient socket = hub.connect(hub.tokenOf("Olga"));
    JsonObject token = new JsonObject().put("lifespan", 1).put("client_name", huge);
    assertThat(socket.error("auth/long_lived_access_token", token)).isEqualTo("invalid_format");
    assertThat(socket.error("auth/sign_path", new JsonObject().put("path", "/" + huge)))
        .isEqualTo("invalid_format");
    assertThat(socket.error("config/auth/create", new JsonObject().put("name", huge)))
        .isEqualTo("home_assistant_error");
    assertThat(
            socket.error(
                "config/auth_provider/homeassistant/admin_change_username",
                new JsonObject().put("user_id", MAX).put("username", huge)))
        .isEqualTo("home_assistant_error");
  }

  @Test
  void a_hundred_wrong_kinds_of_json_are_answered_with_400() {
    String flow = hub.startLogin();
    for (Object odd :
        new Object[] {1, true, new JsonArray(), new JsonObject(), 1.5e300, "\u0000"}) {
      for (String field : List.of("username", "password", "client_id", "code")) {
        JsonObject body = credentials("owner", "x").put(field, odd);
        assertThat(WebHub.await(step(flow, body)).statusCode()).isIn(200, 400, 429);
      }
    }
  }

  private HttpResponse<Buffer> login(String username, String password) {
    return hub.login(hub.startLogin(), username, password);
  }

  private static JsonObject credentials(String username, String password) {
    return new JsonObject()
        .put("client_id", WebHub.CLIENT_ID)
        .put("username", username)
        .put("password", password);
  }

  private Future<HttpResponse<Buffer>> step(String flow, JsonObject body) {
    return hub.request(HttpMethod.POST, "/auth/login_flow/" + flow).sendJsonObject(body);
  }

  private static List<Integer> all(List<Future<HttpResponse<Buffer>>> racing) {
    WebHub.await(Future.join(racing));
    return racing.stream().map(each -> each.result().statusCode()).toList();
  }
}
