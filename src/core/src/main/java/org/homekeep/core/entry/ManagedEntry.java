package org.homekeep.core.entry;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.homekeep.api.Cancellable;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupHooks;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.ConfigEntryAuthFailed;
import org.homekeep.api.entry.ConfigEntryError;
import org.homekeep.api.entry.ConfigEntryNotReady;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.core.integration.Declared;
import org.homekeep.core.integration.IntegrationCallException;
import org.homekeep.core.integration.IntegrationHost;
import org.homekeep.core.integration.OfferedParts;
import org.homekeep.core.integration.SafeCause;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Timers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one owner of a config entry's state. What changes the entry is a command in its queue, done
 * one after the other, so that any number of clients can reload or remove it at the same time.
 * Touched on the hub's context alone.
 */
final class ManagedEntry {
  private static final Logger LOG = LoggerFactory.getLogger(ManagedEntry.class);
  private static final Duration SET_UP = Duration.ofSeconds(60);
  private static final Duration TAKE_OVER = Duration.ofSeconds(30);
  private static final Duration UNLOAD = Duration.ofSeconds(30);

  private final HubRuntime runtime;
  private final Timers timers;
  private final Backoff backoff;
  private final Optional<IntegrationHost> host;
  private final Observer observer;

  private EntryRecord record;
  private EntryState state = EntryState.NOT_LOADED;
  private Trouble trouble = Trouble.NONE;
  private Optional<Running> running = Optional.empty();
  private Optional<Duration> setUpTime = Optional.empty();
  private Optional<Cancellable> retry = Optional.empty();
  private Optional<Future<Boolean>> waitingReload = Optional.empty();
  private Future<?> last = Future.succeededFuture();
  private int failures;
  private boolean closed;

  /** What runs, and what it offers: asked once, on the integration's own thread. */
  private record Running(LoadedEntry loaded, OfferedParts parts) {}

  /** Who hears of what happens to the entry. */
  interface Observer {
    void stateChanged(ManagedEntry entry);

    void credentialsRefused(ManagedEntry entry);

    void reloading(ManagedEntry entry);

    /** Stores what a migration made; what cannot be stored is not used. */
    Future<Void> migrated(ManagedEntry entry, EntryContent content);
  }

  ManagedEntry(
      HubRuntime runtime,
      Timers timers,
      Backoff backoff,
      Optional<IntegrationHost> host,
      EntryRecord record,
      Observer observer) {
    this.runtime = runtime;
    this.timers = timers;
    this.backoff = backoff;
    this.host = host;
    this.record = record;
    this.observer = observer;
  }

  EntryRecord record() {
    return record;
  }

  void record(EntryRecord changed) {
    record = changed;
  }

  EntryState state() {
    return state;
  }

  Optional<IntegrationHost> host() {
    return host;
  }

  List<BackupAgent> agents() {
    return running.map(each -> each.parts().agents()).orElse(List.of());
  }

  Optional<BackupHooks> hooks() {
    return running.flatMap(each -> each.parts().hooks());
  }

  EntryView view() {
    return new EntryView(record, state, trouble, host, running.map(Running::loaded), setUpTime);
  }

  /** Runs a command after all that came before it; it is refused once the entry is gone. */
  <T> Future<T> queue(Supplier<Future<T>> command) {
    Future<T> done =
        last.transform(
            before -> closed ? Future.failedFuture(EntryException.unknown()) : command.get());
    last = done;
    return done;
  }

  /** No command is run after this one. For the command that removes the entry. */
  void close() {
    closed = true;
    cancelRetry();
  }

  /** Unloads, then sets up; false when a restart is needed. Those who wait share one reload. */
  Future<Boolean> reload() {
    if (waitingReload.isPresent()) {
      return waitingReload.get();
    }
    Promise<Boolean> promise = Promise.promise();
    waitingReload = Optional.of(promise.future());
    queue(
            () -> {
              waitingReload = Optional.empty();
              return reloadNow();
            })
        .onComplete(
            done -> {
              waitingReload = waitingReload.filter(waiting -> waiting != promise.future());
              promise.handle(done);
            });
    return promise.future();
  }

