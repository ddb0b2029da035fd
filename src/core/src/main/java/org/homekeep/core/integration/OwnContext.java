package org.homekeep.core.integration;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.Callable;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Worker;

/**
 * The context of one integration, off the event loop. Its locations are called here, its repeated
 * actions run here, and what it chained to a future of the hub: one after the other, so that it
 * needs no locks, and so that code of it that blocks holds up itself alone.
 *
 * <p>What began with a question goes on under another name of the same context; see {@link
 * HubIntegrationContext}.
 */
final class OwnContext implements Worker {
  private final HubRuntime runtime;
  private final ContextInternal locations;
  private final ContextInternal questions;

  OwnContext(HubRuntime runtime, InstalledIntegration installed) {
    this.runtime = runtime;
    this.locations =
        (ContextInternal)
            runtime.serial(
                "integration-" + installed.domain() + "-own",
                installed.integration().getClass().getClassLoader());
    this.questions = locations.duplicate();
  }

  /** Calls a location's code, after all that came before. Call on the hub's context. */
  @Override
  public <T> Future<T> run(Callable<T> work) {
    Promise<T> promise = ((ContextInternal) runtime.context()).promise();
    locations.runOnContext(
        v -> {
          try {
            promise.complete(work.call());
          } catch (Throwable thrown) {
            promise.fail(thrown);
          }
        });
    return promise.future();
  }

  /** Runs an action that no location asked for. */
  void act(Runnable action) {
    questions.runOnContext(v -> action.run());
  }

  /** Whether a location's code runs on this thread at the moment. */
  boolean isOfLocation() {
    return Vertx.currentContext() == locations;
  }

  /** A promise whose listeners are called here. */
  <T> Promise<T> promise(boolean ofLocation) {
    return (ofLocation ? locations : questions).promise();
  }
}
