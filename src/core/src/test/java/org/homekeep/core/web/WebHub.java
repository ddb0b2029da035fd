package org.homekeep.core.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.core.account.Account;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.ClientAddress;
import org.homekeep.core.auth.RefreshToken;
import org.homekeep.core.auth.User;
import org.homekeep.core.bus.HubEvents;
import org.homekeep.core.home.HomeCommands;
import org.homekeep.core.home.HomeSettings;
import org.homekeep.core.http.HttpOptions;
import org.homekeep.core.http.HubHttpServer;
import org.homekeep.core.onboarding.Onboarding;
import org.homekeep.core.onboarding.OnboardingRoutes;
import org.homekeep.core.onboarding.SetUpGate;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Ulid;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.websocket.WebsocketEndpoint;
import org.homekeep.core.websocket.WebsocketLimits;

/** The web half of a hub on a directory, and a client for it. */
final class WebHub implements AutoCloseable {
  static final String CLIENT_ID = "http://127.0.0.1/";
  static final String USERNAME = "ada";
  static final String PASSWORD = "correct horse battery staple";

  final Vertx vertx = WatchedVertx.create(1);
  final TestClock clock = new TestClock();
  final HubRuntime runtime;
  final CommandTable commands = new CommandTable();
  final WebClient client = WebClient.create(vertx);
  private final Parts parts;
  final int port;

  record Parts(
      Storage storage,
      AuthManager auth,
      HubEvents events,
      HubHttpServer server,
      WebsocketEndpoint websocket) {}

  /** Adds what a test needs beside the real routes. */
  @FunctionalInterface
  interface Extra {
    void register(HubHttpServer server, CommandTable commands);
  }

  WebHub(Path directory) throws IOException {
    this(directory, WebsocketLimits.standard(), (server, commands) -> {});
  }

  WebHub(Path directory, WebsocketLimits limits, Extra extra) throws IOException {
    this(directory, HttpOptions.standard(), limits, extra);
  }

  WebHub(Path directory, HttpOptions options) throws IOException {
    this(directory, options, WebsocketLimits.standard(), (server, commands) -> {});
  }

  WebHub(Path directory, HttpOptions options, WebsocketLimits limits, Extra extra)
      throws IOException {
    this(directory, options, SetUpGate.of("127.0.0.1", false), limits, extra);
  }

  WebHub(Path directory, SetUpGate gate) throws IOException {
    this(
        directory,
        HttpOptions.standard(),
        gate,
        WebsocketLimits.standard(),
        (server, commands) -> {});
  }

  private WebHub(
      Path directory, HttpOptions options, SetUpGate gate, WebsocketLimits limits, Extra extra)
      throws IOException {
    Context context = vertx.getOrCreateContext();
    runtime = new HubRuntime(vertx, context, clock);
    HubDirectories directories = new HubDirectories(directory, directory);
    Storage.prepare(directories.storage());
    parts = onContext(() -> start(directories, options, gate, limits, extra));
    port = onContext(() -> parts.server().listen("127.0.0.1", 0));
  }

  private Future<Parts> start(
      HubDirectories directories,
      HttpOptions options,
      SetUpGate gate,
      WebsocketLimits limits,
      Extra extra) {
    Storage storage = new Storage(runtime, directories.storage());
    HubEvents events = new HubEvents(runtime, new Ulid(clock));
    return AuthManager.load(runtime, storage)
        .compose(
            auth ->
                HomeSettings.load(runtime, storage, events)
                    .compose(
                        home ->
                            Onboarding.load(storage, auth)
                                .map(
                                    onboarding -> {
                                      HubHttpServer server =
                                          new HubHttpServer(runtime, auth, options);
                                      Account.register(runtime, auth, server, commands);
                                      new OnboardingRoutes(
                                              onboarding, auth, home, "backup"::equals, gate)
                                          .register(server);
                                      new HomeCommands(
                                              home, directories, () -> List.of("backup"), false)
                                          .register(commands);
                                      WebsocketEndpoint websocket =
                                          new WebsocketEndpoint(
                                              runtime, auth, events, commands, limits);
                                      websocket.register(server);
                                      extra.register(server, commands);
                                      return new Parts(storage, auth, events, server, websocket);
                                    })));
  }

  AuthManager auth() {
    return parts.auth();
  }

  HubEvents events() {
    return parts.events();
  }

