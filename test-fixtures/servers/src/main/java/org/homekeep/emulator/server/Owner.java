package org.homekeep.emulator.server;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Runs what touches an emulator on its context, for callers on any thread. */
public final class Owner {
  private final Context context;

  /** Runs on this context. */
  public Owner(Context context) {
    this.context = context;
  }

  /**
   * Runs it.
   *
   * @return fails with {@link IllegalArgumentException} when it makes no sense
   */
  public <T> Future<T> run(Supplier<Future<T>> work) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(
        ignored -> {
          try {
            work.get().onComplete(promise);
          } catch (IllegalArgumentException refused) {
            promise.fail(refused);
          } catch (CallError refused) {
            promise.fail(new IllegalArgumentException(refused.getMessage(), refused));
          }
        });
    return promise.future();
  }
}
