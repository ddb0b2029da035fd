package org.homekeep.core.integration;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.homekeep.api.Cancellable;
import org.homekeep.api.Integration;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.core.integration.manifest.Manifest;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Timers;
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
  private static final int MOST_CALLS_OF_LOCATIONS = 256;
  private static final Duration PARTS = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(5);
  private static final Duration SLOW_SET_UP = Duration.ofSeconds(10);
  private static final Duration SET_UP = Duration.ofMinutes(5);

  private final HubRuntime runtime;
  private final Timers timers;
  private final InstalledIntegration installed;
  private final IntegrationContext context;
  private final CallLane calls;
  private final CallLane locations;
  private final Promise<Void> settled = Promise.promise();
  private Declared declared = Declared.NOTHING;
  private boolean usable;
  private Optional<String> trouble = Optional.empty();
  private Duration setUpTime = Duration.ZERO;

  IntegrationHost(
      HubRuntime runtime,
      Timers timers,
      InstalledIntegration installed,
      HubIntegrationContext context) {
    this.runtime = runtime;
    this.timers = timers;
    this.installed = installed;
    this.context = context;
    this.calls =
        new CallLane(
            runtime,
            timers,
            installed,
            runtime.worker("calls-" + installed.domain(), THREADS),
            MOST_CALLS);
    this.locations =
        new CallLane(runtime, timers, installed, context.own(), MOST_CALLS_OF_LOCATIONS);
  }

  public String domain() {
    return installed.domain();
  }

  public Manifest manifest() {
    return installed.manifest();
  }

  /** The manifest as clients get it. */
  public JsonObject wireManifest() {
    return installed.wire();
  }

  public Integration integration() {
    return installed.integration();
  }

  public IntegrationContext context() {
    return context;
  }

  /**
   * Sets the integration up: asks it what it declares. One that cannot say it is not usable. Called
   * once; succeeds when it is settled whether the integration is usable.
   */
  Future<Void> setUp() {
    Instant begun = runtime.clock().instant();
    Cancellable warning =
        timers.after(
            SLOW_SET_UP,
            () ->
                LOG.atWarn()
                    .addKeyValue("integration", domain())
                    .log("The set-up of an integration takes longer than 10 s"));
    call(
            "set-up",
            SET_UP,
            () -> Future.succeededFuture(Declared.by(installed.integration(), context)))
        .onComplete(
            answer -> {
              warning.cancel();
              setUpTime = Duration.between(begun, runtime.clock().instant());
              if (answer.succeeded()) {
                declare(answer.result());
              } else {
                trouble = Optional.of(reason(answer.cause()));
                LOG.atError()
                    .addKeyValue("integration", domain())
                    .setCause(answer.cause())
                    .log("An integration does not say what it declares and is not used");
              }
              settled.complete();
            });
    return settled.future();
  }

  /** A flow counts when the manifest and the code say that there is one. */
  private void declare(Declared answer) {
    boolean flow = manifest().configFlow();
    if (flow != answer.configFlow().isPresent()) {
      LOG.atWarn()
          .addKeyValue("integration", domain())
          .addKeyValue("config_flow", flow)
          .log("The manifest and the code of an integration disagree on whether it has a flow");
    }
    declared = flow ? answer : answer.withoutConfigFlow();
    usable = true;
  }

  /** Leaves the integration unused. Called instead of {@link #setUp()}. */
  void refuse(String why) {
    LOG.atError()
        .addKeyValue("integration", domain())
        .addKeyValue("reason", why)
        .log("An integration is not used");
    trouble = Optional.of(why);
    settled.complete();
  }

  private String reason(Throwable failure) {
    return failure instanceof IntegrationCallException unanswered
        ? String.valueOf(unanswered.getMessage())
        : "Import error: the code of the integration %s failed when it was asked what it offers."
            .formatted(domain());
  }

  /** Succeeds when it is settled whether the integration is usable. */
  public Future<Void> settled() {
    return settled.future();
  }

  /** A sentence that says why it is not usable, once that is settled. */
  public Optional<String> trouble() {
    return trouble;
  }

  /** How long it took to set the integration up; zero before. */
  public Duration setUpTime() {
    return setUpTime;
  }

  /** Whether the integration has said what it declares, so that its entries can be set up. */
  public boolean usable() {
    return usable;
  }

  /** What it declares; nothing when it is not usable. */
  public Declared declared() {
    return declared;
  }

  /**
   * What an entry offers, each part of which may be called without harm.
   *
   * <p>Fails with a {@link org.homekeep.api.entry.ConfigEntryError} when a part is none, or a
   * location does not say who it is.
   */
  public Future<OfferedParts> partsOf(LoadedEntry entry) {
    return call(
        "set-up",
        PARTS,
        () ->
            Future.succeededFuture(
                new OfferedParts(
                    HostedAgent.all(domain(), entry.backupAgents(), locations),
                    HostedHooks.of(entry.backupHooks(), locations))));
  }

  /** Lets the integration give back what it took; one that was never used took nothing. */
  Future<Void> stop() {
    return usable
        ? call("stop", STOP, () -> installed.integration().stop(context))
        : Future.succeededFuture();
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
    return calls.call(what, deadline, code, late);
  }
}
