package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.audit.Actor;
import org.homekeep.core.backup.audit.AuditEntry;
import org.homekeep.core.backup.audit.AuditLog;
import org.homekeep.core.backup.local.LocalAgent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which copies are owed, and the archives that are kept for them: an archive that nobody waits for
 * any more is deleted. Touched on the hub's context.
 */
final class Owed {
  private static final Logger LOG = LoggerFactory.getLogger(Owed.class);

  private final DeliveryJournal journal;
  private final Archives archives;
  private final Attempts attempts;
  private final Superseded superseded;
  private final SoleCopies soles;
  private final AuditLog audit;
  private final DeliveryTrouble trouble;
  private final Runnable changed;

  /**
   * @param changed hears when other copies are owed than before
   */
  Owed(
      DeliveryJournal journal,
      Archives archives,
      Attempts attempts,
      Superseded superseded,
      SoleCopies soles,
      AuditLog audit,
      DeliveryTrouble trouble,
      Runnable changed) {
    this.journal = journal;
    this.archives = archives;
    this.attempts = attempts;
    this.superseded = superseded;
    this.soles = soles;
    this.audit = audit;
    this.trouble = trouble;
    this.changed = changed;
  }

  /** Copies of an archive are owed from now on. */
  Future<Void> add(Outgoing outgoing) {
    Optional<Outgoing> before = journal.find(outgoing.backupId());
    boolean replaced = outgoing.place().temporary().isPresent();
    return journal
        .begin(merged(outgoing))
        .compose(
            begun ->
                before
                    .filter(old -> replaced && !old.place().equals(outgoing.place()))
                    .map(archives::delete)
                    .orElseGet(Future::succeededFuture))
        .onComplete(begun -> changed.run());
  }

  /**
   * What was owed of a backup before stays so; the archive that is there for sure is used, and what
   * is said of it goes with it: another location's archive may have another form and size.
   */
  private Outgoing merged(Outgoing added) {
    Optional<Outgoing> known = journal.find(added.backupId());
    if (known.isEmpty()) {
      return added;
    }
    Outgoing before = known.get();
    boolean kept = before.place().temporary().isPresent() && added.place().temporary().isEmpty();
    Outgoing used = kept ? before : added;
    Stream<Waiting> more =
        added.waiting().stream().filter(each -> before.waitingFor(each.agentId()).isEmpty());
    return new Outgoing(
        used.backup(),
        used.digests(),
        used.backup().isProtected() ? used.key() : before.key().or(added::key),
        before.automatic() && added.automatic(),
        used.place(),
        Stream.concat(before.waiting().stream(), more).toList());
  }

  /**
   * A location is not to get its copy; an archive that is nowhere else is stored here instead.
   * Fails with a sentence when it is just that which is cancelled.
   *
   * @return whether it was owed one
   */
  Future<Boolean> cancel(Slot slot) {
    if (slot.agentId().equals(LocalAgent.ID) && soles.isSole(slot)) {
      return Future.failedFuture(
          new BackupAgentException(
              "The backup is nowhere else yet, and would be lost. To be rid of it, delete the backup."));
    }
    return end(slot, soles::giveUp);
  }

  /** A location got its copy otherwise. */
  Future<Void> has(Slot slot) {
    return end(slot, journal::giveUp).mapEmpty();
  }

  private Future<Boolean> end(Slot slot, Function<Slot, Future<Void>> giveUp) {
    Optional<Outgoing> outgoing = journal.find(slot.backupId());
    if (journal.find(slot).isEmpty()) {
      return Future.succeededFuture(false);
    }
    Future<Void> settled = giveUp.apply(slot);
    attempts.cancel(slot);
    if (journal.all().stream().flatMap(Outgoing::slots).noneMatch(slot::isSameLocation)) {
      trouble.noneOwed(slot.agentId());
    }
    changed.run();
    return DeliveryJournal.orLater(settled)
        .compose(done -> outgoing.map(this::release).orElseGet(Future::succeededFuture))
        .map(true);
  }

  /** No location is to get a copy of this backup any more; its archive goes. */
  Future<Void> forget(String backupId) {
    List<Slot> slots = journal.find(backupId).stream().flatMap(Outgoing::slots).toList();
    return Future.join(slots.stream().map(slot -> end(slot, journal::giveUp)).toList())
        .eventually(() -> DeliveryJournal.orLater(journal.stored(backupId)))
        .mapEmpty();
  }

  /** An archive has its own name here, or is not to get one: it is not under the other any more. */
  Future<Void> stored(String backupId, Path unnamed) {
    return archives
        .isThere(unnamed)
        .compose(
            there ->
                there
                    ? Future.succeededFuture()
                    : DeliveryJournal.orLater(journal.stored(backupId)));
  }

  /** Newer automatic backups take the place of older ones that locations still wait for. */
  Future<Void> supersede() {
    return Future.join(
            superseded.among(journal.all()).stream()
                .filter(slot -> !attempts.isRunning(slot))
                .map(this::supersede)
                .toList())
        .mapEmpty();
  }

  /** What is deleted with it is in the log before it is; otherwise it stays for this time. */
  private Future<Boolean> supersede(Slot slot) {
    if (!soles.isSole(slot)) {
      return end(slot, journal::giveUp);
    }
    AuditEntry entry =
        new AuditEntry(
            AuditEntry.Step.DELETING,
            slot.backupId(),
            LocalAgent.ID,
            Actor.DELIVERY,
            "superseded",
            "The archive was kept for %s, which was away; newer automatic backups wait for it."
                .formatted(slot.agentId()));
    return audit
        .append(List.of(entry))
        .compose(logged -> end(slot, journal::giveUp))
        .compose(ended -> audit.append(List.of(entry.deleted())).map(ended))
        .recover(
            notLogged -> {
              LOG.atError().setCause(notLogged).log("An archive stays that nobody waits for");
              return Future.succeededFuture(false);
            });
  }

  /** A file goes unless somebody waits for just that one. */
  Future<Void> release(String backupId, Path file) {
    boolean needed =
        journal
            .find(backupId)
            .filter(outgoing -> !outgoing.waiting().isEmpty())
            .map(Outgoing::place)
            .flatMap(place -> place.temporary().or(place::unnamed))
            .filter(String.valueOf(file.getFileName())::equals)
            .isPresent();
    return needed ? Future.succeededFuture() : archives.delete(file);
  }

  /** The file of an archive goes unless somebody waits for it. */
  Future<Void> release(Outgoing outgoing) {
    return !journal.isOwed(outgoing.backupId())
        ? archives.delete(outgoing)
        : Future.succeededFuture();
  }
}
