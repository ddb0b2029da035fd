package org.homekeep.core.integration;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.homekeep.api.Cancellable;
import org.homekeep.api.Integration;
import org.homekeep.api.IntegrationContext;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.runtime.Worker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only way in which the hub calls the code of one integration: on the integration's own
 * threads, with a deadline, and with a bound on how many calls are under way. Used on the hub's
 * context.
 */
public final class IntegrationHost {
  private static final Logger LOG = LoggerFactory.getLogger(IntegrationHost.class);
  private static final int THREADS = 4;
  private static final int MOST_CALLS = 64;
  private static final Duration PREPARATION = Duration.ofSeconds(10);

  private final HubRuntime runtime;
  private final Timers timers;
  private final InstalledIntegration installed;
  private final IntegrationContext context;
  private final Worker worker;
  private int calls;
  private Declared declared = Declared.NOTHING;
  private boolean usable;

  IntegrationHost(
      HubRuntime runtime,
      Timers timers,
      InstalledIntegration installed,
      IntegrationContext context) {
    this.runtime = runtime;
    this.timers = timers;
    this.installed = installed;
    this.context = context;
    this.worker = runtime.worker("calls-" + installed.domain(), THREADS);
  }

  public String domain() {
    return installed.domain();
  }

  public Manifest manifest() {
    return installed.manifest();
  }

  public Integration integration() {
    return installed.integration();
  }

  public IntegrationContext context() {
    return context;
  }

  /** Asks the integration what it declares. One that cannot say it is not usable. */
  Future<Void> prepare() {
    return call(
            "preparation",
            PREPARATION,
            () -> Future.succeededFuture(Declared.by(installed.integration(), context)))
        .onSuccess(
            answer -> {
              declared = answer;
              usable = true;
            })
        .onFailure(
            failed ->
                LOG.atError()
                    .addKeyValue("integration", domain())
                    .setCause(failed)
                    .log("An integration does not say what it declares and is not used"))
        .mapEmpty();
  }

  /** Whether the integration has said what it declares, so that its entries can be set up. */
  public boolean usable() {
    return usable;
  }

  /** What it declares; nothing when it is not usable. */
  public Declared declared() {
    return declared;
  }

  /** Calls the integration; fails with {@link IntegrationCallException} after the deadline. */
  public <T> Future<T> call(String what, Duration deadline, Callable<Future<T>> code) {
    return call(what, deadline, code, late -> {});
  }

  /**
   * Calls the integration.
   *
   * @param what the call, for messages
   * @param late gets, on the hub's context, a result that came after the deadline
   */
  public <T> Future<T> call(
      String what, Duration deadline, Callable<Future<T>> code, Consumer<T> late) {
    if (calls >= MOST_CALLS) {
      return Future.failedFuture(IntegrationCallException.busy(domain(), what));
    }
    calls++;
    Promise<T> promise = Promise.promise();
    Attempt<Future<T>> attempt = new Attempt<>(code);
    Cancellable timer =
        timers.after(
            deadline,
            () -> {
              attempt.abandon();
              promise.tryFail(IntegrationCallException.tooSlow(domain(), what, deadline));
            });
    worker
        .run(attempt)
        .onComplete(
            returned -> {
              calls--;
              Future<T> answer = returned.succeeded() ? returned.result() : null;
              if (answer == null) {
                timer.cancel();
                promise.tryFail(
                    returned.succeeded()
                        ? new IllegalStateException("The integration returned no future.")
                        : returned.cause());
                return;
              }
              answer.onComplete(
                  result ->
                      runtime.execute(
                          () -> {
                            timer.cancel();
                            if (result.failed()) {
                              promise.tryFail(result.cause());
                            } else if (!promise.tryComplete(result.result())) {
                              late.accept(result.result());
                            }
                          }));
            });
    return promise.future();
  }
}
