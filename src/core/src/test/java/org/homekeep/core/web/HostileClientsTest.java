package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.homekeep.core.auth.Access;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.websocket.WebsocketLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody sends by mistake: the hub answers it, and goes on to serve everyone else. */
class HostileClientsTest {
  @TempDir Path directory;
  private WebHub hub;

  @BeforeEach
  void start() throws IOException {
    StoredByHomeAssistant.write(directory);
    hub =
        new WebHub(
            directory,
            WebsocketLimits.standard(),
            (server, commands) ->
                server.add(
                    HttpMethod.GET,
                    "/api/test/mine",
                    Access.USER,
                    BodyMode.NONE,
                    request -> Future.succeededFuture(HttpAnswer.text(200, "yes"))));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void a_token_request_that_is_no_form_is_answered() {
    HttpResponse<Buffer> answer =
        hub.post("/auth/token", new JsonObject().put("grant_type", "refresh_token"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.bodyAsJsonObject().getString("message")).contains("not a form");
  }

  @Test
  void a_token_of_strange_json_is_refused_over_http_and_websocket() {
    String token = hub.tokenOf("Olga");
    String claims = token.substring(token.indexOf('.'));
    for (String header :
        List.of("null", "[]", "5", "\"x\"", "{\"alg\":null}", "{\"alg\":[]}", "[".repeat(3000))) {
      String bad = base64(header) + claims;
      assertThat(hub.get("/api/test/mine", bad).statusCode()).as(header).isEqualTo(401);
      assertThat(hub.get("/api/test/mine?authSig=" + bad).statusCode()).as(header).isEqualTo(401);
      WebsocketClient socket = hub.connect();
      socket.next();
      socket.send(new JsonObject().put("type", "auth").put("access_token", bad));
      assertThat(socket.next().getString("type")).as(header).isEqualTo("auth_invalid");
      socket.awaitClosed();
    }
  }

  @Test
  void json_that_is_nested_without_end_is_no_json() {
    String deep = "{\"a\":" + "[".repeat(900) + "]".repeat(900) + "}";
    HttpResponse<Buffer> answer =
        WebHub.await(
            hub.request(HttpMethod.POST, "/auth/login_flow").sendBuffer(Buffer.buffer(deep)));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.bodyAsJsonObject().getString("message")).isEqualTo("Invalid JSON specified");
    WebsocketClient socket = hub.connect(hub.tokenOf("Olga"));
    socket.sendText("{\"id\":1,\"type\":\"ping\",\"a\":" + "[".repeat(900) + "]".repeat(900) + "}");
    socket.awaitClosed();
  }

  @Test
  void a_link_cannot_be_signed_for_longer_than_there_is_time() {
    WebsocketClient socket = hub.connect(hub.tokenOf("Olga"));
    JsonObject answer =
        socket.call(
            "auth/sign_path",
            new JsonObject().put("path", "/api/x").put("expires", 1_000_000_000_000_000_000L));
    assertThat(answer.getJsonObject("error").getString("code")).isEqualTo("invalid_format");
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
