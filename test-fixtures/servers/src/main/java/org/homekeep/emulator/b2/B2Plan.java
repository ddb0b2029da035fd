package org.homekeep.emulator.b2;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.util.Optional;
import org.homekeep.emulator.fault.EmulatorControl;
import org.homekeep.emulator.fault.FaultPlane;
import org.homekeep.emulator.fault.RequestLog;
import org.homekeep.emulator.server.Deployment;
import org.homekeep.emulator.server.EmulatorClock;
import org.homekeep.emulator.server.Line;
import org.homekeep.emulator.server.Reception;
import org.homekeep.emulator.server.Tokens;
import org.homekeep.emulator.server.UploadGauge;
import org.homekeep.emulator.server.Watch;
import org.homekeep.emulator.server.Worker;

/** How the emulator of B2 starts and stops. */
final class B2Plan implements Deployment.Plan<Service, B2Plan.Parts> {
  private static final long LIFECYCLE_MS = 60_000;

  private final Vertx vertx;
  private final B2EmulatorOptions options;
  private Runnable beforeLettingGo = () -> {};

  B2Plan(Vertx vertx, B2EmulatorOptions options) {
    this.vertx = vertx;
    this.options = options;
  }

  /** What a running emulator is made of. */
  record Parts(
      Context context,
      Service service,
      EmulatorControl control,
      Administration administration,
      HttpServer server,
      Optional<HttpServer> pod) {}

  @Override
  public Service load(Worker worker) throws IOException {
    Disk disk = Disk.open(options.directory());
    try {
      EmulatorClock clock = new EmulatorClock(options.clock());
      Catalogue catalogue = Catalogue.load(disk, worker);
      Line line = new Line();
      line.limit(options.network().lineRate(), options.network().lineRate());
      clock.notBefore(catalogue.newestTime());
      return new Service(
          options,
          clock,
          disk,
          worker,
          Account.load(disk, worker, options.bucketName()),
          catalogue,
          new Tokens<>(clock),
          new Tokens<>(clock),
          new Tokens<>(clock),
          line,
          new UploadGauge(),
          new Watch(),
          new Pods());
    } catch (IOException | RuntimeException failed) {
      disk.close();
      throw failed;
    }
  }

  @Override
  public Future<Parts> open(Context context, Service service) {
    FaultPlane faults = new FaultPlane();
    RequestLog log = new RequestLog();
    EmulatorControl control = new EmulatorControl(context, faults, log);
    Lifecycle lifecycle = new Lifecycle(service);
    Administration administration = new Administration(service, lifecycle, faults, log);
    administration.register(control);
    Reception reception =
        new Reception(
            vertx, service.clock(), control, faults, log, service.watch(), new B2Calls(service));
    long timer = vertx.setPeriodic(LIFECYCLE_MS, ignored -> lifecycle.run());
    beforeLettingGo = () -> vertx.cancelTimer(timer);
    return serve(reception, options.network().port())
        .compose(
            server ->
                secondPod(reception, service)
                    .map(pod -> new Parts(context, service, control, administration, server, pod))
                    .recover(
                        failure ->
                            server.close().transform(ignored -> Future.failedFuture(failure))));
  }

  @Override
  public Future<Void> close(Parts parts) {
    return parts
        .server()
        .close()
        .transform(
            ignored -> parts.pod().map(HttpServer::close).orElseGet(Future::succeededFuture));
  }

  @Override
  public void letGo(Service service) throws IOException {
    beforeLettingGo.run();
    service.disk().close();
  }

  private Future<HttpServer> serve(Reception reception, int port) {
    B2EmulatorOptions.Network network = options.network();
    return vertx
        .createHttpServer(Deployment.serverOptions(network.host(), port, network.lineRate()))
        .requestHandler(reception)
        .listen();
  }

  private Future<Optional<HttpServer>> secondPod(Reception reception, Service service) {
    if (options.network().podPort().isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return serve(reception, options.network().podPort().getAsInt())
        .map(
            server -> {
              service.pods().second(server.actualPort());
              return Optional.of(server);
            });
  }
}
