package org.homekeep.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.emulator.b2.B2Emulator;
import org.homekeep.emulator.b2.B2EmulatorOptions;

/** An emulator of Backblaze B2 as something that a command runs in the foreground. */
final class B2Service implements Foreground.Service {
  private final B2EmulatorOptions options;
  private final Optional<JsonObject> seed;
  private Future<B2Emulator> starting = Future.failedFuture("The emulator was not started.");

  B2Service(B2EmulatorOptions options) {
    this(options, Optional.empty());
  }

  /** An emulator that begins with the buckets, keys and files of this JSON. */
  B2Service(B2EmulatorOptions options, Optional<JsonObject> seed) {
    this.options = options;
    this.seed = seed;
  }

  @Override
  public Future<Void> start(Vertx vertx) {
    starting = B2Emulator.start(vertx, options);
    return starting
        .compose(
            emulator ->
                seed.map(emulator::seed).orElseGet(() -> Future.succeededFuture(new JsonObject())))
        .<Void>mapEmpty()
        .recover(
            failure ->
                Future.failedFuture(
                    CommandException.failure(
                        Listening.explain(
                                failure, options.network().host(), options.network().port())
                            .orElseGet(
                                () -> "The emulator could not start: " + failure.getMessage()),
                        failure)));
  }

  @Override
  public Future<Void> stop() {
    return starting.transform(
        started -> started.succeeded() ? started.result().close() : Future.succeededFuture());
  }

  /** The emulator; only after it was started. */
  B2Emulator emulator() {
    return starting.result();
  }
}
