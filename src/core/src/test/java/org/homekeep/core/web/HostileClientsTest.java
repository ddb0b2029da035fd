package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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
    assertThat(answer.bodyAsJsonObject().getString("message")).isEqualTo("Invalid JSON.");
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

  @Test
  void a_stranger_cannot_send_a_large_frame() throws IOException {
    try (WebHub patient = new WebHub(directory.resolve("patient"), limits(256), (s, c) -> {});
        Socket stranger = new Socket(InetAddress.getLoopbackAddress(), patient.port)) {
      stranger.setSoTimeout(30_000);
      OutputStream out = stranger.getOutputStream();
      out.write(
          """
          GET /api/websocket HTTP/1.1\r
          Host: hub\r
          Upgrade: websocket\r
          Connection: Upgrade\r
          Sec-WebSocket-Version: 13\r
          Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
          \r
          """
              .getBytes(StandardCharsets.US_ASCII));
      byte[] headOfFourMebibytes = {
        (byte) 0x81, (byte) 0xff, 0, 0, 0, 0, 0, 0x3f, 0, 0, 0, 0, 0, 0
      };
      out.write(headOfFourMebibytes);
      out.write(new byte[100]);
      assertThat(stranger.getInputStream().readNBytes(12)).asString().startsWith("HTTP/1.1 101");
      assertThatThrownBy(
              () -> {
                out.write(new byte[3 * 1024 * 1024]);
                // Until the hub is gone: it keeps the connection open for an hour otherwise.
                stranger.getInputStream().readAllBytes();
                throw new EOFException("closed by the hub");
              })
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void strangers_give_way_to_newcomers_and_those_who_are_known_stay() throws IOException {
    try (WebHub small = new WebHub(directory.resolve("small"), limits(3), (s, c) -> {})) {
      String token = small.onboard().getString("access_token");
      WebsocketClient first = small.connect();
      first.next();
      List<WebsocketClient> known =
          List.of(small.connect(token), small.connect(token), small.connect(token));
      first.awaitClosed();
      assertThatThrownBy(small::connect).hasMessageContaining("503");
      for (WebsocketClient each : known) {
        assertThat(each.call("ping").getString("type")).isEqualTo("pong");
      }
    }
  }

  @Test
  void a_flood_of_logins_does_not_end_the_login_of_someone_else() throws IOException {
    String mine = hub.startLogin();
    String start =
        new JsonObject()
            .put("client_id", WebHub.CLIENT_ID)
            .put("handler", new JsonArray().add("homeassistant").addNull())
            .put("redirect_uri", WebHub.CLIENT_ID)
            .encode();
    String request =
        "POST /auth/login_flow HTTP/1.1\r\nHost: hub\r\nContent-Length: %d\r\n%s\r\n%s";
    String last = request.formatted(start.length(), "Connection: close\r\n", start);
    String flood = request.formatted(start.length(), "", start).repeat(299) + last;
    InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
    try (Socket attacker = new Socket(InetAddress.getLoopbackAddress(), hub.port, elsewhere, 0)) {
      attacker.setSoTimeout(30_000);
      attacker.getOutputStream().write(flood.getBytes(StandardCharsets.US_ASCII));
      String answers =
          new String(attacker.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(301);
    }
    assertThat(hub.login(mine, "owner", StoredByHomeAssistant.PASSWORD).bodyAsString())
        .contains("create_entry");
  }

  @Test
  void a_login_that_would_fill_the_memory_is_refused() {
    HttpResponse<Buffer> answer =
        hub.post(
            "/auth/login_flow",
            new JsonObject()
                .put("client_id", WebHub.CLIENT_ID)
                .put("handler", new JsonArray().add("homeassistant").addNull())
                .put("redirect_uri", WebHub.CLIENT_ID + "x".repeat(60_000)));
    assertThat(answer.statusCode()).isEqualTo(400);
  }

  private static WebsocketLimits limits(int mostConnections) {
    return WebsocketLimits.standard()
        .withAuthentication(Duration.ofHours(1))
        .withConnections(mostConnections);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
