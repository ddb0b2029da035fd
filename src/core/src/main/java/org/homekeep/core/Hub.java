package org.homekeep.core;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.homekeep.core.runtime.DirectoryLock;
import org.homekeep.core.runtime.Settings;

/** Placeholder with the shape of the hub. */
public final class Hub {
  private final HttpServer server;
  private final DirectoryLock lock;
  private final String host;

  private Hub(HttpServer server, DirectoryLock lock, String host) {
    this.server = server;
    this.lock = lock;
    this.host = host;
  }

  public static Future<Hub> start(Vertx vertx, HubOptions options) {
    return vertx
        .executeBlocking(
            () -> {
              var unused = Settings.resolve(Map.of(), options.settings(), options.environment());
              return DirectoryLock.claim(options.directories().config());
            })
        .compose(
            lock ->
                vertx
                    .createHttpServer()
                    .requestHandler(
                        request ->
                            request
                                .response()
                                .putHeader("Content-Type", "application/json")
                                .end("{\"auth_code\":\"placeholder\"}"))
                    .listen(options.port(), options.host())
                    .map(server -> new Hub(server, lock, options.host()))
                    .onFailure(
                        failure -> {
                          try {
                            lock.close();
                          } catch (IOException closing) {
                            failure.addSuppressed(closing);
                          }
                        }));
  }

  public int port() {
    return server.actualPort();
  }

  public URI address() {
    return URI.create("http://" + host + ":" + port());
  }

  public Future<Void> stop() {
    return server
        .close()
        .onComplete(
            closed -> {
              try {
                lock.close();
              } catch (IOException alreadyGone) {
                throw new java.io.UncheckedIOException(alreadyGone);
              }
            });
  }
}
