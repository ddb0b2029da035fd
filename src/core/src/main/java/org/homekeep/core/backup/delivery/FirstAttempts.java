package org.homekeep.core.backup.delivery;

import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.ledger.Verdict;
import org.homekeep.core.backup.local.LocalAgent;

/**
 * The first attempts of an archive that was just made or taken in: to all locations at once, each
 * on its own. Touched on the hub's context.
 */
final class FirstAttempts {
  private final DeliveryParts parts;
  private final Owed owed;
  private final Attempts attempts;

  /** Backups whose first attempts are being made; the queues leave them alone until then. */
  private final Set<String> beginning = new HashSet<>();

  /** Those among them that nobody wants any more. */
  private final Set<String> unwanted = new HashSet<>();

  FirstAttempts(DeliveryParts parts, Owed owed, Attempts attempts) {
    this.parts = parts;
    this.owed = owed;
    this.attempts = attempts;
  }

  boolean isBeginning(String backupId) {
    return beginning.contains(backupId);
  }

  /**
   * Nobody wants this backup any more: it is not stored here unless it is already.
   *
   * @return whether its first attempts are being made
   */
  boolean forget(String backupId) {
    if (!isBeginning(backupId)) {
      return false;
    }
    unwanted.add(backupId);
    return true;
  }

  /**
   * Makes them; what fails stays in the journal.
   *
   * @return agent id → failure, of those that are to have a copy and do not have it yet; the future
   *     itself succeeds
   */
  Future<Map<String, Throwable>> make(Cargo cargo) {
    Outgoing outgoing = outgoing(cargo);
    String backupId = outgoing.backupId();
    beginning.add(backupId);
    return DeliveryJournal.orLater(owed.begin(outgoing))
        .compose(begun -> cargo.automatic() ? owed.supersede() : Future.succeededFuture())
        .compose(begun -> attempts(cargo, outgoing))
        .eventually(() -> owed.release(backupId, cargo.file()))
        .eventually(() -> owed.stored(backupId, cargo.file()))
        .onComplete(
            done -> {
              beginning.remove(backupId);
              unwanted.remove(backupId);
            });
  }

  private Outgoing outgoing(Cargo cargo) {
    Instant now = parts.runtime().clock().instant();
    List<Waiting> waiting =
        Stream.concat(
                cargo.agents().stream()
                    .filter(agent -> !LocalAgent.isLocal(agent))
                    .map(BackupAgent::agentId),
                cargo.unavailable().stream())
            .map(agentId -> Waiting.from(agentId, now))
            .toList();
    String name = String.valueOf(cargo.file().getFileName());
    return new Outgoing(
        cargo.backup(),
        Optional.of(cargo.measured().digests()),
        cargo.key(),
        cargo.automatic(),
        cargo.isForHere()
            ? new Place.BeingNamed(name)
            : new Place.Temporary(name, Optional.empty()),
        waiting);
  }

  private Future<Map<String, Throwable>> attempts(Cargo cargo, Outgoing outgoing) {
    Future<Path> named = cargo.isForHere() ? adopt(cargo) : Future.succeededFuture(cargo.file());
    return named.transform(
        adopted -> {
          Path file = adopted.succeeded() ? adopted.result() : cargo.file();
          Future<Void> here = adopted.succeeded() ? noted(cargo, file) : named.mapEmpty();
          Load load = new Load(file, Optional.of(cargo.measured()), cargo.isNew());
          List<Future<Void>> copies =
              cargo.agents().stream()
                  .map(agent -> LocalAgent.isLocal(agent) ? here : attempt(outgoing, load, agent))
                  .toList();
          return Future.join(copies)
              .transform(done -> Future.succeededFuture(errors(cargo, copies)));
        });
  }

  /** While the archive was made, its location may have been set up anew. */
  private Future<Void> attempt(Outgoing outgoing, Load load, BackupAgent planned) {
    if (parts.transfers().isOpen(CopyId.of(outgoing.backupId(), planned))) {
      return Future.failedFuture(
          new BackupAgentException(
              "The location %s is still busy with an older copy of this backup. It gets this one after that."
                  .formatted(planned.name())));
    }
    return parts
        .agents()
        .find(planned.agentId())
        .map(agent -> attempts.make(outgoing, load, agent))
        .orElseGet(
            () ->
                Future.failedFuture(
                    new BackupAgentException(
                        "The location %s is not there at the moment. It gets its copy when it is back."
                            .formatted(planned.name()))));
  }

  /** Who cancels a delivery does not want that copy, which is no failure of the others. */
  private Map<String, Throwable> errors(Cargo cargo, List<Future<Void>> copies) {
    boolean wanted = !unwanted.contains(cargo.backup().backupId());
    Map<String, Throwable> errors = new LinkedHashMap<>();
    for (int i = 0; i < copies.size(); i++) {
      Throwable cause = copies.get(i).cause();
      if (cause != null && !(wanted && cause instanceof DeliveryCancelledException)) {
        errors.put(cargo.agents().get(i).agentId(), cause);
      }
    }
    return errors;
  }

  private Future<Path> adopt(Cargo cargo) {
    String backupId = cargo.backup().backupId();
    if (unwanted.contains(backupId)) {
      return Future.failedFuture(new DeliveryCancelledException());
    }
    UploadWatch watch = new UploadWatch(parts, LocalAgent.ID, cargo.backup());
    Future<Path> adopted = parts.agents().local().adopt(cargo.file(), cargo.backup());
    parts.transfers().began(new CopyId(backupId, LocalAgent.ID), adopted);
    return adopted.onComplete(done -> watch.end(done.succeeded()));
  }

  /** The file has its name, whatever is found of it now. */
  private Future<Void> noted(Cargo cargo, Path file) {
    if (!cargo.isForHere()) {
      return Future.succeededFuture();
    }
    return parts
        .worker()
        .run(() -> Files.size(file))
        .compose(
            size ->
                parts
                    .verifier()
                    .writtenHere(
                        parts.agents().local(), cargo.backup(), cargo.measured().digests(), size))
        .compose(Verdict::accepted)
        .recover(
            failed ->
                Future.failedFuture(
                    unwanted.contains(cargo.backup().backupId())
                        ? new DeliveryCancelledException()
                        : failed));
  }
}
