package org.homekeep.core;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.homekeep.api.Tunable;
import org.homekeep.core.backup.BackupTunables;
import org.homekeep.core.http.HttpTunables;
import org.homekeep.core.integration.IntegrationCatalog;
import org.homekeep.core.onboarding.SetUpGate;
import org.homekeep.core.runtime.DirectoryInUseException;
import org.homekeep.core.runtime.DirectoryLock;
import org.homekeep.core.runtime.HubControl;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.InvalidSettingException;
import org.homekeep.core.runtime.Settings;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.websocket.WebsocketTunables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hub that runs on a configuration directory: starts it, restarts it from within, stops it.
 *
 * <p>What lives from one start to the next is here; what begins afresh is a {@link RunningHub}.
 */
public final class Hub {
  private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
  private static final int LONGEST_RESTORE_DAYS = 7;

  private final Vertx vertx;
  private final Context context;
  private final DirectoryLock lock;
  private final Promise<Void> failed = Promise.promise();
  private final HubControl control = this::restart;
  private final SetUpGate gate;

  private HubOptions options;
  private Future<RunningHub> current;
  private boolean stopping;

  private Hub(Vertx vertx, HubOptions options, DirectoryLock lock) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.options = options;
    this.lock = lock;
    this.gate = SetUpGate.of(options.host(), false);
    this.current = Future.failedFuture("The hub was not started.");
  }

  /** What is found out before each start, off the event loop. */
  private record Prepared(IntegrationCatalog catalog, Settings settings) {}

  /**
   * Starts a hub; it accepts requests when the future succeeds. Config entries are set up after
   * that, so that a service that does not answer does not delay anything.
   *
   * <p>Fails with {@link InvalidSettingException}, {@link DirectoryInUseException}, or an {@code
   * IOException} of the directories or of the address to listen on.
   */
  public static Future<Hub> start(Vertx vertx, HubOptions options) {
    return vertx
        .executeBlocking(() -> DirectoryLock.claim(options.directories().config()), false)
        .compose(
            lock -> {
              Hub hub = new Hub(vertx, options, lock);
              return hub.firstStart().recover(why -> hub.giveUp(why));
            });
  }

  private Future<Hub> firstStart() {
    Promise<Hub> started = Promise.promise();
    context.runOnContext(
        v -> {
          current = run();
          current.map(this).onComplete(started);
        });
    return started.future();
  }

  private Future<Hub> giveUp(Throwable why) {
    return release().transform(released -> Future.failedFuture(why));
  }

  /**
   * A restore that was ordered is done before anything reads state; integrations are found anew,
   * because it may have brought others.
   */
  private Future<RunningHub> run() {
    // A restore may take hours, which is no reason to warn of a blocked thread.
    WorkerExecutor patient =
        vertx.createSharedWorkerExecutor(
            "homekeep-prepare", 1, LONGEST_RESTORE_DAYS, TimeUnit.DAYS);
    return RestoreAtStart.of(vertx, patient, options)
        .compose(restored -> patient.executeBlocking(() -> prepare(options), false))
        .onComplete(done -> patient.close())
        .compose(
            prepared ->
                RunningHub.start(
                        vertx,
                        context,
                        options,
                        prepared.settings(),
                        prepared.catalog(),
                        control,
                        gate)
                    .onFailure(why -> prepared.catalog().close()))
        .onSuccess(running -> options = options.withPort(running.port()));
  }

  private static Prepared prepare(HubOptions options) throws IOException, InvalidSettingException {
    HubDirectories directories = options.directories();
    Storage.prepare(directories.storage());
    IntegrationCatalog catalog =
        IntegrationCatalog.discover(
            Hub.class.getClassLoader(), directories.config(), options.integrations());
    try {
      Map<String, List<Tunable<?>>> tunables = new HashMap<>(catalog.tunables());
      tunables.put(BackupTunables.DOMAIN, BackupTunables.all());
      tunables.put(HttpTunables.DOMAIN, HttpTunables.all());
      tunables.put(WebsocketTunables.DOMAIN, WebsocketTunables.all());
      return new Prepared(
          catalog,
          Settings.resolve(
              tunables,
              options.integrations().settingsOf(catalog, tunables.keySet(), options.settings()),
              options.environment()));
    } catch (InvalidSettingException wrong) {
      catalog.close();
      throw wrong;
    }
  }

  private void restart() {
    context.runOnContext(
        v -> {
          if (stopping) {
            return;
          }
          LOG.atInfo().log("Restarting");
          current = current.compose(RunningHub::stop).compose(stopped -> run());
          current.onFailure(
              why -> {
                LOG.atError().setCause(why).log("The hub could not be started again");
                failed.tryFail(why);
              });
        });
  }

  /** The port that it listens on. */
  public int port() {
    return options.port();
  }

  /** Where people on this machine find it. */
  public URI address() {
    return HubAddress.of(options.host(), port());
  }

  /**
   * What to open below the address in order to make the first account; empty when there is one, or
   * when the address alone will do.
   */
  public Optional<String> setUpPath() {
    return current.succeeded() ? current.result().setUpPath() : Optional.empty();
  }

  /** Fails when a restart from within did not succeed, so that the process had better end. */
  public Future<Void> failed() {
    return failed.future();
  }

  /** Stops gracefully and gives the directory back. */
  public Future<Void> stop() {
    Promise<Void> stopped = Promise.promise();
    context.runOnContext(
        v -> {
          stopping = true;
          current
              .transform(
                  running ->
                      running.succeeded() ? running.result().stop() : Future.succeededFuture())
              .eventually(this::release)
              .onComplete(stopped);
        });
    return stopped.future();
  }

  private Future<Void> release() {
    return vertx
        .executeBlocking(
            () -> {
              lock.close();
              return true;
            },
            false)
        .mapEmpty();
  }
}
