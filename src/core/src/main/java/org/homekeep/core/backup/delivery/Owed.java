package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which copies are owed, and the archives that are kept for them: an archive that nobody waits for
 * any more is deleted. Touched on the hub's context.
 */
final class Owed {
  private final DeliveryJournal journal;
  private final Archives archives;
  private final Attempts attempts;
  private final Superseded superseded;
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
      DeliveryTrouble trouble,
      Runnable changed) {
    this.journal = journal;
    this.archives = archives;
    this.attempts = attempts;
    this.superseded = superseded;
    this.trouble = trouble;
    this.changed = changed;
  }

  /** Copies of an archive are owed from now on. */
  Future<Void> add(Outgoing outgoing) {
    Optional<Outgoing> before = journal.find(outgoing.backupId());
    boolean replaced = outgoing.file().isPresent();
    return journal
        .begin(merged(outgoing))
        .compose(
            begun ->
                before
                    .filter(old -> replaced && !old.file().equals(outgoing.file()))
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
    Outgoing used = added.file().isPresent() || before.file().isEmpty() ? added : before;
    Stream<Waiting> more =
        added.waiting().stream().filter(each -> before.waitingFor(each.agentId()).isEmpty());
    return new Outgoing(
        used.backup(),
        used.backup().isProtected() ? used.key() : before.key().or(added::key),
        before.automatic() && added.automatic(),
        added.partial().or(before::partial),
        used.file(),
        Stream.concat(before.waiting().stream(), more).toList());
  }

  /** A location is not to get its copy; true when it was owed one. */
  Future<Boolean> cancel(Slot slot) {
    Optional<Outgoing> outgoing = journal.find(slot.backupId());
    if (journal.find(slot).isEmpty()) {
      return Future.succeededFuture(false);
    }
    Future<Void> settled = journal.settle(slot);
    attempts.cancel(slot);
    if (journal.all().stream().flatMap(Outgoing::slots).noneMatch(slot::isSameLocation)) {
      trouble.noneOwed(slot.agentId());
    }
    changed.run();
    return DeliveryJournal.orLater(settled)
        .compose(done -> outgoing.map(this::release).orElseGet(Future::succeededFuture))
        .map(true);
  }

  /** No location is to get a copy of this backup any more. */
  Future<Void> forget(String backupId) {
    List<Slot> slots = journal.find(backupId).stream().flatMap(Outgoing::slots).toList();
    return Future.join(slots.stream().map(this::cancel).toList())
        .eventually(() -> stored(backupId))
        .mapEmpty();
  }

  /** An archive has its own name here, or is not to get one. */
  Future<Void> stored(String backupId) {
    return DeliveryJournal.orLater(journal.stored(backupId));
  }

  /** Newer automatic backups take the place of older ones that locations still wait for. */
  Future<Void> supersede() {
    return Future.join(
            superseded.among(journal.all()).stream()
                .filter(slot -> !attempts.isRunning(slot))
                .map(this::cancel)
                .toList())
        .mapEmpty();
  }

  /** A file goes unless somebody waits for just that one. */
  Future<Void> release(String backupId, Path file) {
    boolean needed =
        journal
            .find(backupId)
            .flatMap(Outgoing::file)
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
