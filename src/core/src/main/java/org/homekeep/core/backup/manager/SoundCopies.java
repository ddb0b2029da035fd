package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.read.KeyCheck;
import org.homekeep.core.backup.config.ConfigStore;
import org.homekeep.core.backup.delivery.Outgoing;
import org.homekeep.core.backup.delivery.Place;
import org.homekeep.core.backup.delivery.Waiting;
import org.homekeep.core.backup.digest.Digests;
import org.homekeep.core.backup.digest.Sums;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.engine.NotAsAskedException;
import org.homekeep.core.backup.manager.BackupException.Kind;
import org.homekeep.core.runtime.Worker;

/**
 * Makes sure that a copy which is to be sent on is still what it was when it was stored: damage
 * must not spread, and pass for verified where it arrives.
 */
final class SoundCopies {
  private final ArchiveEngine engine;
  private final ConfigStore store;
  private final Safekeeping safekeeping;
  private final Worker lasting;
  private final KeyChoice choice;

  SoundCopies(
      ArchiveEngine engine,
      ConfigStore store,
      Safekeeping safekeeping,
      Worker lasting,
      KeyChoice choice) {
    this.engine = engine;
    this.store = store;
    this.safekeeping = safekeeping;
    this.lasting = lasting;
    this.choice = choice;
  }

  /**
   * An archive that was read and is sound.
   *
   * @param agentId the location that has it
   */
  record Fetched(
      String agentId, Path file, AgentBackup backup, Digests digests, Optional<Secret> key) {
    /** What is to be sent of it, from where it lies now. */
    Outgoing outgoing(Place place, List<Waiting> waiting) {
      return new Outgoing(backup, Optional.of(digests), key, false, place, waiting);
    }
  }

  /**
   * Reads an archive that a location gave.
   *
   * @param copy as the location describes it
   * @param sums which checksums are taken on the way
   * @param isWanted ends the reading; asked on a worker
   * @return what it is; fails with a sentence when it is damaged, which is told, too
   */
  Future<Fetched> read(
      BackupAgent agent, AgentBackup copy, Path file, Sums sums, BooleanSupplier isWanted) {
    Optional<Digests> sent = safekeeping.ledger().sent(CopyId.of(copy.backupId(), agent));
    Optional<Secret> key = store.config().createBackup().password();
    return lasting
        .run(() -> describe(file, copy.backupId()))
        .compose(
            backup -> {
              List<Secret> keys = choice.candidates(backup, key);
              return lasting.run(() -> read(file, backup, sent, keys, sums, isWanted));
            })
        .recover(
            damage ->
                isWanted.getAsBoolean() ? told(agent, copy, damage) : Future.failedFuture(damage))
        .compose(
            found ->
                lasting.run(
                    () ->
                        new Fetched(
                            agent.agentId(),
                            file,
                            found.backup(),
                            found.digests(),
                            opening(file, found, key))));
  }

  private AgentBackup describe(Path file, String backupId) throws IOException {
    AgentBackup backup = engine.describe(file);
    if (!backup.backupId().equals(backupId)) {
      throw new NotAsAskedException(
          "It is the archive of another backup, %s.".formatted(backup.backupId()));
    }
    return backup;
  }

  private ArchiveEngine.Measured read(
      Path file,
      AgentBackup backup,
      Optional<Digests> sent,
      List<Secret> keys,
      Sums sums,
      BooleanSupplier isWanted)
      throws IOException {
    Digests digests = ArchiveEngine.digests(file, sums, () -> !isWanted.getAsBoolean());
    if (sent.filter(digests::sameBytesAs).isPresent()) {
      return new ArchiveEngine.Measured(backup, digests);
    }
    // It may be another archive of this backup, put there by other hands, and as good.
    Optional<Secret> key =
        backup.isProtected() ? engine.tryKeys(file, keys).key() : Optional.empty();
    if (key.isPresent() || !backup.isProtected()) {
      return engine.verify(file, key, sums, () -> !isWanted.getAsBoolean());
    }
    if (sent.isPresent()) {
      throw new NotAsAskedException(
          "Its checksum is not the one of what was stored, and no key opens it.");
    }
    return new ArchiveEngine.Measured(backup, digests);
  }

  private <T> Future<T> told(BackupAgent agent, AgentBackup backup, Throwable damage) {
    if (!(damage instanceof ArchiveException || damage instanceof NotAsAskedException)) {
      return Future.failedFuture(damage);
    }
    String evidence =
        "The copy of the backup at %s is damaged: %s".formatted(agent.name(), damage.getMessage());
    return safekeeping
        .verifier()
        .damaged(agent, backup, evidence, "It was left there, and is not sent on.")
        .compose(
            told ->
                Future.failedFuture(
                    new BackupException(
                        Kind.MANAGER,
                        evidence + " It was left there, and is not sent on.",
                        damage)));
  }

  /** A copy that the present key does not open goes on as it is. */
  private Optional<Secret> opening(Path file, ArchiveEngine.Measured found, Optional<Secret> key)
      throws IOException {
    boolean opens =
        key.isPresent()
            && (!found.backup().isProtected()
                || engine.checkKey(file, key.get()) == KeyCheck.OPENS);
    return opens ? key : Optional.empty();
  }
}
