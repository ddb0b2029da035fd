package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.util.function.Consumer;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.ledger.CopyVerifier;
import org.homekeep.core.backup.local.LocalAgent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Later attempts, for which the archive has to be found first. Touched on the hub's context. */
final class LateAttempts {
  private static final Logger LOG = LoggerFactory.getLogger(LateAttempts.class);

  private final DeliveryJournal journal;
  private final Archives archives;
  private final Attempts attempts;
  private final CopyVerifier verifier;
  private final Owed owed;
  private final ReleasedFiles released;
  private final DeliveryTrouble trouble;
  private final Consumer<Delivered> delivered;

  LateAttempts(
      DeliveryJournal journal,
      Archives archives,
      Attempts attempts,
      CopyVerifier verifier,
      Owed owed,
      ReleasedFiles released,
      DeliveryTrouble trouble,
      Consumer<Delivered> delivered) {
    this.journal = journal;
    this.archives = archives;
    this.attempts = attempts;
    this.verifier = verifier;
    this.owed = owed;
    this.released = released;
    this.trouble = trouble;
    this.delivered = delivered;
  }

  /** Tries once more; fails when the location does not have its copy after it. */
  Future<Void> make(Outgoing outgoing, BackupAgent agent) {
    return isHere(outgoing, agent)
        .transform(
            here -> {
              if (here.failed()) {
                return attempts
                    .failed(outgoing, agent, here.cause())
                    .transform(written -> Future.failedFuture(here.cause()));
              }
              return here.result() ? settle(outgoing, agent) : send(outgoing, agent);
            });
  }

  /**
   * Whether the hub's own location got its copy otherwise, by an upload or just before a crash. It
   * stays whatever its form is: with two nobody could say which one is the copy. One that a disk
   * has damaged is no reason to let go of the archive, so it is read when nobody has yet.
   */
  private Future<Boolean> isHere(Outgoing outgoing, BackupAgent agent) {
    if (!LocalAgent.isLocal(agent)) {
      return Future.succeededFuture(false);
    }
    return archives
        .isHere(outgoing.backupId())
        .compose(here -> here ? isSound(outgoing, agent) : Future.succeededFuture(false));
  }

  private Future<Boolean> isSound(Outgoing outgoing, BackupAgent agent) {
    return verifier
        .isSound(agent, outgoing.backupId())
        .compose(
            known ->
                known.map(Future::succeededFuture).orElseGet(() -> archives.isStandIn(outgoing)));
  }

  private Future<Void> settle(Outgoing outgoing, BackupAgent agent) {
    return owed.has(CopyId.of(outgoing.backupId(), agent))
        .onSuccess(settled -> tell(outgoing, agent));
  }

  private Future<Void> send(Outgoing outgoing, BackupAgent agent) {
    return archives
        .find(outgoing)
        .transform(
            found ->
                found.succeeded()
                    ? attempts
                        .make(outgoing, Load.late(found.result()), agent)
                        .onSuccess(done -> tell(outgoing, agent))
                    : notFound(outgoing, agent, found.cause()))
        .eventually(released::delete);
  }

  private void tell(Outgoing outgoing, BackupAgent agent) {
    boolean complete = !journal.isOwed(outgoing.backupId());
    delivered.accept(
        new Delivered(outgoing.backup(), agent.agentId(), outgoing.automatic(), complete));
  }

  private Future<Void> notFound(Outgoing outgoing, BackupAgent agent, Throwable why) {
    boolean replaced =
        journal
            .find(outgoing.backupId())
            .filter(now -> !now.place().equals(outgoing.place()))
            .isPresent();
    if (replaced) {
      // The next look finds the archive that took its place.
      return Future.failedFuture(why);
    }
    Future<Void> noted =
        why instanceof BackupNotFoundException
            ? gone(outgoing, why)
            : attempts.failed(outgoing, agent, why);
    return noted.transform(written -> Future.failedFuture(why));
  }

  /** A backup that was deleted here in the meantime cannot be sent any more. */
  private Future<Void> gone(Outgoing outgoing, Throwable why) {
    journal.find(outgoing.backupId()).stream()
        .flatMap(Outgoing::copies)
        .forEach(copy -> trouble.archiveGone(copy.agentId(), outgoing.backup().name()));
    LOG.atWarn()
        .addKeyValue("backup_id", outgoing.backupId())
        .setCause(why)
        .log("A backup that locations still waited for is not here any more");
    return owed.forget(outgoing.backupId());
  }
}