  /** As a hub that stops does. */
  Future<Void> sayGoodbye(Duration patience) {
    return parts.websocket().close(patience);
  }

  HubHttpServer server() {
    return parts.server();
  }

  /** Runs on the hub's context and waits for the result. */
  <T> T onContext(Supplier<Future<T>> action) {
    Promise<T> promise = Promise.promise();
    runtime.execute(
        () -> Future.<Void>succeededFuture().compose(v -> action.get()).onComplete(promise));
    return await(promise.future());
  }

  <T> T now(Supplier<T> action) {
    return onContext(() -> Future.succeededFuture(action.get()));
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(30, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError("Nothing happened for 30 s", late);
    }
  }

  HttpRequest<Buffer> request(HttpMethod method, String path) {
    return client.request(method, port, "127.0.0.1", path);
  }

  HttpResponse<Buffer> get(String path) {
    return await(request(HttpMethod.GET, path).send());
  }

  HttpResponse<Buffer> get(String path, String token) {
    return await(request(HttpMethod.GET, path).bearerTokenAuthentication(token).send());
  }

  HttpResponse<Buffer> post(String path, JsonObject body) {
    return await(request(HttpMethod.POST, path).sendJsonObject(body));
  }

  HttpResponse<Buffer> post(String path, String token, JsonObject body) {
    return await(
        request(HttpMethod.POST, path).bearerTokenAuthentication(token).sendJsonObject(body));
  }

  /** Posts a form of names and values. */
  HttpResponse<Buffer> form(String path, String... fields) {
    MultiMap form = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < fields.length; i += 2) {
      form.add(fields[i], fields[i + 1]);
    }
    return await(request(HttpMethod.POST, path).sendForm(form));
  }

  static JsonObject newUser() {
    return new JsonObject()
        .put("name", "Ada")
        .put("username", USERNAME)
        .put("password", PASSWORD)
        .put("client_id", CLIENT_ID)
        .put("language", "de");
  }

  /** Makes the first user and gives its tokens. */
  JsonObject onboard() {
    String code =
        post("/api/onboarding/users", newUser()).bodyAsJsonObject().getString("auth_code");
    return tokens(code);
  }

  /** Turns a code into tokens. */
  JsonObject tokens(String code) {
    return form(
            "/auth/token", "grant_type", "authorization_code", "code", code, "client_id", CLIENT_ID)
        .bodyAsJsonObject();
  }

  /** An access token without the quarter of a second that a password takes. */
  String tokenOf(String userName) {
    return now(
        () -> {
          User user =
              auth().users().stream()
                  .filter(each -> each.name().equals(userName))
                  .findFirst()
                  .orElseThrow();
          RefreshToken token =
              auth().createClientToken(auth().credentialsOf(user).get(0), CLIENT_ID);
          return auth().createAccessToken(token, new ClientAddress("127.0.0.1", false)).reveal();
        });
  }

  /** The first step of a login. */
  String startLogin() {
    return post(
            "/auth/login_flow",
            new JsonObject()
                .put("client_id", CLIENT_ID)
                .put("handler", new JsonArray().add("homeassistant").addNull())
                .put("redirect_uri", CLIENT_ID + "?auth_callback=1"))
        .bodyAsJsonObject()
        .getString("flow_id");
  }

  /** The second step of a login. */
  HttpResponse<Buffer> login(String flowId, String username, String password) {
    return post(
        "/auth/login_flow/" + flowId,
        new JsonObject()
            .put("client_id", CLIENT_ID)
            .put("username", username)
            .put("password", password));
  }

  /** Waits until all that was changed so far is on the disk. */
  void flush() {
    onContext(() -> parts.storage().flush());
  }

  WebsocketClient connect() {
    return WebsocketClient.connect(vertx, port);
  }

  /** A connection that has logged in. */
  WebsocketClient connect(String accessToken) {
    WebsocketClient socket = connect();
    socket.login(accessToken);
    return socket;
  }

  @Override
  public void close() {
    onContext(
        () -> {
          Future<Void> clientsGone = sayGoodbye(Duration.ofMillis(500));
          parts.auth().close();
          return clientsGone
              .compose(gone -> parts.server().close())
              .compose(closed -> parts.storage().flush())
              .compose(flushed -> runtime.close());
        });
    await(vertx.close());
  }

  /** A clock that a test turns. */
  static final class TestClock extends Clock {
    private volatile Instant now = Instant.parse("2026-08-01T12:00:00Z");

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
