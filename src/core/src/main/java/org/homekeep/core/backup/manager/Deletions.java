package org.homekeep.core.backup.manager;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.audit.Actor;
import org.homekeep.core.backup.audit.AuditEntry;
import org.homekeep.core.backup.audit.AuditEntry.Step;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.backup.retention.Judgement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes copies: each deletion is in the log before it is done, and what the hub knew of the copy
 * is forgotten after it.
 */
final class Deletions {
  private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);
  private static final String NOT_LOGGED = "backup_deletions_not_logged";
  private static final int MOST_REMEMBERED = 1_000;

  private static final String GONE = "The location is not there any more.";

  private final ManagerParts parts;
  private final Catalogue catalogue;
  private final CopyDeletions copies;
  private final Safekeeping keeping;
  private final LockedCopies locked;

  /**
   * Backup → when locations have ended its deletion: what a person has deleted, or is deleting, may
   * still be in a listing that somebody holds.
   */
  private final Map<String, Future<?>> byPeople =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Future<?>> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  private final Reprieves reprieves;

  Deletions(ManagerParts parts, Catalogue catalogue) {
    this.parts = parts;
    this.catalogue = catalogue;
    this.copies = new CopyDeletions(parts.transfers(), catalogue);
    this.keeping = parts.safekeeping();
    this.locked = new LockedCopies(parts.runtime().clock());
    this.reprieves = new Reprieves();
  }

  /**
   * Deletes a backup at every location because a person wants that; a log that cannot be written
   * does not keep a person from making room on a full disk.
   *
   * @param unsent whether its archive was here only until it was sent, and is deleted with that
   * @return agent id → error, of those that could not
   */
  Future<Map<String, String>> everywhere(String backupId, Actor person, boolean unsent) {
    List<BackupAgent> agents = parts.agents().all();
    List<AuditEntry> entries =
        agents.stream()
            .map(BackupAgent::agentId)
            .map(
                agentId ->
                    new AuditEntry(
                        Step.DELETING,
                        new CopyId(backupId, agentId),
                        person,
                        AuditEntry.ASKED,
                        "A person deleted the backup everywhere."))
            .toList();
    Future<EndedDeletion> deletion =
        keeping
            .audit()
            .append(entries)
            .recover(Deletions::notLogged)
            .compose(
                logged ->
                    delete(backupId, agents, entries, unsent ? Set.of(LocalAgent.ID) : Set.of()));
    byPeople.merge(backupId, deletion.compose(EndedDeletion::over), Future::join);
    return deletion.compose(
        ended -> {
          if (ended.errors().isEmpty()) {
            return forget(backupId).map(ended.errors());
          }
          ended.gone().onSuccess(gone -> forgetUnlessBack(backupId));
          return Future.succeededFuture(ended.errors());
        });
  }

  /** From now on locations are asked what they have: what was deleted before is not among that. */
  void lookAnew() {
    byPeople.values().removeIf(Future::isComplete);
  }

  /** Until the last location had deleted it, others may have got it again. */
  private void forgetUnlessBack(String backupId) {
    catalogue
        .find(backupId)
        .compose(
            found ->
                found.backups().isEmpty()
                        && found.agentErrors().isEmpty()
                        && !parts.deliveries().isOwed(backupId)
                    ? forget(backupId)
                    : Future.succeededFuture())
        .onFailure(why -> LOG.atError().setCause(why).log("A deleted backup is not forgotten yet"));
  }

  /**
   * Deletes copies of one backup because retention does not want them; fails, and deletes nothing,
   * when that cannot be logged.
   *
   * @param judgements of copies of this backup
   * @return agent id → error, of those that could not
   */
  Future<Map<String, String>> byRetention(String backupId, Collection<Judgement> judgements) {
    Promise<Void> start = Promise.promise();
    Future<EndedDeletion> deletion =
        start.future().compose(started -> deleteByRetention(backupId, judgements));
    reprieves.deleting(backupId, deletion);
    judgements.forEach(
        each -> {
          String agentId = each.copy().agentId();
          parts
              .transfers()
              .pruning(
                  agentId,
                  deletion
                      .compose(ended -> ended.over(agentId))
                      .transform(over -> Future.succeededFuture()));
        });
    // Whoever hears of the first deletion at a location must find that it has begun.
    start.complete();
    return deletion.map(EndedDeletion::errors);
  }

  private Future<EndedDeletion> deleteByRetention(
      String backupId, Collection<Judgement> judgements) {
    List<AuditEntry> entries =
        judgements.stream()
            .map(
                each ->
                    new AuditEntry(
                        Step.DELETING,
                        new CopyId(backupId, each.copy().agentId()),
                        Actor.RETENTION,
                        each.reason().code(),
                        each.reason().sentence()))
            .toList();
    Set<String> agentIds =
        entries.stream()
            .map(entry -> entry.copy().agentId())
            .collect(Collectors.toUnmodifiableSet());
    List<BackupAgent> agents =
        parts.agents().all().stream().filter(agent -> agentIds.contains(agent.agentId())).toList();
    return keeping
        .audit()
        .append(entries)
        .onComplete(this::tellLogged)
        .compose(logged -> delete(backupId, agents, entries, Set.of()));
  }

  /** Who keeps backups from retention. */
  Reprieves reprieves() {
    return reprieves;
  }

  /** Without a log retention deletes nothing, and the disk gets full. */
  private void tellLogged(AsyncResult<Void> logged) {
    if (logged.succeeded()) {
      parts.issues().resolve(NOT_LOGGED);
    } else {
      parts.issues().report(notLoggedIssue(logged.cause()));
    }
  }

  static Issue notLoggedIssue(Throwable why) {
    return Issue.of(NOT_LOGGED, Severity.WARNING, NOT_LOGGED, Map.of("evidence", Evidence.of(why)));
  }

  /** Copies that cannot be deleted yet. */
  LockedCopies locked() {
    return locked;
  }

  /** A listing without what people have deleted since, or are deleting. */
  Listing withoutDeleted(Listing listing) {
    return new Listing(
        listing.backups().stream()
            .filter(backup -> !byPeople.containsKey(backup.backupId()))
            .toList(),
        listing.agentErrors());
  }

  /** Forgets a backup that is gone everywhere. */
  Future<Void> forget(String backupId) {
    return Future.join(parts.store().forget(backupId), keeping.policy().forget(backupId))
        .mapEmpty();
  }

  /**
   * @param deletedBefore the ids of locations that have nothing because it was deleted just now
   */
  private Future<EndedDeletion> delete(
      String backupId,
      List<BackupAgent> agents,
      List<AuditEntry> entries,
      Set<String> deletedBefore) {
    Map<String, String> gone = new LinkedHashMap<>();
    entries.forEach(entry -> gone.put(entry.copy().agentId(), GONE));
    agents.forEach(agent -> gone.remove(agent.agentId()));
    return copies
        .delete(backupId, agents)
        .compose(
            deleted -> {
              Map<String, String> errors = new LinkedHashMap<>(gone);
              errors.putAll(deleted.errors());
              Set<String> absent = new HashSet<>(deleted.absent());
              absent.removeAll(deletedBefore);
              deleted
                  .locked()
                  .forEach((agentId, why) -> locked.heard(new CopyId(backupId, agentId), why));
              return Future.join(logged(entries, errors, absent), forgotten(entries, errors))
                  .transform(
                      done ->
                          Future.succeededFuture(
                              new EndedDeletion(errors, late(entries, deleted.late()))));
            });
  }

  /** What a location says after it was no more waited for is in the log as well. */
  private Map<BackupAgent, Future<Void>> late(
      List<AuditEntry> entries, Map<BackupAgent, Future<Void>> answers) {
    Map<BackupAgent, Future<Void>> late = new HashMap<>();
    for (AuditEntry entry : entries) {
      answers.forEach(
          (agent, answer) -> {
            if (agent.agentId().equals(entry.copy().agentId())) {
              late.put(agent, answer.transform(said -> heardLate(entry, said)));
            }
          });
    }
    return late;
  }

  private Future<Void> heardLate(AuditEntry entry, AsyncResult<Void> said) {
    boolean absent = said.cause() instanceof BackupNotFoundException;
    if (said.failed() && !absent) {
      return Future.failedFuture(said.cause());
    }
    Set<String> without = absent ? Set.of(entry.copy().agentId()) : Set.of();
    return Future.join(
            logged(List.of(entry), Map.of(), without), forgotten(List.of(entry), Map.of()))
        .mapEmpty();
  }

  private Future<Void> logged(
      List<AuditEntry> entries, Map<String, String> errors, Set<String> absent) {
    return keeping
        .audit()
        .append(entries.stream().map(entry -> outcome(entry, errors, absent)).toList())
        .recover(Deletions::notLogged);
  }

  private static AuditEntry outcome(
      AuditEntry entry, Map<String, String> errors, Set<String> absent) {
    return Optional.ofNullable(errors.get(entry.copy().agentId()))
        .map(entry::failed)
        .orElseGet(
            () -> absent.contains(entry.copy().agentId()) ? entry.absent() : entry.deleted());
  }

  private Future<Void> forgotten(List<AuditEntry> entries, Map<String, String> errors) {
    return Future.join(
            entries.stream()
                .map(AuditEntry::copy)
                .filter(copy -> !errors.containsKey(copy.agentId()))
                .map(
                    copy -> {
                      parts.encryption().deleted(copy);
                      return keeping.ledger().forget(copy);
                    })
                .toList())
        .mapEmpty();
  }

  private static Future<Void> notLogged(Throwable why) {
    LOG.atError().setCause(why).log("A deletion could not be written to the log of deletions");
    return Future.succeededFuture();
  }
}
