package org.homekeep.core.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Supplier;
import org.homekeep.core.runtime.Timers;

/**
 * A server that answers everything with 503 and says why, while the hub's own does not listen: a
 * page for browsers, JSON for programs, and nothing else. Touched on the hub's context.
 */
public final class WaitingRoom {
  private static final String RETRY_AFTER_SECONDS = "5";

  /** Whoever sends nothing, or reads nothing, gives way. */
  private static final int IDLE_SECONDS = 10;

  /** Each costs some kilobytes, and nobody has anything to do here. */
  private static final int MOST = 256;

  private final Vertx vertx;
  private final Timers timers;
  private final String title;
  private final Supplier<String> words;
  private final Supplier<JsonObject> details;
  private Optional<HttpServer> server = Optional.empty();
  private Optional<IdleConnections> connections = Optional.empty();

  /**
   * A room that is not open yet.
   *
   * @param title what is going on
   * @param words how far it is and what to do, as sentences for people
   * @param details the same for programs, which get them beside the words
   */
  public WaitingRoom(
      Vertx vertx,
      Timers timers,
      String title,
      Supplier<String> words,
      Supplier<JsonObject> details) {
    this.vertx = vertx;
    this.timers = timers;
    this.title = title;
    this.words = words;
    this.details = details;
  }

  /** Listens; fails as {@link HubHttpServer#listen} does. */
  public Future<Integer> listen(String host, int port) {
    // Who sends something now and then is not idle, and may ask for nothing all the same.
    IdleConnections idle = new IdleConnections(timers, MOST);
    connections = Optional.of(idle);
    HttpServer created =
        vertx.createHttpServer(
            HubHttpServer.serverOptions(host, port).setIdleTimeout(IDLE_SECONDS));
    return created
        .connectionHandler(idle::opened)
        .requestHandler(
            request -> {
              idle.began(request);
              answer(request);
            })
        .listen()
        .onSuccess(listening -> server = Optional.of(listening))
        .onFailure(refused -> idle.close())
        .map(HttpServer::actualPort);
  }

  /** Gives the port back. */
  public Future<Void> close() {
    connections.ifPresent(IdleConnections::close);
    return server.map(HttpServer::close).orElseGet(Future::succeededFuture);
  }

  private void answer(HttpServerRequest request) {
    HttpServerResponse response = request.response().setStatusCode(503);
    response.exceptionHandler(gone -> {});
    response
        .putHeader("Retry-After", RETRY_AFTER_SECONDS)
        .putHeader("Cache-Control", "no-store")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Connection", "close");
    String body;
    if (isBrowser(request)) {
      response
          .putHeader("Content-Type", "text/html; charset=utf-8")
          .putHeader("Content-Security-Policy", WaitingPage.CONTENT_SECURITY_POLICY);
      body = WaitingPage.of(title, words.get());
    } else {
      response.putHeader("Content-Type", "application/json");
      body = details.get().put("message", words.get()).encode();
    }
    Future<Void> answered =
        request.method().equals(HttpMethod.HEAD) ? response.end() : response.end(body);
    answered.onComplete(done -> request.connection().close());
  }

  private static boolean isBrowser(HttpServerRequest request) {
    String path = Optional.ofNullable(request.path()).orElse("");
    boolean reads =
        request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    return reads
        && !path.startsWith("/api")
        && Optional.ofNullable(request.getHeader("Accept")).orElse("").contains("text/html");
  }
}
