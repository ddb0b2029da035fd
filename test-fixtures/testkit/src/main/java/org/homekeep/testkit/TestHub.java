package org.homekeep.testkit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.homekeep.api.Integration;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.core.Hub;
import org.homekeep.core.HubOptions;
import org.homekeep.core.frontend.directory.FrontendDirectory;
import org.homekeep.core.integration.IntegrationSources;
import org.homekeep.core.runtime.HubDirectories;

/** A real hub on a free port, with the integrations of the class path, for one test. */
public final class TestHub implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Vertx vertx;
  private final HubOptions options;
  private Hub hub;

  private TestHub(Vertx vertx, HubOptions options) {
    this.vertx = vertx;
    this.options = options;
    this.hub = await(Hub.start(vertx, options));
  }

  /** Starts a hub and waits until it accepts requests. */
  public static TestHub start(Path config, Path data, Map<String, String> settings) {
    WarmHub.once();
    Vertx vertx = WatchedVertx.create();
    return new TestHub(vertx, options(config, data, settings));
  }

  /** Starts a hub that has further integrations, such as the fixture. */
  public static TestHub start(Path config, Path data, Integration... integrations) {
    return start(config, data, IntegrationSources.standard().and(integrations));
  }

  /** Starts a hub that has further integrations, and settings. */
  public static TestHub start(
      Path config, Path data, Map<String, String> settings, Integration... integrations) {
    WarmHub.once();
    return new TestHub(
        WatchedVertx.create(),
        options(config, data, settings).with(IntegrationSources.standard().and(integrations)));
  }

  /** Starts a hub with integrations from these sources. */
  public static TestHub start(Path config, Path data, IntegrationSources integrations) {
    WarmHub.once();
    Vertx vertx = WatchedVertx.create();
    return new TestHub(vertx, options(config, data, Map.of()).with(integrations));
  }

  /** Starts a hub that shows Home Assistant's frontend out of a directory. */
  public static TestHub start(
      Path config, Path data, Map<String, String> settings, FrontendDirectory frontend) {
    WarmHub.once();
    return new TestHub(
        WatchedVertx.create(), options(config, data, settings).with(Optional.of(frontend)));
  }

  static HubOptions options(Path config, Path data, Map<String, String> settings) {
    return new HubOptions(
        new HubDirectories(config, data),
        "127.0.0.1",
        0,
        settings,
        Map.of(),
        Clock.system(ZoneId.systemDefault()));
  }

  /** The port that it listens on; the same after a restart from within. */
  public int port() {
    return hub.port();
  }

  /** Stops the hub and starts another one on the same directories and port. */
  public void restart() {
    int port = hub.port();
    await(hub.stop());
    hub = await(Hub.start(vertx, options.withPort(port)));
  }

  /** Sends a command without fields through a websocket of its own. */
  public JsonObject ask(HubSession who, String command) {
    return ask(who, command, new JsonObject());
  }

  /** Sends a command through a websocket of its own and gives its result. */
  public JsonObject ask(HubSession who, String command, JsonObject fields) {
    try (WebsocketClient socket = who.websocket(vertx)) {
      return socket.call(command, fields);
    }
  }

  /** Waits for a future on the thread of the test. */
  public static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError("Not done after " + PATIENCE_SECONDS + " s", late);
    }
  }

  @Override
  public void close() {
    await(hub.stop().eventually(vertx::close));
  }
}
