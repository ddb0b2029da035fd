package org.homekeep.emulator.cloud;

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
import org.homekeep.emulator.server.UploadGauge;
import org.homekeep.emulator.server.Watch;
import org.homekeep.emulator.server.Worker;

/** How the emulator of Home Assistant Cloud starts and stops. */
final class CloudPlan implements Deployment.Plan<CloudService, CloudPlan.Parts> {
  private final Vertx vertx;
  private final CloudEmulatorOptions options;

  CloudPlan(Vertx vertx, CloudEmulatorOptions options) {
    this.vertx = vertx;
    this.options = options;
  }

  /** What a running emulator is made of. */
  record Parts(
      Context context,
      CloudService service,
      EmulatorControl control,
      CloudAdministration administration,
      HttpServer server,
      Optional<HttpServer> objects) {}

  @Override
  public CloudService load(Worker worker) throws IOException {
    CloudDisk disk = CloudDisk.open(options.directory());
    try {
      EmulatorClock clock = new EmulatorClock(options.clock());
      Line line = new Line();
      line.limit(options.network().lineRate(), options.network().lineRate());
      return new CloudService(
          options,
          clock,
          disk,
          worker,
          Users.load(disk, worker, options.password(), clock.now()),
          RefreshTokens.load(disk, worker, clock),
          Issuer.load(disk, worker, clock),
          StoredFiles.load(disk, worker, clock),
          new SignedUrls(clock),
          line,
          new UploadGauge(),
          new Watch());
    } catch (IOException | RuntimeException failed) {
      disk.close();
      throw failed;
    }
  }

  @Override
  public Future<Parts> open(Context context, CloudService service) {
    FaultPlane faults = new FaultPlane();
    RequestLog log = new RequestLog();
    EmulatorControl control = new EmulatorControl(context, faults, log);
    Logins logins = new Logins(service);
    Sessions sessions = new Sessions(service.clock());
    CloudAdministration administration =
        new CloudAdministration(service, logins, sessions, faults, log);
    administration.register(control);
    Reception reception =
        new Reception(
            vertx,
            service.clock(),
            control,
            faults,
            log,
            service.watch(),
            new CloudCalls(service, logins, sessions));
    return serve(reception, options.network().port())
        .compose(
            server ->
                objects(reception, service)
                    .map(
                        objects ->
                            new Parts(context, service, control, administration, server, objects))
                    .recover(
                        failure ->
                            server.close().transform(ignored -> Future.failedFuture(failure))));
  }

  private Future<HttpServer> serve(Reception reception, int port) {
    CloudEmulatorOptions.Network network = options.network();
    return vertx
        .createHttpServer(Deployment.serverOptions(network.host(), port, network.lineRate()))
        .requestHandler(reception)
        .listen();
  }

  private Future<Optional<HttpServer>> objects(Reception reception, CloudService service) {
    if (options.network().objectPort().isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return serve(reception, options.network().objectPort().getAsInt())
        .map(
            server -> {
              service.urls().at(server.actualPort());
              return Optional.of(server);
            });
  }

  @Override
  public Future<Void> close(Parts parts) {
    return parts
        .server()
        .close()
        .transform(
            ignored -> parts.objects().map(HttpServer::close).orElseGet(Future::succeededFuture));
  }

  @Override
  public void letGo(CloudService service) throws IOException {
    service.disk().close();
  }
}
