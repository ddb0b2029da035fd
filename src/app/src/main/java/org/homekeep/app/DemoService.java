package org.homekeep.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.HubOptions;
import org.homekeep.core.frontend.directory.FrontendDirectory;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.emulator.b2.B2Emulator;
import org.homekeep.emulator.b2.B2EmulatorOptions;
import org.homekeep.emulator.cloud.CloudEmulator;
import org.homekeep.emulator.cloud.CloudEmulatorOptions;

/** A hub with sample data, emulators of both services beside it, and a first user. */
final class DemoService implements Foreground.Service {
  static final String USER = "demo";
  static final String BUCKET = "homekeep-demo";

  private static final String HOST = "127.0.0.1";
  private static final int USUAL_PORT = 8123;

  private final Path directory;
  private final Optional<Integer> port;
  private final Map<String, String> environment;
  private final Secret password;
  private final Optional<FrontendDirectory> frontend;
  private final EmulatorService<B2Emulator> b2;
  private final EmulatorService<CloudEmulator> cloud;
  private Future<SampleData.Summary> sample = Future.failedFuture("Nothing was written.");
  private Future<HubService> hub = Future.failedFuture("The hub was not started.");
  private Future<Void> user = Future.failedFuture("There is no user.");

  /**
   * @param directory throw-away; everything of the demo lies in it
   * @param port that somebody asked for; else the usual one, or any when that is in use
   * @param environment of the process; the addresses of the emulators are put into it
   * @param password of the user here and of the account at Home Assistant Cloud
   * @param frontend Home Assistant's, in place of the hub's own page
   */
  DemoService(
      Path directory,
      Optional<Integer> port,
      Map<String, String> environment,
      Secret password,
      Optional<FrontendDirectory> frontend) {
    this.directory = directory;
    this.port = port;
    this.environment = environment;
    this.password = password;
    this.frontend = frontend;
    this.b2 =
        EmulatorService.of(
            B2EmulatorOptions.in(directory.resolve("b2")).listen(HOST, 0).firstBucket(BUCKET),
            Optional.empty());
    this.cloud =
        EmulatorService.of(
            CloudEmulatorOptions.in(directory.resolve("cloud"))
                .listen(HOST, 0)
                .password(password.reveal()),
            Optional.empty());
  }

  @Override
  public Future<Void> start(Vertx vertx) {
    sample = vertx.executeBlocking(() -> SampleData.write(data()), false);
    hub = Future.all(b2.start(vertx), cloud.start(vertx)).compose(started -> startHub(vertx));
    user = hub.compose(running -> DemoUser.add(vertx, running.address(), password));
    return Future.all(sample, user).mapEmpty();
  }

  private Future<HubService> startHub(Vertx vertx) {
    return port.map(wanted -> startHub(vertx, wanted))
        .orElseGet(() -> startHub(vertx, USUAL_PORT).recover(taken -> startHub(vertx, 0)));
  }

  private Future<HubService> startHub(Vertx vertx, int port) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("HOMEKEEP_B2_URL", b2.emulator().url());
    variables.put("HOMEKEEP_CLOUD_URL", cloud.emulator().url());
    HubService service =
        new HubService(
            new HubOptions(
                    new HubDirectories(directory.resolve("config"), data()),
                    HOST,
                    port,
                    Map.of(),
                    Map.copyOf(variables),
                    Clock.system(ZoneId.systemDefault()))
                .with(frontend));
    return service.start(vertx).map(service);
  }

  @Override
  public Future<Void> stop() {
    // What has begun comes to its end first: it would only fail noisily.
    return Future.join(sample.otherwiseEmpty(), user.otherwiseEmpty())
        .compose(
            quiet ->
                Future.join(
                    hub.compose(HubService::stop).otherwiseEmpty(), b2.stop(), cloud.stop()))
        .mapEmpty();
  }

  URI address() {
    return hub.result().address();
  }

  B2Emulator b2() {
    return b2.emulator();
  }

  CloudEmulator cloud() {
    return cloud.emulator();
  }

  SampleData.Summary sample() {
    return sample.result();
  }

  Path data() {
    return directory.resolve("data");
  }
}
