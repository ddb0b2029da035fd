package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.config.BackupConfig;
import org.homekeep.core.backup.config.ConfigStore;
import org.homekeep.core.backup.config.KnownBackup;
import org.homekeep.core.backup.delivery.Delivered;
import org.homekeep.core.backup.delivery.Deliveries;
import org.homekeep.core.backup.delivery.DeliveryStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What changes in the records when a location gets its copy after all. */
final class LateSuccess {
  private static final Logger LOG = LoggerFactory.getLogger(LateSuccess.class);

  private final ConfigStore store;
  private final Deliveries deliveries;
  private final Clock clock;
  private final Pruner pruner;
  private final BackupIssues issues;
  private final Runnable changed;

  /**
   * @param changed told when the settings may say another last backup
   */
  LateSuccess(
      ConfigStore store,
      Deliveries deliveries,
      Clock clock,
      Pruner pruner,
      BackupIssues issues,
      Runnable changed) {
    this.store = store;
    this.deliveries = deliveries;
    this.clock = clock;
    this.pruner = pruner;
    this.issues = issues;
    this.changed = changed;
  }

  /**
   * A hub that was killed when a copy had arrived, and before that was recorded, does so now.
   *
   * @param holders backup → the locations that took a copy of it
   */
  void catchUp(Function<String, Set<String>> holders) {
    for (String backupId : store.knownIds()) {
      Set<String> arrived = new HashSet<>(holders.apply(backupId));
      arrived.removeAll(waiting(backupId));
      store
          .known(backupId)
          .filter(known -> known.failedAgentIds().stream().anyMatch(arrived::contains))
          .ifPresent(
              known -> {
                KnownBackup caughtUp = known;
                for (String agentId : arrived) {
                  caughtUp = caughtUp.delivered(agentId);
                }
                store.remember(caughtUp).onFailure(LateSuccess::notYet);
              });
    }
  }

  private static void notYet(Throwable failed) {
    LOG.atError().setCause(failed).log("A late delivery could not be recorded yet");
  }

  void record(Delivered delivered) {
    Future.join(List.of(known(delivered), completed(delivered)))
        .onFailure(LateSuccess::notYet)
        .onComplete(
            recorded -> {
              changed.run();
              pruner.afterLateDelivery();
            });
  }

  /** A hub that was killed before it had recorded a backup does so now. */
  private Future<Void> known(Delivered delivered) {
    String backupId = delivered.backup().backupId();
    Optional<KnownBackup> known = store.known(backupId);
    if (known.isEmpty()) {
      return store.remember(KnownBackup.of(backupId, waiting(backupId)));
    }
    return known
        .filter(backup -> backup.failedAgentIds().contains(delivered.agentId()))
        .map(backup -> store.remember(backup.delivered(delivered.agentId())))
        .orElseGet(Future::succeededFuture);
  }

  private List<String> waiting(String backupId) {
    return deliveries.list().stream()
        .filter(owed -> owed.backupId().equals(backupId))
        .map(owed -> owed.waiting().agentId())
        .toList();
  }

  /**
   * An automatic backup that is everywhere at last counts as completed, at the time when it was
   * made. It mends the issue when none was attempted after it: that one may have failed.
   */
  private Future<Void> completed(Delivered delivered) {
    boolean others = deliveries.list().stream().anyMatch(DeliveryStatus::automatic);
    Optional<OffsetDateTime> made = date(delivered.backup());
    if (!delivered.automatic() || !delivered.complete() || others || made.isEmpty()) {
      return Future.succeededFuture();
    }
    BackupConfig config = store.config();
    if (config.lastAttempted().filter(last -> isLater(last, made.get())).isEmpty()) {
      issues.delivered(List.of(), List.of());
    }
    OffsetDateTime now = OffsetDateTime.now(clock);
    boolean newerIsKnown =
        config
            .lastCompleted()
            .filter(last -> last.isAfter(made.get()) && !last.isAfter(now))
            .isPresent();
    return newerIsKnown
        ? Future.succeededFuture()
        : store.record(before -> before.completed(made.get()));
  }

  /** An attempt is recorded a moment before its backup gets its date, which has no nanoseconds. */
  private static boolean isLater(OffsetDateTime attempt, OffsetDateTime made) {
    return attempt.isAfter(made.plusSeconds(1));
  }

  private static Optional<OffsetDateTime> date(AgentBackup backup) {
    try {
      return Optional.of(OffsetDateTime.parse(backup.date()));
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }
}
