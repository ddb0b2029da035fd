package org.homekeep.core.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.auth.Access;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.ClientAddress;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Worker;

/**
 * The hub's HTTP server. Routes are added first, then it listens, once.
 *
 * <p>All its handlers run on the hub's context.
 */
public final class HubHttpServer implements Routes {
  /** Of a websocket message (framework.md §14b). */
  private static final int LARGEST_MESSAGE = 4 * 1024 * 1024;

  private static final int LONGEST_HEADER = 24_570;

  /** A token in a form field; the default would refuse long ones. */
  private static final int LONGEST_FORM_FIELD = 16 * 1024;

  /** Of a body, as it is handed on: a few large ones cost less than many small ones. */
  private static final int LARGEST_CHUNK = 32 * 1024;

  /** How long a websocket client may take to say goodbye, too; whoever does so is gone at once. */
  private static final int GOODBYE_SECONDS = 2;

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final HubRuntime runtime;
  private final AuthManager auth;

  /** For the files of the page, and for bodies that take long to parse. */
  private final Worker worker;

  private final IdleConnections idleConnections;
  private final HttpOptions options;
  private final Bans bans;
  private final RouteTable routes = new RouteTable();
  private Optional<Page> otherPage = Optional.empty();
  private Optional<HttpServer> server = Optional.empty();
  private Optional<RequestPipeline> pipeline = Optional.empty();

  /** Call on the hub's context. */
  public HubHttpServer(HubRuntime runtime, AuthManager auth, HttpOptions options) {
    this.runtime = runtime;
    this.options = options;
    this.auth = auth;
    this.idleConnections = new IdleConnections(runtime.timers(), IdleConnections.MOST);
    this.worker = runtime.worker("http", 1);
    this.bans = new Bans(runtime.clock(), worker, options);
  }

  @Override
  public void add(
      HttpMethod method, String path, Access access, BodyMode body, RouteHandler handler) {
    routes.add(Route.of(method, path, access, body, handler));
  }

  /** Shows this page in place of the hub's own. Call before it listens. */
  public void show(Page page) {
    otherPage = Optional.of(page);
  }

  /** All routes that were added so far. */
  public List<KnownRoute> routes() {
    return routes.all();
  }

  /** Lets somebody hear of failed logins, in place of whoever did before. */
  public void watchLogins(LoginWatch watch) {
    bans.watch(watch);
  }

  /**
   * Ends the ban of an address, on the disk first. Call on the hub's context.
   *
   * @return whether it was banned. Fails with an {@code IOException} when the file of bans cannot
   *     be written
   */
  public Future<Boolean> unban(ClientAddress address) {
    return bans.unban(address);
  }

  /**
   * Starts to accept requests. Fails with what the system says: a {@code BindException} for a port
   * in use or an address of another machine, {@code UnknownHostException} for none.
   *
   * @param port 0 for any that is free
   * @return the port that it is
   */
  public Future<Integer> listen(String host, int port) {
    Promise<Integer> listening = Promise.promise();
    runtime.execute(() -> start(host, port).onComplete(listening));
    return listening.future();
  }

  private Future<Integer> start(String host, int port) {
    return bans.load()
        .compose(loaded -> page())
        .compose(
            page -> {
              RequestPipeline requests =
                  new RequestPipeline(runtime, worker, auth, routes, page, options, bans);
              HttpServer created = runtime.vertx().createHttpServer(serverOptions(host, port));
              pipeline = Optional.of(requests);
              server = Optional.of(created);
              return created
                  .connectionHandler(idleConnections::opened)
                  .requestHandler(
                      request -> {
                        idleConnections.began(request);
                        requests.handle(request);
                      })
                  .listen();
            })
        .map(HttpServer::actualPort);
  }

  private Future<Page> page() {
    return otherPage
        .map(Future::succeededFuture)
        .orElseGet(
            () ->
                worker
                    .run(() -> PageFiles.load(HubHttpServer.class.getClassLoader()))
                    .map(own -> own::show));
  }

  static HttpServerOptions serverOptions(String host, int port) {
    return new HttpServerOptions()
        .setHost(host)
        .setPort(port)
        .setHttp2ClearTextEnabled(false)
        .setMaxInitialLineLength(LONGEST_HEADER)
        .setMaxHeaderSize(2 * LONGEST_HEADER)
        .setMaxChunkSize(LARGEST_CHUNK)
        .setMaxFormAttributeSize(LONGEST_FORM_FIELD)
        .setWebSocketClosingTimeout(GOODBYE_SECONDS)
        .setMaxWebSocketFrameSize(LARGEST_MESSAGE)
        .setMaxWebSocketMessageSize(LARGEST_MESSAGE)
        // The limits above count compressed bytes: a small frame could unpack to gigabytes.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
  }

  /** Answers 503 to everything from now on; requests under way go on. */
  public void stopAccepting() {
    pipeline.ifPresent(RequestPipeline::stopping);
  }

  /** Lets requests under way end, for a few seconds, and closes everything. */
  public Future<Void> close() {
    stopAccepting();
    idleConnections.close();
    return server
        .map(running -> running.shutdown(GRACE))
        .orElseGet(Future::succeededFuture)
        .eventually(bans::flush);
  }
}
