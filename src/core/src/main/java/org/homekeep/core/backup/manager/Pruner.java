package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.retention.Circumstances;
import org.homekeep.core.backup.retention.HeldCopy;
import org.homekeep.core.backup.retention.Judgement;
import org.homekeep.core.backup.retention.Occasion;
import org.homekeep.core.backup.retention.Reason;
import org.homekeep.core.backup.retention.RetentionPolicy;
import org.homekeep.core.backup.retention.RetentionRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the copies that retention no longer wants, one pruning after the other. Futures always
 * succeed: pruning never fails a backup.
 */
final class Pruner {
  private static final Logger LOG = LoggerFactory.getLogger(Pruner.class);

  private final ManagerParts parts;
  private final Catalogue catalogue;
  private final Deletions deletions;
  private final Holdings holdings;
  private final Set<String> seen = new HashSet<>();
  private final RetentionIssues issues;
  private Future<Void> last = Future.succeededFuture();
  private Future<Void> verifying = Future.succeededFuture();

  Pruner(ManagerParts parts, Catalogue catalogue, Deletions deletions) {
    this.parts = parts;
    this.catalogue = catalogue;
    this.deletions = deletions;
    this.holdings =
        new Holdings(
            parts.instanceId(),
            parts.safekeeping(),
            parts.agents().local(),
            parts.deliveries()::isUnsent);
    this.issues = new RetentionIssues(parts.issues(), parts.runtime().clock());
  }

  /** After a backup was made (backup.md §3.4), which does not go itself. */
  Future<Void> afterBackup(String backupId) {
    return next(Occasion.AFTER_BACKUP, Optional.of(backupId));
  }

  /** After a location got a copy late; who mistyped a number still has until the next backup. */
  Future<Void> afterLateDelivery() {
    return next(Occasion.DAILY, Optional.empty());
  }

  /**
   * At the start and once a day. After that, what could not be verified before is tried again,
   * beside other prunings because it may take long, and age is judged once more.
   */
  Future<Void> daily() {
    parts.agents().all().forEach(agent -> seen.add(agent.agentId()));
    Future<Void> pruned = next(Occasion.DAILY, Optional.empty());
    if (verifying.isComplete()) {
      verifying =
          pruned.compose(
              done ->
                  parts.safekeeping().ledger().unexamined().isEmpty()
                      ? Future.succeededFuture()
                      : verifyLate().transform(verified -> next(Occasion.DAILY, Optional.empty())));
    }
    return pruned;
  }

  /**
   * When there is another location: one that was not there at the start has its turn, too. One that
   * comes and goes has it once a day, as all others do.
   */
  void agentsChanged() {
    boolean isNew = false;
    for (BackupAgent agent : parts.agents().all()) {
      isNew |= seen.add(agent.agentId());
    }
    if (isNew) {
      daily();
    }
  }

  /** Completes when no pruning is under way. */
  Future<Void> settled() {
    return verifying.transform(verified -> last);
  }

  /** The ids of backups that may not hold the home. */
  Set<String> doubted(Listing listing) {
    return preview(listing, policy()).stream()
        .filter(each -> RetentionIssues.isDoubt(each.reason()))
        .map(each -> each.copy().backupId())
        .collect(Collectors.toSet());
  }

  /** The issues are what they have to be by now, and nothing is deleted. */
  Future<Void> look() {
    Set<String> agentIds = agentIds();
    return catalogue
        .list()
        .map(
            listing -> {
              tell(listing, preview(listing, policy()), isComplete(listing, agentIds));
              return listing;
            })
        .mapEmpty();
  }

  /** At a start locations come one after the other. */
  private boolean isComplete(Listing listing, Set<String> agentIds) {
    return listing.agentErrors().isEmpty()
        && agentIds.containsAll(parts.store().config().createBackup().agentIds());
  }

  private Set<String> agentIds() {
    return parts.agents().all().stream().map(BackupAgent::agentId).collect(Collectors.toSet());
  }

  private void tell(Listing listing, List<Judgement> judgements, boolean complete) {
    issues.heard(listing, judgements, parts.safekeeping().clock().look(), complete);
    issues.settingsInDoubt(policy().own().inDoubt());
  }

  /** What would become of every copy that was listed. */
  List<Judgement> preview(Listing listing, RetentionPolicy policy) {
    return judge(listing, policy, Occasion.AFTER_BACKUP, Optional.empty());
  }

  private RetentionPolicy policy() {
    return new RetentionPolicy(
        parts.store().config(),
        parts.safekeeping().policy().document(),
        parts.runtime().clock().getZone());
  }

  private List<Judgement> judge(
      Listing listing, RetentionPolicy policy, Occasion occasion, Optional<String> justMade) {
    return RetentionRules.plan(
            holdings.of(listing),
            policy,
            new Circumstances(
                occasion,
                parts.runtime().clock().instant(),
                justMade,
                parts.safekeeping().clock().look().isPresent()))
        .stream()
        .map(this::unlessLocked)
        .toList();
  }

  /** What its location protects is left for later. */
  private Judgement unlessLocked(Judgement judgement) {
    HeldCopy copy = judgement.copy();
    return deletions
        .locked()
        .until(new CopyId(copy.backupId(), copy.agentId()))
        .filter(until -> judgement.deletes())
        .map(until -> LocalDate.ofInstant(until, parts.runtime().clock().getZone()))
        .map(until -> new Judgement(copy, new Reason.Locked(until)))
        .orElse(judgement);
  }

  private Future<Void> verifyLate() {
    return parts.safekeeping().verifier().verifyLate(parts.agents().all());
  }

  private Future<Void> next(Occasion occasion, Optional<String> justMade) {
    last =
        last.compose(before -> prune(occasion, justMade))
            .recover(
                failed -> {
                  LOG.atError().setCause(failed).log("Error deleting old copies");
                  return Future.succeededFuture();
                });
    return last;
  }

