package org.homekeep.testkit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A websocket client for the thread of a test: sends commands, waits for answers, keeps events.
 * Everything waits for a condition and gives up after a minute.
 */
public final class WebsocketClient implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final WebSocketClient client;
  private final WebSocket socket;
  private final BlockingQueue<JsonObject> incoming = new LinkedBlockingQueue<>();
  private final List<JsonObject> kept = new ArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();

  private WebsocketClient(WebSocketClient client, WebSocket socket) {
    this.client = client;
    this.socket = socket;
    socket.textMessageHandler(this::received);
    socket.closeHandler(
        closed ->
            incoming.add(
                new JsonObject().put("type", "closed").put("code", socket.closeStatusCode())));
  }

  private void received(String text) {
    if (text.startsWith("[")) {
      for (Object each : new JsonArray(text)) {
        incoming.add((JsonObject) each);
      }
    } else {
      incoming.add(new JsonObject(text));
    }
  }

  /** Connects without authenticating. */
  public static WebsocketClient open(Vertx vertx, int port) {
    WebSocketClient client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxFrameSize(4 << 20).setMaxMessageSize(4 << 20));
    // Before it connects, or the first message may come before there is anybody who hears it.
    ClientWebSocket socket = client.webSocket();
    WebsocketClient opened = new WebsocketClient(client, socket);
    await(
        socket.connect(
            new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/api/websocket")));
    return opened;
  }

  /** Connects and authenticates. */
  public static WebsocketClient connect(Vertx vertx, int port, String accessToken) {
    WebsocketClient opened = open(vertx, port);
    opened.next(message -> "auth_required".equals(message.getString("type")));
    opened.sendRaw(new JsonObject().put("type", "auth").put("access_token", accessToken));
    opened.next(message -> "auth_ok".equals(message.getString("type")));
    return opened;
  }

  /** Sends a message as it is. */
  public void sendRaw(JsonObject message) {
    await(socket.writeTextMessage(message.encode()));
  }

  /** Sends a command and gives its id. */
  public int send(String type, JsonObject fields) {
    int id = ids.incrementAndGet();
    sendRaw(new JsonObject().put("id", id).put("type", type).mergeIn(fields));
    return id;
  }

  /** Sends a command and waits for its result message, success or not. */
  public JsonObject ask(String type, JsonObject fields) {
    int id = send(type, fields);
    return next(
        message ->
            "result".equals(message.getString("type")) && message.getInteger("id", -1) == id);
  }

  /** Sends a command that must succeed, and gives its result; an empty object for null. */
  public JsonObject call(String type, JsonObject fields) {
    JsonObject answer = ask(type, fields);
    if (!answer.getBoolean("success")) {
      throw new AssertionError(type + " failed: " + answer.getJsonObject("error"));
    }
    return answer.getValue("result") instanceof JsonObject result ? result : new JsonObject();
  }

  /** Sends a command that must succeed and has no fields. */
  public JsonObject call(String type) {
    return call(type, new JsonObject());
  }

  /** Waits for the next event of a subscription. */
  public JsonObject nextEvent(int subscription) {
    return eventOf(subscription).getJsonObject("event");
  }

  /** Waits for the next event of a subscription whose events are lists. */
  public JsonArray nextList(int subscription) {
    return eventOf(subscription).getJsonArray("event");
  }

  private JsonObject eventOf(int subscription) {
    return next(
        message ->
            "event".equals(message.getString("type"))
                && message.getInteger("id", -1) == subscription);
  }

  /** Collects the events of a subscription up to the first that fits, that one included. */
  public List<JsonObject> eventsUntil(int subscription, Predicate<JsonObject> last) {
    List<JsonObject> events = new ArrayList<>();
    JsonObject event;
    do {
      event = nextEvent(subscription);
      events.add(event);
    } while (!last.test(event));
    return events;
  }

  /** Waits for the first message that fits, in the order in which they came; keeps the others. */
  public JsonObject next(Predicate<JsonObject> wanted) {
    for (JsonObject message : kept) {
      if (wanted.test(message)) {
        kept.remove(message);
        return message;
      }
    }
    while (true) {
      JsonObject message = poll();
      if (wanted.test(message)) {
        return message;
      }
      if ("closed".equals(message.getString("type"))) {
        throw new AssertionError(
            "The connection was closed with code %s. Not asked for: %s"
                .formatted(message.getValue("code"), kept));
      }
      kept.add(message);
    }
  }

  private JsonObject poll() {
    try {
      JsonObject message = incoming.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError(
            "Nothing came for %d s. Not asked for: %s".formatted(PATIENCE_SECONDS, kept));
      }
      return message;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }

  /** Waits until the server closes the connection. */
  public void awaitClosed() {
    next(message -> "closed".equals(message.getString("type")));
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError("Nothing happened for " + PATIENCE_SECONDS + " s", late);
    }
  }

  @Override
  public void close() {
    await(client.close());
  }
}
