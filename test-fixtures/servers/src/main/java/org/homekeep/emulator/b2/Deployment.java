package org.homekeep.emulator.b2;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.homekeep.emulator.fault.EmulatorControl;
import org.homekeep.emulator.fault.FaultPlane;
import org.homekeep.emulator.fault.RequestLog;

/** The start and stop of an emulator, which ends with Vert.x at the latest. */
final class Deployment implements Deployable {
  private static final int MAX_HEADERS = 32_768;
  private static final int MAX_LINE = 16_384;
  private static final int IDLE_MINUTES = 15;
  private static final int LINE_BUFFER = 65_536;
  private static final long LIFECYCLE_MS = 60_000;

  private final Vertx vertx;
  private final B2EmulatorOptions options;
  private final Worker worker;
  private Optional<Parts> parts = Optional.empty();
  private Runnable beforeLettingGo = () -> {};

  Deployment(Vertx vertx, B2EmulatorOptions options) {
    this.vertx = vertx;
    this.options = options;
    this.worker = new Worker(vertx, "b2-emulator-" + UUID.randomUUID());
  }

  @Override
  public Future<?> deploy(Context context) {
    return worker
        .run(() -> load(options, worker))
        .compose(
            service ->
                listen(context, service)
                    .recover(failure -> letGo(service).transform(ignored -> failed(failure))))
        .recover(failure -> worker.close().transform(ignored -> failed(failure)));
  }

  @Override
  public Future<?> undeploy(Context context) {
    return parts.isEmpty()
        ? Future.succeededFuture()
        : parts
            .get()
            .close()
            .transform(ignored -> letGo(parts.get().service()))
            .transform(ignored -> worker.close());
  }

  /** What runs; fails when it was stopped before it could be asked for. */
  Future<Parts> parts() {
    return parts
        .map(Future::succeededFuture)
        .orElseGet(() -> Future.failedFuture("The emulator was stopped while it started."));
  }

  private Future<Parts> listen(Context context, Service service) {
    FaultPlane faults = new FaultPlane();
    RequestLog log = new RequestLog();
    EmulatorControl control = new EmulatorControl(context, faults, log);
    Lifecycle lifecycle = new Lifecycle(service);
    Administration administration = new Administration(service, lifecycle, faults, log);
    administration.register(control);
    Dispatcher dispatcher = new Dispatcher(vertx, service, control, faults, log);
    long timer = vertx.setPeriodic(LIFECYCLE_MS, ignored -> lifecycle.run());
    beforeLettingGo = () -> vertx.cancelTimer(timer);
    return serve(dispatcher, options.network().port())
        .compose(
            server ->
                secondPod(dispatcher, service)
                    .map(pod -> new Parts(context, service, control, administration, server, pod))
                    .recover(failure -> server.close().transform(ignored -> failed(failure))))
        .onSuccess(made -> parts = Optional.of(made));
  }

  private Future<HttpServer> serve(Dispatcher dispatcher, int port) {
    return vertx
        .createHttpServer(serverOptions(options).setPort(port))
        .requestHandler(dispatcher)
        .listen();
  }

  private Future<Optional<HttpServer>> secondPod(Dispatcher dispatcher, Service service) {
    if (options.network().podPort().isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return serve(dispatcher, options.network().podPort().getAsInt())
        .map(
            server -> {
              service.pods().second(server.actualPort());
              return Optional.of(server);
            });
  }

  private Future<Void> letGo(Service service) {
    beforeLettingGo.run();
    return worker.change(service.disk()::close);
  }

  private static <T> Future<T> failed(Throwable failure) {
    return Future.failedFuture(failure);
  }

  /** What a running emulator is made of. */
  record Parts(
      Context context,
      Service service,
      EmulatorControl control,
      Administration administration,
      HttpServer server,
      Optional<HttpServer> pod) {
    Future<Void> close() {
      return server
          .close()
          .transform(ignored -> pod.map(HttpServer::close).orElseGet(Future::succeededFuture));
    }
  }

  private static Service load(B2EmulatorOptions options, Worker worker) throws IOException {
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
          new Pods());
    } catch (IOException | RuntimeException failed) {
      disk.close();
      throw failed;
    }
  }

  private static HttpServerOptions serverOptions(B2EmulatorOptions options) {
    HttpServerOptions listening = new HttpServerOptions();
    if (options.network().lineRate() > 0) {
      // Or else a client sends megabytes at once, into the buffers of this machine.
      listening.setReceiveBufferSize(LINE_BUFFER).setSendBufferSize(LINE_BUFFER);
    }
    return listening
        .setHost(options.network().host())
        .setHttp2ClearTextEnabled(false)
        .setMaxHeaderSize(MAX_HEADERS)
        .setMaxInitialLineLength(MAX_LINE)
        .setIdleTimeout(IDLE_MINUTES)
        .setIdleTimeoutUnit(TimeUnit.MINUTES);
  }
}