  private Future<Void> prune(Occasion occasion, Optional<String> justMade) {
    deletions.lookAnew();
    Instant asked = parts.runtime().clock().instant();
    Set<String> agentIds = agentIds();
    Set<String> known = Set.copyOf(parts.store().knownIds());
    Set<CopyId> pretenders = parts.encryption().known();
    return catalogue
        .list()
        .compose(
            listing -> {
              if (occasion == Occasion.DAILY) {
                answered(listing, agentIds, pretenders, asked);
                forgetGone(known, listing, isComplete(listing, agentIds));
              }
              List<Judgement> judgements = judge(listing, policy(), occasion, justMade);
              tell(listing, judgements, isComplete(listing, agentIds));
              Set<HeldCopy> going = going(judgements);
              return going.isEmpty()
                  ? Future.succeededFuture()
                  : catalogue.list().compose(again -> delete(going, again, occasion, justMade));
            });
  }

  /**
   * What the locations that answered do not list is not there.
   *
   * @param agentIds those that were asked; others may have come since
   * @param pretenders that were known by then
   */
  private void answered(
      Listing listing, Set<String> agentIds, Set<CopyId> pretenders, Instant asked) {
    for (String agentId : agentIds) {
      if (!listing.agentErrors().containsKey(agentId)) {
        Set<String> listed =
            listing.backups().stream()
                .filter(backup -> backup.copies().containsKey(agentId))
                .map(ManagerBackup::backupId)
                .collect(Collectors.toSet());
        parts.encryption().listed(agentId, listed, pretenders);
        parts
            .safekeeping()
            .ledger()
            .keepOnly(agentId, listed, asked)
            .onFailure(why -> LOG.atError().setCause(why).log("The ledger is not written yet"));
      }
    }
  }

  /** Nothing is remembered of backups that nobody has any more, whoever deleted them. */
  private void forgetGone(Set<String> known, Listing listing, boolean complete) {
    if (!complete) {
      return;
    }
    Set<String> gone = new HashSet<>(known);
    listing.backups().forEach(backup -> gone.remove(backup.backupId()));
    gone.removeIf(parts.deliveries()::isOwed);
    parts
        .store()
        .forget(gone)
        .onFailure(why -> LOG.atError().setCause(why).log("The settings are not written yet"));
  }

  private static Set<HeldCopy> going(List<Judgement> judgements) {
    return judgements.stream()
        .filter(Judgement::deletes)
        .map(Judgement::copy)
        .collect(Collectors.toSet());
  }

  /** The copy is what other locations still get theirs from. */
  private boolean isStillSent(HeldCopy copy) {
    return parts.deliveries().isSource(new CopyId(copy.backupId(), copy.agentId()));
  }

  /** What was to go goes if it is still so after a second look, and again when its turn comes. */
  private Future<Void> delete(
      Set<HeldCopy> going, Listing listing, Occasion occasion, Optional<String> justMade) {
    Set<String> oldestFirst =
        stillGoing(going, listing, occasion, justMade)
            .map(each -> each.copy().backupId())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Map<String, Set<String>> holders = new LinkedHashMap<>();
    listing.backups().forEach(each -> holders.put(each.backupId(), each.copies().keySet()));
    Future<Void> done = Future.succeededFuture();
    for (String backupId : oldestFirst) {
      done =
          done.compose(
              before -> {
                // Others may have been deleted, settings changed or backups pinned meanwhile.
                List<Judgement> now =
                    stillGoing(going, listing, occasion, justMade)
                        .filter(each -> each.copy().backupId().equals(backupId))
                        .toList();
                Set<String> agentIds =
                    now.stream().map(each -> each.copy().agentId()).collect(Collectors.toSet());
                boolean whole =
                    agentIds.equals(holders.get(backupId)) && listing.agentErrors().isEmpty();
                return now.isEmpty() ? Future.succeededFuture() : delete(backupId, now, whole);
              });
    }
    return done;
  }

  private Stream<Judgement> stillGoing(
      Set<HeldCopy> going, Listing listing, Occasion occasion, Optional<String> justMade) {
    return judge(deletions.withoutDeleted(listing), policy(), occasion, justMade).stream()
        .filter(Judgement::deletes)
        .filter(each -> going.contains(each.copy()) && !isStillSent(each.copy()))
        .filter(each -> isFree(each.copy().backupId()))
        // A location that has not answered would keep all others waiting with each backup.
        .filter(each -> !parts.transfers().isPruning(each.copy().agentId()));
  }

  /** Nobody is just about to keep it, and no location is still at an earlier deletion of it. */
  private boolean isFree(String backupId) {
    Reprieves reprieves = deletions.reprieves();
    return !reprieves.isSpared(backupId) && !reprieves.isBeingDeleted(backupId);
  }

  private Future<Void> delete(String backupId, List<Judgement> judgements, boolean whole) {
    LOG.atInfo()
        .addKeyValue("backup_id", backupId)
        .addKeyValue("copies", judgements)
        .log("Deleting copies that retention no longer wants");
    return deletions
        .byRetention(backupId, judgements)
        .compose(
            errors -> {
              Map<String, String> faults = new LinkedHashMap<>(errors);
              faults
                  .keySet()
                  .removeIf(
                      agentId ->
                          deletions.locked().until(new CopyId(backupId, agentId)).isPresent());
              if (!faults.isEmpty()) {
                LOG.atError()
                    .addKeyValue("backup_id", backupId)
                    .log("Error deleting old copies: {}", faults);
              }
              return whole && errors.isEmpty()
                  ? deletions.forget(backupId)
                  : Future.succeededFuture();
            });
  }
}
