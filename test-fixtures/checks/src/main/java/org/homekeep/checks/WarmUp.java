package org.homekeep.checks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Loads the classes of HTTP, websocket and JSON once, where it disturbs nobody. */
final class WarmUp {
  private static final String HOST = "127.0.0.1";
  private static final long PATIENCE_SECONDS = 60;

  private WarmUp() {}

  /** Completes when it was done in this JVM, by this call or an earlier one. */
  static void done() {
    if (Once.ANSWER.length() == 0) {
      throw new IllegalStateException("The request of the warm-up was not answered.");
    }
  }

  /** Nothing but the field: code of this class on another thread would wait for it for ever. */
  private static final class Once {
    static final Buffer ANSWER = WarmUp.send();
  }

  private static Buffer send() {
    Vertx vertx = Vertx.vertx();
    WebSocketClient sockets = vertx.createWebSocketClient();
    HttpClient client = vertx.createHttpClient();
    Future<Buffer> answer =
        listen(vertx)
            .compose(
                server ->
                    ask(client, server.actualPort())
                        .compose(
                            body -> sockets.connect(server.actualPort(), HOST, "/").map(body)));
    try {
      return answer.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new IllegalStateException("The warm-up was not done in time.", late);
    } finally {
      vertx.close();
    }
  }

  private static Future<HttpServer> listen(Vertx vertx) {
    return vertx
        .createHttpServer()
        .webSocketHandler(socket -> {})
        .requestHandler(
            request ->
                request
                    .body()
                    .onSuccess(body -> request.response().end(body.toJsonObject().encode())))
        .listen(0, HOST);
  }

  private static Future<Buffer> ask(HttpClient client, int port) {
    return client
        .request(HttpMethod.POST, port, HOST, "/")
        .compose(request -> request.send(new JsonObject().put("a", 1).toBuffer()))
        .compose(HttpClientResponse::body);
  }
}
