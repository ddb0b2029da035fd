package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.homekeep.core.auth.Access;
import org.homekeep.core.http.HubHttpServer;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.websocket.WebsocketLimits;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** framework.md §1. */
class WebsocketProtocolTest {
  private static final String UPGRADE =
      """
      GET /api/websocket HTTP/1.1
      Host: x
      Connection: Upgrade
      Upgrade: websocket
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==

      """;

  @TempDir Path directory;
  private WebHub hub;
  private String token;

  @BeforeEach
  void start() throws IOException {
    StoredByHomeAssistant.write(directory);
    hub = new WebHub(directory, WebsocketLimits.standard(), WebsocketProtocolTest::extra);
    token = hub.tokenOf("Olga");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static void extra(HubHttpServer server, CommandTable commands) {
    commands.add(
        Command.of(
            "test/echo",
            Access.USER,
            call -> Future.succeededFuture(CommandResult.of(call.fields())),
            Shapes.Key.required("text", Shapes.string())));
    commands.add(
        Command.of(
            "test/refuse",
            Access.USER,
            call -> Future.failedFuture(new WireException("not_allowed", "Not today."))));
    commands.add(
        Command.of(
            "test/break",
            Access.USER,
            call -> {
              throw new IllegalStateException("broken on purpose");
            }));
    commands.add(
        Command.of(
            "test/no_json",
            Access.USER,
            call ->
                Future.succeededFuture(
                    CommandResult.of(new JsonObject().put("not json", new Object())))));
    commands.add(
        Command.of(
            "test/events",
            Access.USER,
            call -> {
              for (int i = 0; i < 3; i++) {
                call.sendEvent(new JsonObject().put("n", i));
              }
              return CommandResult.done();
            }));
  }

  @Test
  void the_hub_says_first_what_it_is_and_wants_a_token() {
    JsonObject first = hub.connect().next();
    assertThat(first.getString("type")).isEqualTo("auth_required");
    assertThat(first.getString("ha_version")).isNotBlank();
  }

  @Test
  void a_bad_token_is_refused_with_the_reason() {
    WebsocketClient socket = hub.connect();
    socket.next();
    socket.send(new JsonObject().put("type", "auth").put("access_token", token + "x"));
    assertThat(socket.next())
        .isEqualTo(
            new JsonObject()
                .put("type", "auth_invalid")
                .put("message", "Invalid access token or password"));
    socket.awaitClosed();
  }

  @Test
  void an_auth_message_of_another_shape_is_refused() {
    WebsocketClient socket = hub.connect();
    socket.next();
    socket.send(new JsonObject().put("type", "auth").put("access_token", token).put("id", 1));
    assertThat(socket.next().getString("message"))
        .startsWith("Auth message incorrectly formatted: ");
    socket.awaitClosed();
  }

  @Test
  void an_api_password_is_understood_and_never_right() {
    WebsocketClient socket = hub.connect();
    socket.next();
    socket.send(new JsonObject().put("type", "auth").put("api_password", "x"));
    assertThat(socket.next().getString("message")).isEqualTo("Invalid access token or password");
  }

  @Test
  void what_is_not_json_closes_the_connection_without_a_word() {
    WebsocketClient socket = hub.connect();
    socket.next();
    socket.sendText("hello");
    socket.awaitClosed();
    assertThat(socket.hasFrames()).isFalse();
  }

  @Test
  void a_binary_frame_before_the_token_closes_the_connection() {
    WebsocketClient socket = hub.connect();
    socket.next();
    socket.sendBinary(Buffer.buffer("x"));
    socket.awaitClosed();
  }

  @Test
  void a_silent_client_is_disconnected() throws IOException {
    WebsocketLimits hasty = WebsocketLimits.standard().withAuthentication(Duration.ofMillis(50));
    try (WebHub other = new WebHub(directory.resolve("other"), hasty, (s, c) -> {})) {
      WebsocketClient socket = other.connect();
      socket.next();
      socket.awaitClosed();
      assertThat(socket.hasFrames()).isFalse();
    }
  }

  @Test
  void ping_is_answered_by_pong() {
    assertThat(hub.connect(token).call("ping"))
        .isEqualTo(new JsonObject().put("id", 1).put("type", "pong"));
  }

  @Test
  void a_result_carries_the_id_of_its_call() {
    assertThat(hub.connect(token).call("test/echo", new JsonObject().put("text", "hi")))
        .isEqualTo(
            new JsonObject(
                "{\"id\":1,\"type\":\"result\",\"success\":true,\"result\":{\"text\":\"hi\"}}"));
  }

  @Test
  void a_malformed_envelope_is_answered_with_what_was_sent_as_id() {
    WebsocketClient socket = hub.connect(token);
    for (String[] sentAndId :
        new String[][] {
          {"{\"type\":\"ping\"}", "0"},
          {"{\"id\":0,\"type\":\"ping\"}", "0"},
          {"{\"id\":-3,\"type\":\"ping\"}", "-3"},
          {"{\"id\":\"x\",\"type\":\"ping\"}", "\"x\""},
          {"{\"id\":true,\"type\":\"ping\"}", "true"},
          {"{\"id\":7,\"type\":\"\"}", "7"},
          {"{\"id\":7}", "7"},
          {"5", "0"}
        }) {
      socket.sendText(sentAndId[0]);
      assertThat(socket.nextText())
          .isEqualTo(
              "{\"id\":"
                  + sentAndId[1]
                  + ",\"type\":\"result\",\"success\":false,\"error\":{\"code\":\"invalid_format\","
                  + "\"message\":\"Message incorrectly formatted.\"}}");
    }
    // None of them counted.
    assertThat(socket.call("ping").getInteger("id")).isEqualTo(1);
  }

  @Test
  void ids_have_to_increase() {
    WebsocketClient socket = hub.connect(token);
    socket.send(new JsonObject().put("id", 5).put("type", "ping"));
    socket.next();
    socket.send(new JsonObject().put("id", 5).put("type", "ping"));
    assertError(socket.next(), "id_reuse", "Identifier values have to increase.");
    socket.send(new JsonObject().put("id", 6).put("type", "ping"));
    assertThat(socket.next().getString("type")).isEqualTo("pong");
  }

  @Test
  void an_unknown_command_does_not_use_up_its_id() {
    WebsocketClient socket = hub.connect(token);
    socket.send(new JsonObject().put("id", 5).put("type", "no/such"));
    assertError(socket.next(), "unknown_command", "Unknown command.");
    socket.send(new JsonObject().put("id", 5).put("type", "ping"));
    assertThat(socket.next().getString("type")).isEqualTo("pong");
  }

  @Test
  void a_key_that_does_not_belong_is_named() {
    JsonObject answer = hub.connect(token).call("ping", new JsonObject().put("foo", 1));
    assertError(answer, "invalid_format", "extra keys not allowed @ data['foo']. Got 1");
  }

  @Test
  void a_command_that_fails_uses_up_its_id() {
    WebsocketClient socket = hub.connect(token);
    assertError(socket.call("test/refuse"), "not_allowed", "Not today.");
    socket.send(new JsonObject().put("id", 1).put("type", "ping"));
    assertThat(socket.next().getJsonObject("error").getString("code")).isEqualTo("id_reuse");
  }

  @Test
  void any_other_failure_tells_no_more_than_that() {
    WebsocketClient socket = hub.connect(token);
    assertError(socket.call("test/break"), "unknown_error", "Unknown error");
    assertError(socket.call("test/no_json"), "unknown_error", "Invalid JSON in response");
  }

  @Test
  void a_list_of_messages_is_handled_in_order() {
    WebsocketClient socket = hub.connect(token);
    socket.sendText("[{\"id\":1,\"type\":\"ping\"},7,{\"id\":2,\"type\":\"ping\"}]");
    assertThat(socket.next().getString("type")).isEqualTo("pong");
    assertThat(socket.next().getJsonObject("error").getString("code")).isEqualTo("invalid_format");
    assertThat(socket.next().getInteger("id")).isEqualTo(2);
  }

  @Test
  void several_messages_go_out_in_one_frame_for_clients_that_understand_it() {
    WebsocketClient socket = hub.connect(token);
    assertThat(
            socket
                .call(
                    "supported_features",
                    new JsonObject().put("features", new JsonObject().put("coalesce_messages", 1)))
                .getValue("result"))
        .isNull();
    socket.command("test/events", new JsonObject());
    JsonArray batch = new JsonArray(socket.nextText());
    assertThat(batch).hasSize(4);
    assertThat(batch.getJsonObject(0).getString("type")).isEqualTo("event");
    assertThat(batch.getJsonObject(3).getString("type")).isEqualTo("result");
  }

  @Test
  void events_come_until_the_subscription_is_cancelled() {
    WebsocketClient socket = hub.connect(token);
    JsonObject type = new JsonObject().put("event_type", "tested");
    int id = socket.call("subscribe_events", type).getInteger("id");
    fire("other", 0);
    fire("tested", 1);
    JsonObject event = socket.next();
    assertThat(event.getInteger("id")).isEqualTo(id);
    assertThat(event.getJsonObject("event").getJsonObject("data").getInteger("n")).isEqualTo(1);
    assertThat(event.getJsonObject("event").fieldNames())
        .containsExactlyInAnyOrder("event_type", "data", "origin", "time_fired", "context");
    JsonObject subscription = new JsonObject().put("subscription", id);
    assertThat(socket.call("unsubscribe_events", subscription).getBoolean("success")).isTrue();
    fire("tested", 2);
    assertError(
        socket.call("unsubscribe_events", subscription), "not_found", "Subscription not found.");
  }

  @Test
  void a_message_of_four_mebibytes_is_taken_and_a_larger_one_is_not() {
    String large = "x".repeat(4 * 1024 * 1024 - 100);
    WebsocketClient socket = hub.connect(token);
    assertThat(
            socket
                .call("test/echo", new JsonObject().put("text", large))
                .getJsonObject("result")
                .getString("text"))
        .isEqualTo(large);
    socket.sendAndForget(
        new JsonObject().put("id", 2).put("type", "test/echo").put("text", large + large));
    socket.awaitClosed();
  }

  @Test
  void a_client_that_does_not_read_is_given_up() {
    WebsocketClient socket = hub.connect(token);
    socket.call("subscribe_events");
    socket.pause();
    String text = "x".repeat(10_000);
    for (int burst = 0; burst < 200; burst++) {
      hub.now(
          () -> {
            for (int i = 0; i < 50; i++) {
              hub.events().fire("flood", new JsonObject().put("text", text));
            }
            return true;
          });
    }
    // The hub has cut it off; what had been sent before still arrives.
    socket.resume();
    socket.awaitClosed();
  }

  @Test
  void a_client_that_does_not_answer_pings_is_disconnected() throws Exception {
    WebsocketLimits hasty = WebsocketLimits.standard().withHeartbeat(Duration.ofMillis(100));
    try (WebHub other = new WebHub(directory.resolve("other"), hasty, (s, c) -> {});
        java.net.Socket raw = new Socket(InetAddress.getLoopbackAddress(), other.port)) {
      raw.setSoTimeout(30_000);
      raw.getOutputStream()
          .write(UPGRADE.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      // Ends when the hub closes the connection, although nobody said goodbye.
      assertThat(raw.getInputStream().readAllBytes()).isNotEmpty();
    }
  }

  @Test
  void get_config_tells_about_the_home() {
    JsonObject config = hub.connect(token).call("get_config").getJsonObject("result");
    assertThat(config.getString("location_name")).isEqualTo("Home");
    assertThat(config.getString("language")).isEqualTo("en");
    assertThat(config.getString("state")).isEqualTo("RUNNING");
    assertThat(config.getJsonArray("components")).containsExactly("backup");
    assertThat(config.getJsonObject("unit_system").getString("temperature")).isEqualTo("°C");
  }

  @Test
  void long_lived_tokens_work_are_listed_and_end() {
    WebsocketClient socket = hub.connect(token);
    JsonObject wish = new JsonObject().put("lifespan", 3650).put("client_name", "script");
    String longLived = socket.call("auth/long_lived_access_token", wish).getString("result");
    assertThat(socket.call("auth/long_lived_access_token", wish).getBoolean("success")).isFalse();
    WebsocketClient script = hub.connect(longLived);
    JsonArray tokens = script.call("auth/refresh_tokens").getJsonArray("result");
    assertThat(tokens.encode()).doesNotContain("jwt_key", "\"token\"");
    JsonObject own =
        tokens.stream()
            .map(JsonObject.class::cast)
            .filter(each -> each.getBoolean("is_current"))
            .findFirst()
            .orElseThrow();
    assertThat(own.getString("type")).isEqualTo("long_lived_access_token");
    assertThat(own.getString("client_name")).isEqualTo("script");
    JsonObject deleted =
        script.call(
            "auth/delete_refresh_token",
            new JsonObject().put("refresh_token_id", own.getString("id")));
    assertThat(deleted.getJsonObject("result")).isEqualTo(new JsonObject());
    script.awaitClosed();
    assertError(
        socket.call(
            "auth/delete_refresh_token",
            new JsonObject().put("refresh_token_id", own.getString("id"))),
        "invalid_token_id",
        "Received invalid token");
  }

  private void fire(String type, int n) {
    hub.now(
        () -> {
          hub.events().fire(type, new JsonObject().put("n", n));
          return true;
        });
  }

  private static void assertError(JsonObject answer, String code, String message) {
    assertThat(answer.getBoolean("success")).isFalse();
    assertThat(answer.getJsonObject("error"))
        .isEqualTo(new JsonObject().put("code", code).put("message", message));
  }
}
