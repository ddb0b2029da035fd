package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.homekeep.core.auth.Access;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpOptions;
import org.homekeep.core.http.HubHttpServer;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.websocket.WebsocketLimits;
import org.homekeep.core.wire.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * framework.md §2.5, §12, §14b, on a directory as Home Assistant leaves it: two users, each with a
 * password that Home Assistant hashed.
 */
class HttpServerTest {
  @TempDir Path directory;
  private final Promise<HttpAnswer> slow = Promise.promise();
  private WebHub hub;

  @BeforeEach
  void start() throws IOException {
    StoredByHomeAssistant.write(directory);
    hub = new WebHub(directory, WebsocketLimits.standard(), this::routes);
  }

  @AfterEach
  void stop() {
    slow.tryComplete(HttpAnswer.text(200, "late"));
    hub.close();
  }

  private void routes(HubHttpServer server, CommandTable commands) {
    server.add(
        HttpMethod.GET,
        "/api/test/mine/:what",
        Access.USER,
        BodyMode.NONE,
        request ->
            Future.succeededFuture(
                HttpAnswer.ok(
                    new JsonObject()
                        .put("user", request.principal().user().name())
                        .put("what", request.pathParam("what"))
                        .put("q", new JsonArray(request.queryAll("q"))))));
    server.add(
        HttpMethod.GET,
        "/api/test/admin",
        Access.ADMIN,
        BodyMode.NONE,
        request -> Future.succeededFuture(HttpAnswer.text(200, "yes")));
    server.add(
        HttpMethod.POST,
        "/api/test/json",
        Access.USER,
        BodyMode.JSON,
        request ->
            Future.succeededFuture(
                HttpAnswer.ok(new JsonObject().put("fields", request.json().size()))));
    server.add(
        HttpMethod.GET,
        "/api/test/wire",
        Access.PUBLIC,
        BodyMode.NONE,
        request -> Future.failedFuture(new WireException("not_found", "No such thing.")));
    server.add(
        HttpMethod.GET,
        "/api/test/broken",
        Access.PUBLIC,
        BodyMode.NONE,
        request -> Future.failedFuture(new IllegalStateException("secret detail")));
    server.add(
        HttpMethod.GET, "/api/test/slow", Access.PUBLIC, BodyMode.NONE, request -> slow.future());
  }

  @Test
  void users_of_home_assistant_log_in_with_their_passwords() {
    String code =
        hub.login(hub.startLogin(), "owner", StoredByHomeAssistant.PASSWORD)
            .bodyAsJsonObject()
            .getString("result");
    String token = hub.tokens(code).getString("access_token");
    assertThat(hub.get("/api/test/mine/x", token).bodyAsJsonObject().getString("user"))
        .isEqualTo("Olga");
  }

