package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.homekeep.core.backup.config.ConfigStore;
import org.homekeep.core.backup.retention.HeldBackup;
import org.homekeep.core.backup.retention.RetentionRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the copies that retention no longer wants. Only automatic backups of this hub are ever
 * looked at. Futures always succeed: pruning never fails a backup.
 */
final class Pruner {
  private static final Logger LOG = LoggerFactory.getLogger(Pruner.class);

  private final Catalogue catalogue;
  private final ConfigStore store;

  Pruner(Catalogue catalogue, ConfigStore store) {
    this.catalogue = catalogue;
    this.store = store;
  }

  /** After a backup was made (backup.md §3.4). */
  Future<Void> byCopies() {
    return prune(held -> RetentionRules.byCopies(held, store.config()));
  }

  /** At the start and once a day. */
  Future<Void> byDays(Instant now) {
    return prune(held -> RetentionRules.byDays(held, store.config(), now));
  }

  private Future<Void> prune(Function<Collection<HeldBackup>, Map<String, Set<String>>> rule) {
    return catalogue
        .list()
        .compose(listing -> delete(listing, rule.apply(automatic(listing.backups()))))
        .recover(
            failed -> {
              LOG.atError().setCause(failed).log("Error deleting old copies");
              return Future.succeededFuture();
            });
  }

  private static List<HeldBackup> automatic(List<ManagerBackup> backups) {
    return backups.stream()
        .filter(backup -> backup.withAutomaticSettings().orElse(false))
        .flatMap(backup -> held(backup).stream())
        .toList();
  }

  /** A backup whose date cannot be read is never judged by it. */
  private static Optional<HeldBackup> held(ManagerBackup backup) {
    try {
      Instant date = OffsetDateTime.parse(backup.description().date()).toInstant();
      return Optional.of(new HeldBackup(backup.backupId(), date, backup.copies().keySet()));
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }

  private Future<Void> delete(Listing listing, Map<String, Set<String>> superfluous) {
    Map<String, Set<String>> holders = new LinkedHashMap<>();
    listing.backups().forEach(each -> holders.put(each.backupId(), each.copies().keySet()));
    Future<Void> done = Future.succeededFuture();
    for (Map.Entry<String, Set<String>> each : superfluous.entrySet()) {
      String backupId = each.getKey();
      Set<String> agentIds = each.getValue();
      boolean whole = agentIds.equals(holders.get(backupId)) && listing.agentErrors().isEmpty();
      done = done.compose(before -> delete(backupId, agentIds, whole));
    }
    return done;
  }

  private Future<Void> delete(String backupId, Set<String> agentIds, boolean whole) {
    LOG.atInfo()
        .addKeyValue("backup_id", backupId)
        .addKeyValue("agent_ids", agentIds)
        .log("Deleting copies that retention no longer wants");
    return catalogue
        .delete(backupId, Optional.of(agentIds))
        .compose(
            errors -> {
              if (!errors.isEmpty()) {
                LOG.atError()
                    .addKeyValue("backup_id", backupId)
                    .log("Error deleting old copies: {}", errors);
              }
              return whole && errors.isEmpty() ? store.forget(backupId) : Future.succeededFuture();
            });
  }
}
