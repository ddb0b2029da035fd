package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.agent.CopyId;
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
  private final ReleasedFiles released;
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
      ReleasedFiles released,
      Attempts attempts,
      Superseded superseded,
      SoleCopies soles,
      AuditLog audit,
      DeliveryTrouble trouble,
      Runnable changed) {
    this.journal = journal;
    this.archives = archives;
    this.released = released;
    this.attempts = attempts;
    this.superseded = superseded;
    this.soles = soles;
    this.audit = audit;
    this.trouble = trouble;
    this.changed = changed;
  }

  /** An archive was made, and copies of it are owed from now on. */
  Future<Void> begin(Outgoing outgoing) {
    return replacing(outgoing, journal::begin);
  }

  /**
   * Somebody asks for copies of an archive; a failure says that nothing else is owed than was.
   *
   * @param inForce runs when they are owed, before anybody hears of it
   */
  Future<Void> add(Outgoing outgoing, Runnable inForce) {
    return replacing(outgoing, asked -> journal.ask(asked).onSuccess(written -> inForce.run()));
  }

  /** The archive that is not used any more goes. */
  private Future<Void> replacing(Outgoing outgoing, Function<Outgoing, Future<Void>> addition) {
    return addition
        .apply(outgoing)
        .compose(begun -> released.delete())
        .onComplete(begun -> changed.run());
  }

  /**
   * A location is not to get its copy; an archive that is nowhere else is stored here instead.
   * Fails with a sentence when it is just that which is cancelled.
   *
   * @return whether it was owed one
   */
  Future<Boolean> cancel(CopyId copy) {
    if (copy.agentId().equals(LocalAgent.ID) && soles.isSole(copy)) {
      return Future.failedFuture(
          new BackupAgentException(
              "The backup is nowhere else yet, and would be lost. To be rid of it, delete the"
                  + " backup."));
    }
    if (journal.find(copy).isEmpty()) {
      return Future.succeededFuture(false);
    }
    return soles
        .cancel(copy)
        .onSuccess(cancelled -> ended(copy))
        .compose(cancelled -> released.delete())
        .map(true);
  }

  /** The same because the location is there no more. */
  Future<Void> removed(CopyId copy) {
    return end(copy, soles::giveUp).mapEmpty();
  }

  /** A location got its copy otherwise. */
  Future<Void> has(CopyId copy) {
    return end(copy, journal::giveUp).mapEmpty();
  }

  private Future<Boolean> end(CopyId copy, Function<CopyId, Future<Void>> giveUp) {
    if (journal.find(copy).isEmpty()) {
      return Future.succeededFuture(false);
    }
    Future<Void> settled = giveUp.apply(copy);
    ended(copy);
    return DeliveryJournal.orLater(settled).compose(done -> released.delete()).map(true);
  }

  private void ended(CopyId copy) {
    attempts.cancel(copy);
    if (journal.owesNothing(copy)) {
      trouble.noneOwed(copy.agentId());
    }
    changed.run();
  }

  /** No location is to get a copy of this backup any more; its archive goes. */
  Future<Void> forget(String backupId) {
    return forgetOwed(backupId)
        // What was being written when this began is owed since.
        .compose(
            done -> journal.isOwed(backupId) ? forgetOwed(backupId) : Future.succeededFuture());
  }

  private Future<Void> forgetOwed(String backupId) {
    List<CopyId> copies = journal.find(backupId).stream().flatMap(Outgoing::copies).toList();
    return Future.join(copies.stream().map(copy -> end(copy, journal::giveUp)).toList())
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
                .filter(copy -> !attempts.isRunning(copy))
                .map(this::supersede)
                .toList())
        .mapEmpty();
  }

  /** What is deleted with it is in the log before it is; otherwise it stays for this time. */
  private Future<Boolean> supersede(CopyId copy) {
    if (!soles.isSole(copy)) {
      return end(copy, journal::giveUp);
    }
    AuditEntry entry =
        new AuditEntry(
            AuditEntry.Step.DELETING,
            new CopyId(copy.backupId(), LocalAgent.ID),
            Actor.DELIVERY,
            "superseded",
            "The archive was kept for %s, which was away; newer automatic backups wait for it."
                .formatted(copy.agentId()));
    return audit
        .append(List.of(entry))
        .compose(logged -> end(copy, journal::giveUp))
        .compose(ended -> audit.append(List.of(entry.deleted())).map(ended))
        .recover(
            notLogged -> {
              LOG.atError().setCause(notLogged).log("An archive stays that nobody waits for");
              return Future.succeededFuture(false);
            });
  }

  /** A file goes unless somebody waits for just that one. */
  Future<Void> release(String backupId, Path file) {
    return released
        .delete()
        .compose(
            gone ->
                isNamed(backupId, String.valueOf(file.getFileName()))
                    ? Future.succeededFuture()
                    : archives.delete(file));
  }

  private boolean isNamed(String backupId, String file) {
    return journal.files().contains(file)
        || journal
            .find(backupId)
            .filter(outgoing -> !outgoing.waiting().isEmpty())
            .flatMap(outgoing -> outgoing.place().unnamed())
            .filter(file::equals)
            .isPresent();
  }
}