  /** For use in a command. */
  Future<Boolean> reloadNow() {
    if (!state.recoverable()) {
      return Future.failedFuture(EntryException.notRecoverable());
    }
    observer.reloading(this);
    return unloadNow()
        .compose(unloaded -> unloaded ? setUpNow().map(true) : Future.succeededFuture(false));
  }

  /** What runs takes the options over that were stored, or is reloaded. For use in a command. */
  Future<Boolean> takeOverOptions() {
    if (state != EntryState.LOADED || running.isEmpty() || host.isEmpty()) {
      return reloadNow();
    }
    LoadedEntry loaded = running.get().loaded();
    ConfigEntry entry = EntryView.typed(record, host);
    return host.get()
        .call("change of options", TAKE_OVER, () -> loaded.takeOver(entry))
        .otherwise(false)
        .compose(taken -> Boolean.TRUE.equals(taken) ? Future.succeededFuture(true) : reloadNow());
  }

  /** Makes the entry work, if it may be; never fails. For use in a command. */
  Future<Void> setUpNow() {
    cancelRetry();
    if (!record.enabled() || state == EntryState.LOADED) {
      return Future.succeededFuture();
    }
    if (host.isEmpty()) {
      become(
          EntryState.SETUP_ERROR,
          Trouble.because(
              "The integration %s is not installed. Install it and start Homekeep again."
                  .formatted(record.domain())));
      return Future.succeededFuture();
    }
    IntegrationHost integration = host.get();
    if (!integration.usable()) {
      become(
          EntryState.SETUP_ERROR, integration.trouble().map(Trouble::because).orElse(Trouble.NONE));
      return Future.succeededFuture();
    }
    EntryMigrations.Plan plan = plan(integration.declared());
    if (plan instanceof EntryMigrations.Impossible impossible) {
      become(EntryState.MIGRATION_ERROR, Trouble.because(impossible.reason()));
      return Future.succeededFuture();
    }
    become(EntryState.SETUP_IN_PROGRESS, Trouble.NONE);
    return plan instanceof EntryMigrations.Steps steps
        ? migrate(integration, steps)
            .compose(migrated -> migrated ? setUpWith(integration) : Future.succeededFuture())
        : setUpWith(integration);
  }

  private EntryMigrations.Plan plan(Declared declared) {
    return EntryMigrations.plan(
        record.content().version(), declared.version(), declared.migrations());
  }

  /** True when the entry is as its integration reads it. Never fails. */
  private Future<Boolean> migrate(IntegrationHost integration, EntryMigrations.Steps steps) {
    EntryContent before = record.content();
    return integration
        .call("migration", SET_UP, () -> Future.succeededFuture(steps.applyTo(before)))
        .transform(
            result -> {
              if (result.succeeded()) {
                return observer.migrated(this, result.result());
              }
              notMigrated(result.cause());
              return Future.failedFuture(result.cause());
            })
        .transform(
            stored -> {
              if (stored.failed() && state == EntryState.SETUP_IN_PROGRESS) {
                tryAgain(
                    Trouble.because(
                        "The entry was brought to a new version, but that could not be stored. See to it that the disk is not full."),
                    Optional.empty());
              }
              return Future.succeededFuture(stored.succeeded());
            });
  }

  private void notMigrated(Throwable failure) {
    LOG.atError()
        .addKeyValue("integration", record.domain())
        .addKeyValue("entry", record.entryId())
        .setCause(SafeCause.of(failure, secrets()))
        .log("A config entry could not be brought to the version of its integration");
    become(
        EntryState.MIGRATION_ERROR,
        Trouble.because(
            "The entry has version %s and could not be brought to the one that the integration reads. Nothing of it was changed; the log says why."
                .formatted(record.content().version())));
  }

  private Future<Void> setUpWith(IntegrationHost integration) {
    Instant begun = runtime.clock().instant();
    ConfigEntry entry = EntryView.typed(record, host);
    return integration
        .call(
            "set-up",
            SET_UP,
            () -> integration.integration().setUp(entry, integration.context()),
            late -> giveBack(integration, late))
        .compose(loaded -> running(integration, loaded))
        .transform(
            result -> {
              setUpTime = Optional.of(Duration.between(begun, runtime.clock().instant()));
              if (result.succeeded()) {
                failures = 0;
                running = Optional.of(result.result());
                become(EntryState.LOADED, Trouble.NONE);
              } else {
                notSetUp(result.cause());
              }
              return Future.succeededFuture();
            });
  }

