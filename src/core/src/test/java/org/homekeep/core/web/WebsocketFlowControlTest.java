package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.homekeep.core.auth.Access;
import org.homekeep.core.http.HubHttpServer;
import org.homekeep.core.websocket.Command;
import org.homekeep.core.websocket.CommandResult;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.websocket.WebsocketLimits;
import org.homekeep.core.websocket.WebsocketLimits.Outgoing;
import org.homekeep.core.wire.Shapes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** framework.md §1.4: what a client may cost, and what becomes of one that costs more. */
class WebsocketFlowControlTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final long PLENTY = 64L * 1024 * 1024;

  private static final String LARGE = "x".repeat(100_000);

  @TempDir Path directory;
  private final List<String> turns = new ArrayList<>();
  private final List<Promise<CommandResult>> calls = new ArrayList<>();
  private WebHub hub;

  @AfterEach
  void stop() {
    hub.close();
  }

  private void start(WebsocketLimits limits) throws IOException {
    StoredByHomeAssistant.write(directory);
    hub = new WebHub(directory, limits, this::register);
  }

  private void register(HubHttpServer server, CommandTable commands) {
    commands.add(
        Command.of(
            "test/wait",
            Access.USER,
            call -> {
              Promise<CommandResult> answer = Promise.promise();
              calls.add(answer);
              return answer.future();
            }));
    commands.add(
        Command.of(
            "test/listen",
            Access.USER,
            call -> {
              call.subscribed(() -> {});
              return CommandResult.done();
            },
            Shapes.Key.required("to", Shapes.listOf(Shapes.string()))));
    commands.add(
        Command.of(
            "test/turn",
            Access.USER,
            call -> {
              if (turns.isEmpty()) {
                hub.runtime.execute(() -> turns.add("of another"));
              }
              turns.add("of the client");
              return CommandResult.done();
            }));
    commands.add(
        Command.of(
            "test/burst",
            Access.USER,
            call -> {
              for (int i = 0; i < call.fields().getInteger("count"); i++) {
                call.sendEvent(new JsonObject().put("n", i));
              }
              return CommandResult.done();
            },
            Shapes.Key.required("count", Shapes.integer(0))));
  }

  private WebsocketClient client() {
    return hub.connect(hub.tokenOf("Olga"));
  }

  /** A client that hears every event of a type and then reads no more. */
  private WebsocketClient hungListener() {
    WebsocketClient socket = client();
    socket.call("subscribe_events", new JsonObject().put("event_type", "flood"));
    socket.pause();
    return socket;
  }

  private void flood(int messages, String text) {
    hub.now(
        () -> {
          for (int i = 0; i < messages; i++) {
            hub.events().fire("flood", new JsonObject().put("text", text));
          }
          return true;
        });
  }

  /** More than the system and the socket take for a client that does not read. */
  private void fillSockets() {
    for (int i = 0; i < 200; i++) {
      flood(1, LARGE);
    }
  }

  private static WebsocketLimits outgoing(
      int mostWaiting, int tolerated, Duration patience, long characters, long ofAll) {
    return WebsocketLimits.standard()
        .withOutgoing(new Outgoing(mostWaiting, tolerated, patience, characters, ofAll));
  }

  @Test
  void more_than_the_hard_limit_of_messages_drops_the_client() throws IOException {
    start(outgoing(200, 100, NEVER, PLENTY, PLENTY));
    WebsocketClient hung = hungListener();
    fillSockets();
    flood(201, "x");
    hung.resume();
    hung.awaitClosed();
  }

  @Test
  void more_than_the_soft_limit_is_borne_for_a_while_and_then_drops_the_client()
      throws IOException {
    start(outgoing(4096, 10, Duration.ofMillis(50), PLENTY, PLENTY));
    WebsocketClient hung = hungListener();
    fillSockets();
    flood(50, "x");
    hung.resumeAfter(hub.vertx, Duration.ofMillis(200));
    hung.awaitClosed();
  }

  @Test
  void more_than_the_soft_limit_for_a_moment_is_no_reason_to_drop_a_client() throws IOException {
    start(outgoing(4096, 10, NEVER, PLENTY, PLENTY));
    WebsocketClient hung = hungListener();
    fillSockets();
    flood(50, "x");
    hung.resume();
    for (int i = 0; i < 250; i++) {
      assertThat(hung.next().getString("type")).isEqualTo("event");
    }
    assertThat(hung.call("ping").getString("type")).isEqualTo("pong");
  }

  @Test
  void a_client_that_holds_too_much_memory_is_dropped() throws IOException {
    start(outgoing(4096, 1024, NEVER, 2 * 1024 * 1024, PLENTY));
    WebsocketClient hung = hungListener();
    fillSockets();
    fillSockets();
    hung.resume();
    hung.awaitClosed();
  }

  @Test
  void all_clients_together_hold_so_much_memory_and_who_holds_most_is_dropped() throws IOException {
    start(outgoing(4096, 1024, NEVER, PLENTY, 16L * 1024 * 1024));
    WebsocketClient healthy = client();
    List<WebsocketClient> hung = List.of(hungListener(), hungListener(), hungListener());
    for (int i = 0; i < 3; i++) {
      fillSockets();
    }
    assertThat(healthy.call("ping").getString("type")).isEqualTo("pong");
    for (WebsocketClient each : hung) {
      each.resume();
      each.awaitClosed();
    }
  }

  @Test
  void who_is_given_up_is_cut_off_with_all_that_waits_and_hears_no_goodbye() throws IOException {
    start(outgoing(4096, 1024, NEVER, 2 * 1024 * 1024, PLENTY));
    try (RawWebsocket hung = RawWebsocket.connect(hub.port, hub.tokenOf("Olga"))) {
      JsonObject listen =
          new JsonObject().put("id", 1).put("type", "subscribe_events").put("event_type", "flood");
      hung.send(RawWebsocket.TEXT, listen.encode().getBytes(StandardCharsets.UTF_8));
      hung.read();
      fillSockets();
      assertThatThrownBy(
              () -> {
                RawWebsocket.Frame frame = hung.read();
                // What the system had taken still comes.
                while (frame.kind() != RawWebsocket.CLOSE) {
                  frame = hung.read();
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_letter_of_two_bytes_counts_as_two() throws IOException {
    start(outgoing(4096, 1024, NEVER, PLENTY, 24L * 1024 * 1024));
    WebsocketClient hung = hungListener();
    for (int i = 0; i < 200; i++) {
      flood(1, "ж".repeat(100_000));
    }
    hung.resume();
    hung.awaitClosed();
  }

  @Test
  void what_all_clients_listen_to_is_bounded_and_who_listens_to_most_is_dropped()
      throws IOException {
    start(WebsocketLimits.standard());
    WebsocketClient healthy = client();
    healthy.call("test/listen", new JsonObject().put("to", new JsonArray().add("one")));
    JsonArray many = new JsonArray();
    IntStream.range(0, 60_000).forEach(i -> many.add("entity_" + i));
    List<WebsocketClient> greedy = List.of(client(), client());
    for (WebsocketClient each : greedy) {
      each.command("test/listen", new JsonObject().put("to", many));
    }
    greedy.get(0).awaitClosed();
    assertThat(healthy.call("ping").getString("type")).isEqualTo("pong");
  }

  @Test
  void a_batch_is_sent_when_256_messages_are_queued() throws IOException {
    start(WebsocketLimits.standard());
    WebsocketClient socket = client();
    coalesce(socket, 1);
    socket.command("test/burst", new JsonObject().put("count", 300));
    assertThat(new JsonArray(socket.nextText())).hasSize(256);
    assertThat(new JsonArray(socket.nextText())).hasSize(45);
  }

  @Test
  void one_message_alone_is_sent_as_an_object_although_batches_are_on() throws IOException {
    start(WebsocketLimits.standard());
    WebsocketClient socket = client();
    coalesce(socket, 1);
    assertThat(socket.call("ping").getString("type")).isEqualTo("pong");
  }

  @Test
  void batches_can_be_switched_off_again() throws IOException {
    start(WebsocketLimits.standard());
    WebsocketClient socket = client();
    coalesce(socket, 1);
    coalesce(socket, 0);
    socket.command("test/burst", new JsonObject().put("count", 2));
    for (int i = 0; i < 3; i++) {
      assertThat(socket.nextText()).startsWith("{");
    }
  }

  @Test
  void a_batch_of_large_messages_stays_below_what_clients_take() throws IOException {
    start(outgoing(4096, 1024, NEVER, PLENTY, PLENTY));
    WebsocketClient socket = client();
    coalesce(socket, 1);
    socket.call("subscribe_events", new JsonObject().put("event_type", "flood"));
    flood(40, "x".repeat(100_000));
    int received = 0;
    while (received < 40) {
      String frame = socket.nextText();
      assertThat(frame.length()).isLessThan(1024 * 1024 + 10);
      received += frame.startsWith("[") ? new JsonArray(frame).size() : 1;
    }
  }

  @Test
  void a_client_with_too_many_open_calls_is_not_read_until_one_is_answered() throws IOException {
    start(WebsocketLimits.standard().withCalls(4, 10));
    WebsocketClient socket = client();
    for (int i = 0; i < 6; i++) {
      socket.command("test/wait", new JsonObject());
    }
    socket.command("ping", new JsonObject());
    hub.connect(hub.tokenOf("Olga")).call("ping");
    assertThat(socket.hasFrames()).isFalse();
    assertThat(hub.<Integer>now(calls::size)).isEqualTo(4);
    for (int i = 0; i < 3; i++) {
      int next = i;
      hub.now(() -> calls.get(next).tryComplete(CommandResult.none()));
    }
    for (int id = 1; id <= 3; id++) {
      assertThat(socket.next().getInteger("id")).isEqualTo(id);
    }
    assertThat(socket.next().getString("type")).isEqualTo("pong");
  }

  @Test
  void others_have_their_turn_while_a_long_list_of_messages_is_handled() throws IOException {
    start(WebsocketLimits.standard());
    WebsocketClient socket = client();
    StringBuilder batch = new StringBuilder("[{\"id\":1,\"type\":\"test/turn\"}");
    for (int id = 2; id <= 200; id++) {
      batch.append(",{\"id\":").append(id).append(",\"type\":\"test/turn\"}");
    }
    socket.sendText(batch.append(']').toString());
    for (int id = 1; id <= 200; id++) {
      assertThat(socket.next().getInteger("id")).isEqualTo(id);
    }
    assertThat(hub.<Integer>now(() -> turns.indexOf("of another"))).isBetween(1, 100);
  }

  @Test
  void a_client_with_too_many_subscriptions_gets_no_more() throws IOException {
    start(WebsocketLimits.standard().withCalls(256, 2));
    WebsocketClient socket = client();
    JsonObject type = new JsonObject().put("event_type", "tested");
    int first = socket.call("subscribe_events", type).getInteger("id");
    socket.call("subscribe_events", type);
    JsonObject refused = socket.call("subscribe_events", type).getJsonObject("error");
    assertThat(refused.getString("code")).isEqualTo("not_allowed");
    assertThat(refused.getString("message")).contains("2 subscriptions");
    socket.call("unsubscribe_events", new JsonObject().put("subscription", first));
    assertThat(socket.call("subscribe_events", type).getBoolean("success")).isTrue();
  }

  @Test
  void invalid_json_in_the_command_phase_closes_the_connection() throws IOException {
    start(WebsocketLimits.standard());
    WebsocketClient socket = client();
    socket.sendText("{\"id\":1,");
    socket.awaitClosed();
  }

  @Test
  void an_empty_binary_frame_closes_the_connection() throws IOException {
    start(WebsocketLimits.standard());
    WebsocketClient socket = client();
    socket.sendBinary(Buffer.buffer());
    socket.awaitClosed();
  }

  @Test
  void a_binary_frame_for_a_handler_that_nobody_knows_is_ignored() throws IOException {
    start(WebsocketLimits.standard());
    WebsocketClient socket = client();
    socket.sendBinary(Buffer.buffer(new byte[] {7, 1, 2}));
    assertThat(socket.call("ping").getString("type")).isEqualTo("pong");
  }

  @Test
  void a_client_that_answers_pings_stays() throws IOException {
    start(WebsocketLimits.standard().withHeartbeat(Duration.ofSeconds(2)));
    WebsocketClient socket = client();
    socket.awaitPings(3);
    assertThat(socket.call("ping").getString("type")).isEqualTo("pong");
  }

  @Test
  void messages_that_do_not_end_hold_so_much_memory_and_who_has_sent_most_is_dropped()
      throws IOException {
    start(WebsocketLimits.standard().withUnfinished(1024 * 1024));
    WebsocketClient healthy = client();
    List<WebsocketClient> unfinished = List.of(client(), client(), client());
    for (WebsocketClient each : unfinished) {
      each.sendBeginning("{\"id\":1,\"text\":\"" + "x".repeat(600 * 1024));
    }
    WebHub.await(Future.any(unfinished.stream().map(WebsocketClient::closed).toList()));
    assertThat(healthy.call("ping").getString("type")).isEqualTo("pong");
  }

  @Test
  void who_is_known_and_spreads_it_over_many_clients_is_dropped_and_not_somebody_else()
      throws IOException {
    start(WebsocketLimits.standard().withUnfinished(1024 * 1024));
    WebsocketClient other = hub.connect(hub.tokenOf("Max"));
    other.sendBeginning("{\"id\":1,\"text\":\"" + "x".repeat(300 * 1024));
    List<WebsocketClient> many = IntStream.range(0, 10).mapToObj(i -> client()).toList();
    for (WebsocketClient each : many) {
      each.sendBeginning("{\"id\":1,\"text\":\"" + "x".repeat(100 * 1024));
    }
    WebHub.await(Future.any(many.stream().map(WebsocketClient::closed).toList()));
    assertThat(other.closed().isComplete()).isFalse();
  }

  @Test
  void the_beginning_of_a_message_counts_that_comes_with_the_end_of_another() throws IOException {
    start(WebsocketLimits.standard().withUnfinished(8 * 1024));
    String token = hub.tokenOf("Olga");
    byte[] ping =
        RawWebsocket.frame(
            RawWebsocket.TEXT, "{\"id\":1,\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8));
    byte[] unfinished = RawWebsocket.frame(RawWebsocket.TEXT, new byte[60_000]);
    Buffer both = Buffer.buffer(ping).appendBytes(unfinished, 0, 1_500);
    try (RawWebsocket first = RawWebsocket.connect(hub.port, token)) {
      first.sendBytes(both.getBytes());
      assertThat(first.read().text()).contains("pong");
      for (int i = 0; i < 7; i++) {
        RawWebsocket.connect(hub.port, token).sendBytes(both.getBytes());
      }
      assertThatThrownBy(first::read).isInstanceOf(IOException.class);
    }
  }

  @Test
  void messages_that_wait_for_their_turn_count_as_what_they_take_in_memory() throws IOException {
    start(WebsocketLimits.standard().withUnfinished(4 * 1024 * 1024).withCalls(1, 10));
    WebsocketClient socket = client();
    String many = "{\"\":[]},".repeat(30_000);
    socket.sendText(
        "[{\"id\":1,\"type\":\"test/wait\"},{\"id\":2,\"type\":\"ping\",\"x\":[" + many + "1]}]");
    socket.awaitClosed();
  }

  @Test
  void messages_that_end_are_forgotten_however_many_there_are() throws IOException {
    start(WebsocketLimits.standard().withUnfinished(1024 * 1024));
    WebsocketClient socket = client();
    for (int i = 0; i < 20; i++) {
      assertThat(
              socket
                  .call("ping", new JsonObject().put("text", "x".repeat(200 * 1024)))
                  .getJsonObject("error")
                  .getString("code"))
          .isEqualTo("invalid_format");
    }
  }

  /** What {@code bench/websockets.sh} measures, in small. */
  @Test
  void idle_clients_slow_readers_and_large_frames_do_no_harm_to_a_client_that_behaves()
      throws IOException {
    start(outgoing(400, 100, NEVER, PLENTY, PLENTY));
    String token = hub.tokenOf("Olga");
    List<WebsocketClient> idle = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      idle.add(hub.connect(token));
    }
    List<WebsocketClient> slow = List.of(hungListener(), hungListener(), hungListener());
    WebsocketClient large = hub.connect(token);
    WebsocketClient listener = hub.connect(token);
    listener.call("subscribe_events", new JsonObject().put("event_type", "flood"));
    String frame = "x".repeat(4 * 1024 * 1024 - 200);
    for (int round = 0; round < 4; round++) {
      large.sendAndForget(
          new JsonObject().put("id", round + 1).put("type", "ping").put("text", frame));
      for (int burst = 0; burst < 20; burst++) {
        flood(10, LARGE);
      }
      for (int i = 0; i < 200; i++) {
        assertThat(listener.next().getString("type")).isEqualTo("event");
      }
      assertThat(listener.call("ping").getString("type")).isEqualTo("pong");
      assertThat(large.next().getJsonObject("error").getString("code")).isEqualTo("invalid_format");
    }
    for (WebsocketClient each : slow) {
      each.resume();
      each.awaitClosed();
    }
    for (WebsocketClient each : idle) {
      assertThat(each.call("ping").getString("type")).isEqualTo("pong");
    }
  }

  private static void coalesce(WebsocketClient socket, int value) {
    socket.call(
        "supported_features",
        new JsonObject().put("features", new JsonObject().put("coalesce_messages", value)));
  }
}
