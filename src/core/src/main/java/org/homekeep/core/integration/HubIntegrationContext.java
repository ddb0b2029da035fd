package org.homekeep.core.integration;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.homekeep.api.Cancellable;
import org.homekeep.api.EntryCache;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.StateFile;
import org.homekeep.api.Tunable;
import org.homekeep.api.flow.Discovery;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.core.integration.custom.OwnClasses;
import org.homekeep.core.integration.custom.Thrown;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Settings;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.runtime.Worker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the hub gives to one integration: its own threads, and doors into the hub.
 *
 * <p>The threads are of two lanes. What an integration does for a location, when its agents are
 * called, may take hours; what it does for a flow, a set-up or a repeated check has a person or a
 * deadline waiting, and never stands behind that.
 */
final class HubIntegrationContext implements IntegrationContext {
  private static final Logger LOG = LoggerFactory.getLogger(HubIntegrationContext.class);
  private static final int TRANSFER_THREADS = 16;
  private static final int ASKING_THREADS = 4;

  private final String domain;
  private final OwnClasses classes;
  private final HubRuntime runtime;
  private final Timers timers;
  private final Settings settings;
  private final IssueReporter issues;
  private final IntegrationRequests requests;
  private final HubShare share;
  private final Lane transfers;
  private final Lane asking;
  private final OwnContext own;

  HubIntegrationContext(
      InstalledIntegration installed,
      HubRuntime runtime,
      Timers timers,
      Settings settings,
      IssueReporter issues,
      IntegrationRequests requests,
      HubShare share) {
    this.domain = installed.domain();
    this.classes = installed.classes();
    this.runtime = runtime;
    this.timers = timers;
    this.settings = settings;
    this.issues = issues;
    this.requests = requests;
    this.share = share;
    this.transfers = new Lane(runtime.worker("integration-" + domain, TRANSFER_THREADS));
    this.own = new OwnContext(runtime, installed);
    this.asking = new Lane(runtime.worker("integration-" + domain + "-asking", ASKING_THREADS));
  }

  @Override
  public <T> Future<T> blocking(Callable<T> work) {
    boolean ofLocation = own.isOfLocation();
    Lane lane = ofLocation ? transfers : asking;
    if (!lane.enter()) {
      return Future.failedFuture(IntegrationCallException.busy(domain, "work"));
    }
    Promise<T> promise = own.promise(ofLocation);
    runtime.execute(
        () ->
            lane.worker
                .run(classes.around(work))
                .onComplete(
                    result -> {
                      lane.leave();
                      promise.handle(result);
                    }));
    return promise.future();
  }

  /** Where the integration's locations are called. */
  OwnContext own() {
    return own;
  }

  @Override
  public Clock clock() {
    return runtime.clock();
  }

  @Override
  public Cancellable every(Duration interval, Runnable action) {
    Repetition repetition = new Repetition(action);
    runtime.execute(() -> repetition.arm(interval));
    return () -> runtime.execute(repetition::disarm);
  }

  @Override
  public <T> T setting(Tunable<T> tunable) {
    return settings.get(tunable);
  }

  @Override
  public EntryCache cache(String entryId) {
    return share.caches().of(domain, entryId);
  }

  @Override
  public StateFile file(String name) {
    return share.state().of(domain, name);
  }

  @Override
  public String instanceId() {
    return share.instanceId();
  }

  @Override
  public Future<Void> keepOwnEntry(String title) {
    return asked(() -> requests.keepOwnEntry(domain, title));
  }

  @Override
  public Future<Void> removeOwnEntry() {
    return asked(() -> requests.removeOwnEntry(domain));
  }

  /** Asks on the hub's context; the answer comes on the integration's own. */
  private Future<Void> asked(Supplier<Future<Void>> question) {
    Promise<Void> answer = own.promise(own.isOfLocation());
    runtime.execute(() -> question.get().onComplete(answer));
    return answer.future();
  }

  @Override
  public IssueReporter issues() {
    return issues;
  }

  @Override
  public void startReauth(String entryId) {
    runtime.execute(() -> requests.startReauth(domain, entryId));
  }

  @Override
  public void discovered(Discovery discovery) {
    runtime.execute(() -> requests.discovered(domain, discovery));
  }

  /** Threads, and how much waits for them or runs on them. */
  private static final class Lane {
    private static final int MOST = 256;

    private final Worker worker;
    private final AtomicInteger entered = new AtomicInteger();

    Lane(Worker worker) {
      this.worker = worker;
    }

    boolean enter() {
      if (entered.incrementAndGet() > MOST) {
        entered.decrementAndGet();
        return false;
      }
      return true;
    }

    void leave() {
      entered.decrementAndGet();
    }
  }

  /** An action that is armed and disarmed on the hub's context alone. */
  private final class Repetition {
    private final Runnable action;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private Optional<Cancellable> timer = Optional.empty();
    private boolean disarmed;

    Repetition(Runnable action) {
      this.action = action;
    }

    void arm(Duration interval) {
      if (!disarmed) {
        timer = Optional.of(timers.every(interval, this::run));
      }
    }

    /** One that is not done yet is not begun again: it would only stand in line. */
    private void run() {
      if (!disarmed && underWay.compareAndSet(false, true)) {
        own.act(this::act);
      }
    }

    private void act() {
      try {
        action.run();
      } catch (Throwable failed) {
        LOG.atError()
            .addKeyValue("integration", domain)
            .setCause(Thrown.tamed(failed))
            .log("A repeated action of an integration failed");
      } finally {
        underWay.set(false);
      }
    }

    void disarm() {
      disarmed = true;
      timer.ifPresent(Cancellable::cancel);
      timer = Optional.empty();
    }
  }
}
