package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.homekeep.api.Cancellable;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.agent.AgentSource;
import org.homekeep.core.backup.config.BackupConfig;
import org.homekeep.core.backup.config.ConfigUpdate;
import org.homekeep.core.backup.schedule.NextRun;
import org.homekeep.core.backup.schedule.Scheduler;
import org.homekeep.core.wire.WireException;

/**
 * What happens by itself because of the settings: scheduled backups, pruning by age, and issues
 * about locations that are missing. Begins when the hub has started.
 */
final class AutomaticBackups {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final ManagerParts parts;
  private final Pruner pruner;
  private final BackupIssues issues;
  private final Scheduler scheduler;
  private final List<Cancellable> running = new ArrayList<>();
  private Future<Void> updates = Future.succeededFuture();
  private boolean started;

  AutomaticBackups(
      ManagerParts parts,
      Pruner pruner,
      BackupIssues issues,
      Supplier<Duration> jitter,
      Runnable due) {
    this.parts = parts;
    this.pruner = pruner;
    this.issues = issues;
    this.scheduler = new Scheduler(parts.runtime().clock(), parts.timers(), jitter, due);
  }

  /** Plans the first run; may be asked for before the hub has started. */
  void plan() {
    BackupConfig config = parts.store().config();
    scheduler.plan(
        config.schedule(),
        config.lastCompleted().map(OffsetDateTime::toInstant),
        config.lastAttempted().map(OffsetDateTime::toInstant));
  }

  /** The home is in another time zone: the time of the schedule is another moment. */
  void moved() {
    BackupConfig config = parts.store().config();
    scheduler.moved(
        config.lastCompleted().map(OffsetDateTime::toInstant),
        config.lastAttempted().map(OffsetDateTime::toInstant));
  }

  void start(AgentSource source) {
    started = true;
    GoneLocations gone =
        new GoneLocations(
            parts.agents(), parts.store(), parts.issues(), parts.encryption(), source);
    gone.look();
    running.add(source.onChange(gone::look));
    running.add(source.onChange(this::checkAgents));
    running.add(source.onChange(pruner::agentsChanged));
    running.add(parts.timers().every(HOUR, parts.safekeeping().clock()::look));
    running.add(parts.timers().every(DAY, pruner::daily));
    checkAgents();
    pruner.daily();
  }

  void stop() {
    scheduler.stop();
    running.forEach(Cancellable::cancel);
    running.clear();
  }

  /**
   * A scheduled run has begun, or could not.
   *
   * @param archive fails when it could not be made
   */
  void due(Future<Void> archive) {
    archive.onComplete(
        made -> {
          if (made.succeeded()) {
            scheduler.made();
          } else if (made.cause() instanceof BackupException why
              && why.kind() == BackupException.Kind.BUSY) {
            scheduler.busy();
          } else {
            scheduler.failed();
          }
        });
  }

  Optional<NextRun> next() {
    return scheduler.next();
  }

  /**
   * Changes the settings; when the future succeeds, they are on the disk. A new key is on the key
   * ring before it is in the settings, and the one before stays there. Updates are done in the
   * order in which they come.
   */
  Future<Void> update(JsonObject update) {
    Future<Void> done = updates.transform(before -> updateNow(update));
    updates = done;
    return done;
  }

  private Future<Void> updateNow(JsonObject update) {
    BackupConfig before = parts.store().config();
    BackupConfig after;
    try {
      after = ConfigUpdate.apply(before, update);
    } catch (WireException refused) {
      return Future.failedFuture(refused);
    }
    Optional<Secret> oldKey = before.createBackup().password();
    Optional<Secret> newKey = after.createBackup().password();
    return newKey.equals(oldKey)
        ? store(update)
        : parts
            .keys()
            .set(oldKey, newKey)
            .compose(kept -> store(update))
            // The key ring says again what the settings still say.
            .recover(
                notStored ->
                    parts
                        .keys()
                        .settle(oldKey)
                        .transform(settled -> Future.failedFuture(notStored)));
  }

  /**
   * Applied to what is in force when it is written: an attempt may have been recorded meanwhile.
   */
  private Future<Void> store(JsonObject update) {
    BackupConfig before = parts.store().config();
    return parts
        .store()
        .change(config -> ConfigUpdate.apply(config, update))
        .onSuccess(stored -> changed(before, parts.store().config()));
  }

  private void changed(BackupConfig before, BackupConfig after) {
    if (!after.schedule().equals(before.schedule())) {
      plan();
    }
    if (!after.createBackup().agentIds().equals(before.createBackup().agentIds())) {
      checkAgents();
    }
  }

  private void checkAgents() {
    if (!started) {
      return;
    }
    Set<String> missing = new LinkedHashSet<>(parts.store().config().createBackup().agentIds());
    parts.agents().all().forEach(agent -> missing.remove(agent.agentId()));
    issues.unavailable(missing);
  }
}
