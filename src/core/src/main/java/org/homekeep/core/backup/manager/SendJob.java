package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.archive.read.KeyCheck;
import org.homekeep.core.backup.delivery.Outgoing;
import org.homekeep.core.backup.delivery.Waiting;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.backup.manager.BackupException.Kind;

/** Sends a backup that exists to more locations. It is fetched first when it is not here. */
final class SendJob {
  private final ManagerParts parts;
  private final Catalogue catalogue;
  private final Copies copies;
  private final AtomicBoolean stopped;

  SendJob(ManagerParts parts, Catalogue catalogue, Copies copies, AtomicBoolean stopped) {
    this.parts = parts;
    this.catalogue = catalogue;
    this.copies = copies;
    this.stopped = stopped;
  }

  /** Succeeds when the copies are owed: from then on they are delivered whatever happens. */
  Future<Void> send(String backupId, List<String> agentIds) {
    return catalogue
        .find(backupId)
        .compose(
            listing ->
                listing.backups().stream()
                    .findFirst()
                    .map(backup -> send(backup, agentIds))
                    .orElseGet(() -> refused("Backup %s not found".formatted(backupId))));
  }

  private Future<Void> send(ManagerBackup backup, List<String> agentIds) {
    List<String> wanted =
        agentIds.stream().distinct().filter(id -> !backup.copies().containsKey(id)).toList();
    for (String agentId : wanted) {
      if (parts.agents().find(agentId).isEmpty()) {
        return refused("Invalid agent selected: " + agentId);
      }
    }
    if (wanted.isEmpty()) {
      return refused("The backup is in every one of these locations already.");
    }
    Instant now = parts.runtime().clock().instant();
    List<Waiting> waiting = wanted.stream().map(id -> Waiting.from(id, now)).toList();
    return backup.copies().containsKey(LocalAgent.ID)
        ? parts
            .agents()
            .local()
            .path(backup.backupId())
            .compose(file -> hand(file, Optional.empty(), waiting))
        : fetch(backup)
            .compose(file -> stillThere(backup.backupId(), file))
            .compose(file -> hand(file, Optional.of(file), waiting));
  }

  private static Future<Void> refused(String why) {
    return Future.failedFuture(new BackupException(Kind.MANAGER, why));
  }

  /** Fetching may take hours; what somebody deleted in between must not come back. */
  private Future<Path> stillThere(String backupId, Path file) {
    return catalogue
        .find(backupId)
        .compose(
            listing ->
                listing.backups().isEmpty()
                    ? parts
                        .worker()
                        .perform(() -> Files.deleteIfExists(file))
                        .transform(gone -> refused("The backup was deleted in the meantime."))
                        .map(file)
                    : Future.succeededFuture(file));
  }

  /** From any location that can give it. */
  private Future<Path> fetch(ManagerBackup backup) {
    Future<Path> fetched =
        Future.failedFuture(new BackupException(Kind.NOT_FOUND, "Backup not found"));
    for (Map.Entry<String, AgentBackup> held : backup.copies().entrySet()) {
      fetched = fetched.recover(before -> fetch(held.getKey(), held.getValue()));
    }
    return fetched;
  }

  private Future<Path> fetch(String agentId, AgentBackup copy) {
    // The name is ours: an id from a location is text from outside.
    Path file = parts.directories().temporary().resolve("send-" + UUID.randomUUID() + ".tar");
    return parts
        .worker()
        .perform(() -> Files.createDirectories(parts.directories().temporary()))
        .compose(ready -> copies.agent(agentId))
        .compose(
            agent -> copies.download(agent, copy, in -> ArchiveFiles.write(in, file, stopped::get)))
        .map(file)
        .recover(
            failed ->
                parts
                    .worker()
                    .perform(() -> Files.deleteIfExists(file))
                    .transform(gone -> Future.failedFuture(failed)));
  }

  private Future<Void> hand(Path file, Optional<Path> temporary, List<Waiting> waiting) {
    Optional<Secret> key = parts.store().config().createBackup().password();
    return parts
        .worker()
        .run(() -> outgoing(file, temporary, key, waiting))
        .compose(parts.deliveries()::send)
        .recover(
            failed ->
                parts
                    .worker()
                    .perform(
                        () -> {
                          if (temporary.isPresent()) {
                            Files.deleteIfExists(temporary.get());
                          }
                        })
                    .compose(gone -> Future.failedFuture(failed)));
  }

  /** A copy that the present key does not open goes on as it is. */
  private Outgoing outgoing(
      Path file, Optional<Path> temporary, Optional<Secret> key, List<Waiting> waiting)
      throws IOException {
    AgentBackup backup = parts.engine().describe(file);
    boolean opens =
        key.isPresent()
            && (!backup.isProtected()
                || parts.engine().checkKey(file, key.get()) == KeyCheck.OPENS);
    return new Outgoing(
        backup,
        opens ? key : Optional.empty(),
        false,
        Optional.empty(),
        temporary.map(path -> String.valueOf(path.getFileName())),
        waiting);
  }
}
