package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.backup.config.KnownBackup;
import org.homekeep.core.backup.delivery.Delivered;
import org.homekeep.core.backup.delivery.DeliveryStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What changes in the records when a location gets its copy after all. */
final class LateSuccess {
  private static final Logger LOG = LoggerFactory.getLogger(LateSuccess.class);

  private final ManagerParts parts;
  private final Pruner pruner;
  private final BackupIssues issues;

  LateSuccess(ManagerParts parts, Pruner pruner, BackupIssues issues) {
    this.parts = parts;
    this.pruner = pruner;
    this.issues = issues;
  }

  void record(Delivered delivered) {
    Future.join(List.of(known(delivered), completed(delivered)))
        .onFailure(
            failed ->
                LOG.atError().setCause(failed).log("A late delivery could not be recorded yet"))
        .onComplete(recorded -> pruner.afterBackup());
  }

  /** A hub that was killed before it had recorded a backup does so now. */
  private Future<Void> known(Delivered delivered) {
    String backupId = delivered.backup().backupId();
    Optional<KnownBackup> known = parts.store().known(backupId);
    if (known.isEmpty()) {
      return parts.store().remember(KnownBackup.of(backupId, waiting(backupId)));
    }
    return known
        .filter(backup -> backup.failedAgentIds().contains(delivered.agentId()))
        .map(backup -> parts.store().remember(backup.delivered(delivered.agentId())))
        .orElseGet(Future::succeededFuture);
  }

  private List<String> waiting(String backupId) {
    return parts.deliveries().list().stream()
        .filter(owed -> owed.backup().backupId().equals(backupId))
        .map(owed -> owed.waiting().agentId())
        .toList();
  }

  /** An automatic backup that is everywhere at last counts as completed, and mends its issue. */
  private Future<Void> completed(Delivered delivered) {
    boolean others = parts.deliveries().list().stream().anyMatch(DeliveryStatus::automatic);
    if (!delivered.automatic() || !delivered.complete() || others) {
      return Future.succeededFuture();
    }
    issues.delivered(List.of(), List.of());
    OffsetDateTime now = OffsetDateTime.now(parts.runtime().clock());
    return parts.store().record(config -> config.completed(now));
  }
}
