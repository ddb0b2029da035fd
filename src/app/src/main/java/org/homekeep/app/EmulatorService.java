package org.homekeep.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.homekeep.emulator.b2.B2Emulator;
import org.homekeep.emulator.b2.B2EmulatorOptions;
import org.homekeep.emulator.cloud.CloudEmulator;
import org.homekeep.emulator.cloud.CloudEmulatorOptions;

/**
 * An emulator as something that a command runs in the foreground.
 *
 * @param <E> the emulator
 */
final class EmulatorService<E> implements Foreground.Service {
  private final String host;
  private final int port;
  private final Kind<E> kind;
  private final Optional<JsonObject> seed;
  private Future<E> starting = Future.failedFuture("The emulator was not started.");

  private EmulatorService(String host, int port, Kind<E> kind, Optional<JsonObject> seed) {
    this.host = host;
    this.port = port;
    this.kind = kind;
    this.seed = seed;
  }

  /** How an emulator is started, given what is there from the start, and stopped. */
  private record Kind<E>(
      Function<Vertx, Future<E>> starter,
      BiFunction<E, JsonObject, Future<JsonObject>> planter,
      Function<E, Future<Void>> closer) {}

  /** An emulator of Backblaze B2 that begins with the buckets, keys and files of this JSON. */
  static EmulatorService<B2Emulator> of(B2EmulatorOptions options, Optional<JsonObject> seed) {
    return new EmulatorService<>(
        options.network().host(),
        options.network().port(),
        new Kind<>(vertx -> B2Emulator.start(vertx, options), B2Emulator::seed, B2Emulator::close),
        seed);
  }

  /** An emulator of Home Assistant Cloud that begins with the users and files of this JSON. */
  static EmulatorService<CloudEmulator> of(
      CloudEmulatorOptions options, Optional<JsonObject> seed) {
    return new EmulatorService<>(
        options.network().host(),
        options.network().port(),
        new Kind<>(
            vertx -> CloudEmulator.start(vertx, options),
            CloudEmulator::seed,
            CloudEmulator::close),
        seed);
  }

  @Override
  public Future<Void> start(Vertx vertx) {
    starting = kind.starter().apply(vertx);
    return starting
        .compose(
            emulator ->
                seed.map(it -> kind.planter().apply(emulator, it))
                    .orElseGet(() -> Future.succeededFuture(new JsonObject())))
        .<Void>mapEmpty()
        .recover(
            failure ->
                Future.failedFuture(
                    CommandException.failure(
                        Listening.explain(failure, host, port)
                            .orElseGet(
                                () -> "The emulator could not start: " + failure.getMessage()),
                        failure)));
  }

  @Override
  public Future<Void> stop() {
    return starting.transform(
        started ->
            started.succeeded() ? kind.closer().apply(started.result()) : Future.succeededFuture());
  }

  /** The emulator; only after it was started. */
  E emulator() {
    return starting.result();
  }
}
