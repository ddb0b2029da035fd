package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A client of the websocket that sees every frame. */
final class WebsocketClient {
  private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private final Promise<Void> closed = Promise.promise();

  /** Held, because Vert.x closes the connections of a client that nobody holds any more. */
  private final WebSocketClient owner;

  private final Semaphore pings = new Semaphore(0);
  private final WebSocket socket;
  private int lastId;

  private WebsocketClient(WebSocketClient owner, WebSocket socket) {
    this.owner = owner;
    this.socket = socket;
  }

  static WebsocketClient connect(Vertx vertx, int port) {
    return connect(vertx, request(port));
  }

  /** A client behind a proxy on this machine. */
  static WebsocketClient connect(Vertx vertx, int port, String ip) {
    return connect(vertx, port, "X-Forwarded-For", ip);
  }

  static WebsocketClient connect(Vertx vertx, int port, String header, String value) {
    return connect(vertx, request(port).putHeader(header, value));
  }

  private static WebSocketConnectOptions request(int port) {
    return new WebSocketConnectOptions()
        .setHost("127.0.0.1")
        .setPort(port)
        .setURI("/api/websocket");
  }

  private static WebsocketClient connect(Vertx vertx, WebSocketConnectOptions request) {
    WebSocketClientOptions options =
        new WebSocketClientOptions()
            // So that a client that does not read is noticed before the system has taken megabytes.
            .setReceiveBufferSize(64 * 1024)
            .setMaxFrameSize(8 * 1024 * 1024)
            .setMaxMessageSize(8 * 1024 * 1024);
    WebSocketClient owner = vertx.createWebSocketClient(options);
    Promise<WebsocketClient> connected = Promise.promise();
    // On a context, so that no frame arrives before there is someone to take it.
    vertx.runOnContext(
        v ->
            owner
                .connect(request)
                .map(
                    socket -> {
                      WebsocketClient client = new WebsocketClient(owner, socket);
                      socket.textMessageHandler(client.frames::add);
                      socket.frameHandler(
                          frame -> {
                            if (frame.isPing()) {
                              client.pings.release();
                            }
                          });
                      socket.closeHandler(end -> client.closed.tryComplete());
                      return client;
                    })
                .onComplete(connected));
    return WebHub.await(connected.future());
  }

  /** Waits until the hub has asked so many times whether somebody is there. */
  void awaitPings(int count) {
    try {
      assertThat(pings.tryAcquire(count, 60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  void login(String accessToken) {
    assertThat(next().getString("type")).isEqualTo("auth_required");
    send(new JsonObject().put("type", "auth").put("access_token", accessToken));
    assertThat(next().getString("type")).isEqualTo("auth_ok");
  }

  void send(JsonObject message) {
    sendText(message.encode());
  }

  void sendText(String text) {
    WebHub.await(socket.writeTextMessage(text));
  }

  /** For what the hub may refuse before all of it has been sent. */
  void sendAndForget(JsonObject message) {
    socket.writeTextMessage(message.encode());
  }

  /** Begins a message and does not end it. */
  void sendBeginning(String text) {
    socket.writeFrame(WebSocketFrame.textFrame(text, false));
  }

  void sendBinary(Buffer frame) {
    WebHub.await(socket.writeBinaryMessage(frame));
  }

  /** Stops to read, as a client does that hangs. */
  void pause() {
    socket.pause();
  }

  void resume() {
    socket.resume();
  }

  /** Reads again after a while. */
  void resumeAfter(Vertx vertx, Duration pause) {
    vertx.setTimer(pause.toMillis(), fired -> socket.resume());
  }

  /** Sends a command with the next id. */
  int command(String type, JsonObject fields) {
    int id = ++lastId;
    send(fields.copy().put("id", id).put("type", type));
    return id;
  }

  /** Sends a command and takes the next frame for its answer. */
  JsonObject call(String type, JsonObject fields) {
    int id = command(type, fields);
    JsonObject answer = next();
    assertThat(answer.getInteger("id")).isEqualTo(id);
    return answer;
  }

  JsonObject call(String type) {
    return call(type, new JsonObject());
  }

  /** The result of a command that must succeed; an empty object for null and what is no object. */
  JsonObject result(String type, JsonObject fields) {
    JsonObject answer = call(type, fields);
    assertThat(answer.getBoolean("success")).as(answer.encode()).isTrue();
    return answer.getValue("result") instanceof JsonObject result ? result : new JsonObject();
  }

  /** The code of the error of a command that must fail. */
  String error(String type, JsonObject fields) {
    JsonObject answer = call(type, fields);
    assertThat(answer.getBoolean("success")).as(answer.encode()).isFalse();
    return answer.getJsonObject("error").getString("code");
  }

  JsonObject next() {
    return new JsonObject(nextText());
  }

  String nextText() {
    try {
      String frame = frames.poll(30, TimeUnit.SECONDS);
      assertThat(frame).as("a frame within 30 s").isNotNull();
      return frame;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  boolean hasFrames() {
    return !frames.isEmpty();
  }

  /** Succeeds when the hub has closed the connection. */
  Future<Void> closed() {
    return closed.future();
  }

  void awaitClosed() {
    WebHub.await(closed.future());
  }

  void close() {
    WebHub.await(socket.close().compose(closing -> owner.close()));
  }
}