  private static Future<Running> running(
      IntegrationHost integration, @Nullable LoadedEntry loaded) {
    return loaded == null
        ? Future.failedFuture(new IllegalStateException("The integration gave no loaded entry."))
        : integration
            .partsOf(loaded)
            .map(parts -> new Running(loaded, parts))
            .onFailure(failed -> giveBack(integration, loaded));
  }

  private static void giveBack(IntegrationHost integration, LoadedEntry loaded) {
    integration
        .call("unloading after a set-up that is not used", UNLOAD, loaded::unload)
        .onFailure(
            failed ->
                LOG.atError()
                    .addKeyValue("integration", integration.domain())
                    .setCause(failed)
                    .log("A set-up that is not used could not be undone"));
  }

  private void notSetUp(Throwable failure) {
    if (failure instanceof ConfigEntryNotReady notReady) {
      tryAgain(Trouble.of(notReady), notReady.retryAfter());
    } else if (failure instanceof IntegrationCallException unanswered) {
      tryAgain(Trouble.because(String.valueOf(unanswered.getMessage())), Optional.empty());
    } else if (failure instanceof ConfigEntryAuthFailed refused) {
      become(EntryState.SETUP_ERROR, Trouble.of(refused));
      observer.credentialsRefused(this);
    } else if (failure instanceof ConfigEntryError error) {
      become(EntryState.SETUP_ERROR, Trouble.of(error));
    } else {
      LOG.atError()
          .addKeyValue("integration", record.domain())
          .addKeyValue("entry", record.entryId())
          .setCause(SafeCause.of(failure, secrets()))
          .log("The set-up of a config entry failed in a way that nobody foresaw");
      become(EntryState.SETUP_ERROR, Trouble.NONE);
    }
  }

  private void tryAgain(Trouble why, Optional<Duration> wish) {
    Duration pause = backoff.pause(failures, wish);
    failures++;
    become(EntryState.SETUP_RETRY, why);
    if (!closed) {
      retry =
          Optional.of(
              timers.after(
                  pause,
                  () ->
                      queue(
                          () ->
                              state == EntryState.SETUP_RETRY
                                  ? setUpNow()
                                  : Future.succeededFuture())));
    }
    LOG.atDebug()
        .addKeyValue("entry", record.entryId())
        .addKeyValue("pause", pause)
        .log("A config entry is not ready and is tried again");
  }

  /** Stops what runs; false when that failed. Never fails. For use in a command. */
  Future<Boolean> unloadNow() {
    cancelRetry();
    failures = 0;
    if (state == EntryState.NOT_LOADED) {
      return Future.succeededFuture(true);
    }
    if (!state.recoverable()) {
      return Future.succeededFuture(false);
    }
    if (running.isEmpty() || host.isEmpty()) {
      become(EntryState.NOT_LOADED, Trouble.NONE);
      return Future.succeededFuture(true);
    }
    LoadedEntry loaded = running.get().loaded();
    running = Optional.empty();
    become(EntryState.UNLOAD_IN_PROGRESS, Trouble.NONE);
    return host.get()
        .call("unloading", UNLOAD, loaded::unload)
        .transform(
            result -> {
              if (result.succeeded()) {
                become(EntryState.NOT_LOADED, Trouble.NONE);
              } else {
                Throwable failure = result.cause();
                LOG.atError()
                    .addKeyValue("integration", record.domain())
                    .addKeyValue("entry", record.entryId())
                    .setCause(SafeCause.of(failure, secrets()))
                    .log("A config entry could not be unloaded");
                become(
                    EntryState.FAILED_UNLOAD,
                    Trouble.because(
                        Optional.ofNullable(failure.getMessage()).orElse("Unknown error")));
              }
              return Future.succeededFuture(result.succeeded());
            });
  }

  private List<Secret> secrets() {
    return EntryView.typed(record, host).secrets();
  }

  private void cancelRetry() {
    retry.ifPresent(Cancellable::cancel);
    retry = Optional.empty();
  }

  private void become(EntryState next, Trouble why) {
    state = next;
    trouble = why.equals(Trouble.NONE) ? why : why.without(secrets());
    observer.stateChanged(this);
  }
}