  @Test
  void without_a_token_the_answer_is_401_in_plain_text() {
    HttpResponse<Buffer> answer = hub.get("/api/test/mine/x");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.bodyAsString()).isEqualTo("401: Unauthorized");
    assertThat(answer.getHeader("WWW-Authenticate")).startsWith("Bearer");
  }

  @Test
  void a_token_that_is_none_is_not_known() {
    String token = token("owner");
    String unsigned =
        "eyJhbGciOiJub25lIn0."
            + token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'))
            + ".";
    for (String bad : new String[] {"x", "a.b.c", token + "x", unsigned, "x".repeat(9000)}) {
      assertThat(hub.get("/api/test/mine/x", bad).statusCode()).as(bad).isEqualTo(401);
    }
  }

  @Test
  void known_but_not_allowed_is_403() {
    assertThat(hub.get("/api/test/admin", token("member")).statusCode()).isEqualTo(403);
    assertThat(hub.get("/api/test/admin", token("owner")).statusCode()).isEqualTo(200);
  }

  @Test
  void members_hear_only_the_events_that_are_for_everyone() {
    WebsocketClient socket = hub.connect(token("member"));
    assertThat(socket.call("subscribe_events").getJsonObject("error").getString("code"))
        .isEqualTo("unauthorized");
    assertThat(
            socket
                .call("subscribe_events", new JsonObject().put("event_type", "component_loaded"))
                .getBoolean("success"))
        .isTrue();
  }

  @Test
  void a_home_user_is_refused_when_a_proxy_stands_between() {
    String token = token("member");
    HttpResponse<Buffer> answer =
        WebHub.await(
            hub.request(HttpMethod.GET, "/api/test/mine/x")
                .bearerTokenAuthentication(token)
                .putHeader("Forwarded", "for=203.0.113.7")
                .send());
    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void a_signed_path_opens_exactly_what_was_signed() {
    WebsocketClient socket = hub.connect(token("owner"));
    String signed = sign(socket, "/api/test/mine/a%2Fb?q=1&q=2");
    assertThat(signed).startsWith("/api/test/mine/a%2Fb?q=1&q=2&authSig=");
    JsonObject answer = hub.get(signed).bodyAsJsonObject();
    assertThat(answer.getString("user")).isEqualTo("Olga");
    assertThat(answer.getString("what")).isEqualTo("a/b");
    assertThat(answer.getJsonArray("q")).containsExactly("1", "2");
    assertThat(hub.get(signed + "&width=100").statusCode()).isEqualTo(200);
    assertThat(hub.get(signed.replace("q=1", "q=3")).statusCode()).isEqualTo(401);
    assertThat(hub.get(signed.replace("?q=1&", "?")).statusCode()).isEqualTo(401);
    assertThat(hub.get(signed + "&q=3").statusCode()).isEqualTo(401);
    assertThat(hub.get(signed.replace("a%2Fb", "c")).statusCode()).isEqualTo(401);
    assertThat(
            WebHub.await(
                    hub.request(HttpMethod.POST, sign(socket, "/api/test/json"))
                        .sendJsonObject(new JsonObject()))
                .statusCode())
        .as("reading only")
        .isEqualTo(401);
  }

  @Test
  void a_signed_path_ends_with_its_time_and_with_its_token() {
    String token = token("owner");
    WebsocketClient socket = hub.connect(token);
    String brief = sign(socket, "/api/test/mine/x");
    String longer =
        socket
            .result(
                "auth/sign_path",
                new JsonObject().put("path", "/api/test/mine/x").put("expires", 300))
            .getString("path");
    hub.clock.advance(Duration.ofSeconds(29));
    assertThat(hub.get(brief).statusCode()).as("30 seconds if nothing is said").isEqualTo(200);
    hub.clock.advance(Duration.ofSeconds(12));
    assertThat(hub.get(brief).statusCode()).isEqualTo(401);
    assertThat(hub.get(longer).statusCode()).isEqualTo(200);
    String orphan = sign(socket, "/api/test/mine/x");
    socket.call("auth/delete_all_refresh_tokens");
    socket.awaitClosed();
    assertThat(hub.get(orphan).statusCode()).isEqualTo(401);
    assertThat(hub.get("/api/test/mine/x", token).statusCode()).isEqualTo(401);
  }

  @Test
  void errors_become_answers_in_one_place() {
    assertThat(hub.get("/api/test/wire").statusCode()).isEqualTo(400);
    assertThat(hub.get("/api/test/wire").bodyAsJsonObject().getString("message"))
        .isEqualTo("No such thing.");
    assertThat(hub.get("/api/test/broken").statusCode()).isEqualTo(500);
    assertThat(hub.get("/api/test/broken").bodyAsString()).doesNotContain("secret detail");
    assertThat(hub.get("/api/nothing/here").statusCode()).isEqualTo(404);
    assertThat(hub.get("/api/nothing/here").bodyAsJsonObject().getString("message"))
        .isEqualTo("Not Found");
    assertThat(hub.get("/api/test/json").statusCode()).isEqualTo(405);
    assertThat(hub.get("/api/websocket").statusCode()).isEqualTo(400);
  }

  @Test
  void bodies_are_json_objects_or_nothing() {
    String token = token("owner");
    assertThat(sendJson(token, "").bodyAsJsonObject().getInteger("fields")).isZero();
    assertThat(sendJson(token, "{\"a\":1}").bodyAsJsonObject().getInteger("fields")).isOne();
    assertThat(sendJson(token, "{oops").statusCode()).isEqualTo(400);
    assertThat(sendJson(token, "[1]").statusCode()).isEqualTo(400);
    assertThat(sendJson(token, "[".repeat(100_000)).statusCode()).isEqualTo(400);
  }

  @Test
  void a_body_of_a_mebibyte_is_taken_and_a_larger_one_is_not() {
    String token = token("owner");
    int most = 1024 * 1024;
    String large = "{\"a\":\"" + "x".repeat(most - 8) + "\"}";
    assertThat(sendJson(token, large).statusCode()).isEqualTo(200);
    assertThat(sendJson(token, large + " ").statusCode()).isEqualTo(413);
  }

  @Test
  void bodies_of_a_user_that_do_not_end_give_way_and_nobody_else_notices() throws IOException {
    String token = token("member");
    List<Socket> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), hub.port);
        client.setSoTimeout(30_000);
        clients.add(client);
        write(
            client,
            "POST /auth/link_user HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(token, 1024 * 1024));
        write(client, "x".repeat(1000 * 1024));
      }
      assertThat(clients.get(0).getInputStream().readNBytes(12)).asString().endsWith("503");
      assertThat(sendJson(token("owner"), "{\"a\":1}").statusCode()).isEqualTo(200);
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  @Test
  void a_body_without_a_length_is_bounded_too() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port)) {
      socket.setSoTimeout(30_000);
      write(
          socket,
          "POST /auth/login_flow HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < 9; i++) {
        write(socket, "2000\r\n" + "x".repeat(8192) + "\r\n");
      }
      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void hostile_paths_are_refused() throws IOException {
    for (String path :
        new String[] {
          "/../etc/passwd",
          "/%2e%2e/etc/passwd",
          "/api/%252e%252e/x",
          "/api/a%0d%0ab",
          "/api/%zz",
          "/api/..%2fx"
        }) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port)) {
        socket.setSoTimeout(30_000);
        write(socket, "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
            .as(path)
            .isEqualTo("HTTP/1.1 400");
      }
    }
  }

  @Test
  void long_addresses_and_headers_are_taken() {
    HttpResponse<Buffer> answer =
        WebHub.await(
            hub.request(HttpMethod.GET, "/api/test/mine/x?q=" + "y".repeat(20_000))
                .bearerTokenAuthentication(token("owner"))
                .putHeader("X-Long", "z".repeat(20_000))
                .send());
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void every_answer_carries_the_headers_of_caution() {
    for (String path : new String[] {"/", "/api/onboarding", "/api/nothing", "/api/test/broken"}) {
      HttpResponse<Buffer> answer = hub.get(path);
      assertThat(answer.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(answer.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.getHeader("X-Frame-Options")).isEqualTo("SAMEORIGIN");
    }
  }

  @Test
  void the_page_is_served_strictly_and_never_stale() {
    HttpResponse<Buffer> page = hub.get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.getHeader("Content-Type")).startsWith("text/html");
    assertThat(page.getHeader("Cache-Control")).isEqualTo("no-cache");
    assertThat(page.getHeader("Content-Security-Policy"))
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
    HttpResponse<Buffer> again =
        WebHub.await(
            hub.request(HttpMethod.GET, "/")
                .putHeader("If-None-Match", page.getHeader("ETag"))
                .send());
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(WebHub.await(hub.request(HttpMethod.HEAD, "/").send()).body()).isNull();
    assertThat(hub.get("/auth/authorize?client_id=x").statusCode()).isEqualTo(200);
  }

  @Test
  void every_place_of_the_page_can_be_opened_directly() {
    String index = hub.get("/").bodyAsString();
    for (String place : List.of("/backups", "/backups/all/1a2b", "/config/backup", "/account")) {
      assertThat(hub.get(place).bodyAsString()).as(place).isEqualTo(index);
    }
    assertThat(hub.get("/backup").statusCode()).isEqualTo(404);
    assertThat(hub.get("/files/old/app.js").statusCode()).isEqualTo(404);
  }

  @Test
  void a_port_in_use_fails_the_start() {
    assertThatThrownBy(
            () ->
                hub.onContext(
                    () ->
                        new HubHttpServer(hub.runtime, hub.auth(), HttpOptions.standard())
                            .listen("127.0.0.1", hub.port)))
        .satisfies(
            failure ->
                assertThat(failure instanceof BindException ? failure : failure.getCause())
                    .isInstanceOf(BindException.class));
  }

  @Test
  void a_hub_that_stops_answers_503_and_finishes_what_it_began() {
    Future<HttpResponse<Buffer>> underWay = hub.request(HttpMethod.GET, "/api/test/slow").send();
    assertThat(hub.get("/api/onboarding").statusCode()).isEqualTo(200);
    hub.now(
        () -> {
          hub.server().stopAccepting();
          return true;
        });
    assertThat(hub.get("/api/onboarding").statusCode()).isEqualTo(503);
    slow.complete(HttpAnswer.text(200, "late"));
    assertThat(WebHub.await(underWay).bodyAsString()).isEqualTo("late");
  }

  private HttpResponse<Buffer> sendJson(String token, String body) {
    return WebHub.await(
        hub.request(HttpMethod.POST, "/api/test/json")
            .bearerTokenAuthentication(token)
            .sendBuffer(Buffer.buffer(body)));
  }

  private String token(String username) {
    return hub.tokenOf(username.equals("owner") ? "Olga" : "Max");
  }

  private static String sign(WebsocketClient socket, String path) {
    return socket
        .call("auth/sign_path", new JsonObject().put("path", path))
        .getJsonObject("result")
        .getString("path");
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
