package org.homekeep.emulator.server;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The start and stop of an emulator, which ends with Vert.x at the latest.
 *
 * @param <S> what it knows
 * @param <P> what runs
 */
public final class Deployment<S, P> implements Deployable {
  private static final int MAX_HEADERS = 32_768;
  private static final int MAX_LINE = 16_384;
  private static final int IDLE_MINUTES = 15;
  private static final int LINE_BUFFER = 65_536;

  private final Worker worker;
  private final Plan<S, P> plan;
  private Optional<Running<S, P>> running = Optional.empty();

  /** Will run by a plan. */
  public Deployment(Vertx vertx, Plan<S, P> plan) {
    this.worker = new Worker(vertx, "emulator-" + UUID.randomUUID());
    this.plan = plan;
  }

  /** What an emulator does when it starts and when it stops. */
  public interface Plan<S, P> {
    /** Takes the directory and reads what is there; blocks. */
    S load(Worker worker) throws IOException;

    /** Begins to take requests. */
    Future<P> open(Context context, S state);

    /** Takes no more requests, and closes connections. */
    Future<Void> close(P parts);

    /** Lets go of the directory, also when nothing could be opened; blocks. */
    void letGo(S state) throws IOException;
  }

  @Override
  public Future<?> deploy(Context context) {
    return worker
        .run(() -> plan.load(worker))
        .compose(
            state ->
                plan.open(context, state)
                    .onSuccess(parts -> running = Optional.of(new Running<>(state, parts)))
                    .recover(failure -> letGo(state).transform(ignored -> failed(failure))))
        .recover(failure -> worker.close().transform(ignored -> failed(failure)));
  }

  @Override
  public Future<?> undeploy(Context context) {
    return running
        .map(
            it ->
                plan.close(it.parts())
                    .transform(ignored -> letGo(it.state()))
                    .transform(ignored -> worker.close()))
        .orElseGet(Future::succeededFuture);
  }

  /** What runs; fails when it was stopped before it could be asked for. */
  public Future<P> parts() {
    return running
        .map(it -> Future.succeededFuture(it.parts()))
        .orElseGet(() -> Future.failedFuture("The emulator was stopped while it started."));
  }

  private Future<Void> letGo(S state) {
    return worker.change(() -> plan.letGo(state));
  }

  private static <T> Future<T> failed(Throwable failure) {
    return Future.failedFuture(failure);
  }

  private record Running<S, P>(S state, P parts) {}

  /**
   * How an emulator listens.
   *
   * @param lineRate the bytes a second that its line passes, 0 for no limit
   */
  public static HttpServerOptions serverOptions(String host, int port, long lineRate) {
    HttpServerOptions listening = new HttpServerOptions();
    if (lineRate > 0) {
      // Or else a client sends megabytes at once, into the buffers of this machine.
      listening.setReceiveBufferSize(LINE_BUFFER).setSendBufferSize(LINE_BUFFER);
    }
    return listening
        .setHost(host)
        .setPort(port)
        .setHttp2ClearTextEnabled(false)
        .setMaxHeaderSize(MAX_HEADERS)
        .setMaxInitialLineLength(MAX_LINE)
        .setIdleTimeout(IDLE_MINUTES)
        .setIdleTimeoutUnit(TimeUnit.MINUTES);
  }

  /** The address of what listens there, for clients on this machine. */
  public static String url(String host, int port) {
    return "http://%s:%d".formatted(host.equals("0.0.0.0") ? "127.0.0.1" : host, port);
  }
}
