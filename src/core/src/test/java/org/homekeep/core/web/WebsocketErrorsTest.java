package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import org.homekeep.checks.Seed;
import org.homekeep.core.auth.Access;
import org.homekeep.core.http.HubHttpServer;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.websocket.WebsocketLimits;
import org.homekeep.core.wire.ErrorTranslation;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * framework.md §1.2 and §1.3: the envelope, the order of checks, and what each error looks like.
 */
class WebsocketErrorsTest {
  @TempDir Path directory;
  private final Promise<CommandResult> slow = Promise.promise();
  private WebHub hub;
  private WebsocketClient admin;

  @BeforeEach
  void start() throws IOException {
    StoredByHomeAssistant.write(directory);
    hub =
        new WebHub(
            directory,
            WebsocketLimits.standard().withAnswer(Duration.ofMillis(50)),
            this::register);
    admin = hub.connect(hub.tokenOf("Olga"));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void register(HubHttpServer server, CommandTable commands) {
    for (String code :
        new String[] {
          "not_found",
          "not_allowed",
          "not_supported",
          "home_assistant_error",
          "service_validation_error",
          "template_error"
        }) {
      commands.add(
          Command.of(
              "test/" + code,
              Access.USER,
              call -> Future.failedFuture(new WireException(code, "A reason."))));
    }
    commands.add(
        Command.of(
            "test/translated",
            Access.USER,
            call ->
                Future.failedFuture(
                    new WireException(
                        WireException.HOME_ASSISTANT_ERROR,
                        "The bucket x is full.",
                        new ErrorTranslation("b2", "full", Map.of("bucket", "x"))))));
    commands.add(Command.of("test/slow", Access.USER, call -> slow.future()));
    commands.add(Command.of("test/patient", Access.USER, call -> slow.future()).withoutDeadline());
    commands.add(
        Command.of(
            "test/times_out", Access.USER, call -> Future.failedFuture(new TimeoutException())));
    commands.add(
        Command.of(
            "test/admin",
            Access.ADMIN,
            call -> CommandResult.done(),
            Shapes.Key.required("n", Shapes.integer(1))));
  }

  @Test
  void the_code_of_a_handler_reaches_the_client_with_its_message() {
    for (String code :
        new String[] {
          "not_found",
          "not_allowed",
          "not_supported",
          "home_assistant_error",
          "service_validation_error",
          "template_error"
        }) {
      assertThat(admin.call("test/" + code).getJsonObject("error"))
          .isEqualTo(new JsonObject().put("code", code).put("message", "A reason."));
    }
  }

  @Test
  void an_error_with_a_translation_key_carries_key_domain_and_placeholders() {
    assertThat(admin.call("test/translated").getJsonObject("error"))
        .isEqualTo(
            new JsonObject()
                .put("code", "home_assistant_error")
                .put("message", "The bucket x is full.")
                .put("translation_key", "full")
                .put("translation_domain", "b2")
                .put("translation_placeholders", new JsonObject().put("bucket", "x")));
  }

  @Test
  void a_handler_that_takes_too_long_is_answered_for_with_timeout() {
    assertThat(admin.call("test/slow").getJsonObject("error"))
        .isEqualTo(new JsonObject().put("code", "timeout").put("message", "Timeout"));
    slow.complete(CommandResult.none());
    assertThat(admin.call("ping").getString("type")).isEqualTo("pong");
  }

  @Test
  void a_handler_that_says_itself_that_it_timed_out_gives_timeout() {
    assertThat(admin.call("test/times_out").getJsonObject("error").getString("code"))
        .isEqualTo("timeout");
  }

  @Test
  void a_command_that_waits_for_its_end_has_no_deadline() {
    int patient = admin.command("test/patient", new JsonObject());
    assertThat(admin.call("test/slow").getJsonObject("error").getString("code"))
        .isEqualTo("timeout");
    hub.now(() -> slow.tryComplete(CommandResult.none()));
    JsonObject answer = admin.next();
    assertThat(answer.getInteger("id")).isEqualTo(patient);
    assertThat(answer.getBoolean("success")).isTrue();
  }

  @Test
  void answers_may_come_out_of_the_order_of_the_requests() {
    int first = admin.command("test/patient", new JsonObject());
    assertThat(admin.call("ping").getInteger("id")).isGreaterThan(first);
    hub.now(() -> slow.tryComplete(CommandResult.none()));
    assertThat(admin.next().getInteger("id")).isEqualTo(first);
  }

  @Test
  void the_id_is_checked_before_the_type() {
    admin.send(message(5, "ping"));
    admin.next();
    admin.send(message(5, "no/such"));
    assertThat(code(admin.next())).isEqualTo("id_reuse");
  }

  @Test
  void the_type_is_checked_before_the_schema() {
    admin.send(message(1, "no/such").put("extra", true));
    assertThat(code(admin.next())).isEqualTo("unknown_command");
  }

  @Test
  void the_schema_is_checked_before_the_handler_and_uses_up_the_id() {
    admin.send(message(1, "test/admin").put("n", 0));
    assertThat(code(admin.next())).isEqualTo("invalid_format");
    admin.send(message(1, "ping"));
    assertThat(code(admin.next())).isEqualTo("id_reuse");
  }

  @Test
  void the_schema_is_checked_before_the_permission() {
    WebsocketClient user = hub.connect(hub.tokenOf("Max"));
    assertThat(code(user.call("test/admin", new JsonObject().put("n", "x"))))
        .isEqualTo("invalid_format");
    assertThat(user.call("test/admin", new JsonObject().put("n", 1)).getJsonObject("error"))
        .isEqualTo(new JsonObject().put("code", "unauthorized").put("message", "Unauthorized"));
  }

  @Test
  void an_id_may_be_as_large_as_a_time_in_milliseconds() {
    admin.send(new JsonObject().put("id", 1_790_000_000_000L).put("type", "ping"));
    assertThat(admin.next().getLong("id")).isEqualTo(1_790_000_000_000L);
    admin.sendText("{\"id\":99999999999999999999,\"type\":\"ping\"}");
    assertThat(code(admin.next())).isEqualTo("invalid_format");
    admin.sendText("{\"id\":1.5,\"type\":\"ping\"}");
    assertThat(code(admin.next())).isEqualTo("invalid_format");
  }

  @Test
  void a_list_within_a_list_is_no_message() {
    admin.sendText("[[{\"id\":1,\"type\":\"ping\"}]]");
    assertThat(admin.nextText())
        .isEqualTo(
            "{\"id\":0,\"type\":\"result\",\"success\":false,\"error\":{\"code\":\"invalid_format\","
                + "\"message\":\"Message incorrectly formatted.\"}}");
  }

  @Test
  void an_empty_list_is_answered_by_nothing_and_the_next_frame_is_heard() {
    admin.sendText("[]");
    assertThat(admin.call("ping").getString("type")).isEqualTo("pong");
  }

  @Test
  void a_long_list_of_messages_is_answered_in_its_order() {
    StringBuilder batch = new StringBuilder("[");
    for (int id = 1; id <= 1000; id++) {
      batch.append(id == 1 ? "" : ",").append("{\"id\":").append(id).append(",\"type\":\"ping\"}");
    }
    admin.sendText(batch.append(']').toString());
    for (int id = 1; id <= 1000; id++) {
      assertThat(admin.next().getInteger("id")).isEqualTo(id);
    }
  }

  @Test
  void any_subscription_ends_with_the_connection_or_by_its_id() {
    int events = admin.call("subscribe_events").getInteger("id");
    JsonObject which = new JsonObject().put("subscription", events);
    assertThat(admin.call("unsubscribe_events", which).getBoolean("success")).isTrue();
    assertThat(code(admin.call("unsubscribe_events", which))).isEqualTo("not_found");
  }

  @Test
  void whatever_json_a_client_sends_each_message_gets_one_answer() {
    Random random = Seed.random("frames of a client");
    for (int i = 0; i < 300; i++) {
      Object frame = value(random, 0);
      int messages = frame instanceof JsonArray list ? list.size() : 1;
      admin.sendText(Json.encode(frame));
      for (int n = 0; n < messages; n++) {
        assertThat(code(admin.next())).as(Json.encode(frame)).isNotBlank();
      }
    }
    admin.send(new JsonObject().put("id", Long.MAX_VALUE).put("type", "ping"));
    assertThat(admin.next().getString("type")).isEqualTo("pong");
  }

  /** Anything but a message that would be served. */
  private static @Nullable Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 6 : 9)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong();
      case 3 -> random.nextDouble() * 1e300;
      case 4 -> random.nextInt(3);
      case 5 -> List.of("", "ping", "test/admin", "\u0000", "\ud83d\ude00").get(random.nextInt(5));
      case 6 -> {
        JsonArray list = new JsonArray();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(random, depth + 1));
        }
        yield list;
      }
      default -> {
        JsonObject json = new JsonObject();
        for (String key : List.of("id", "type", "n", "x")) {
          if (random.nextBoolean()) {
            json.put(key, value(random, depth + 1));
          }
        }
        yield json.put("never", "allowed");
      }
    };
  }

  private static JsonObject message(int id, String type) {
    return new JsonObject().put("id", id).put("type", type);
  }

  private static String code(JsonObject answer) {
    return answer.getJsonObject("error").getString("code");
  }
}
