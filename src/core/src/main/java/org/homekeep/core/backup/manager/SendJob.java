package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.delivery.Waiting;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.backup.manager.BackupException.Kind;

/** Sends backups that exist to more locations, one at a time. What is not here is fetched first. */
final class SendJob {
  /** What is left free for everybody else on the disk. */
  private static final long RESERVE = 16L << 20;

  private final ManagerParts parts;
  private final Catalogue catalogue;
  private final Copies copies;
  private final SoundCopies sound;
  private final AtomicBoolean stopped;
  private Future<Void> last = Future.succeededFuture();

  SendJob(
      ManagerParts parts,
      Catalogue catalogue,
      Copies copies,
      KeyChoice choice,
      AtomicBoolean stopped) {
    this.parts = parts;
    this.catalogue = catalogue;
    this.copies = copies;
    this.sound = new SoundCopies(parts, choice);
    this.stopped = stopped;
  }

  /**
   * Succeeds when the copies are owed: from then on they are delivered whatever happens. Whoever
   * comes while another backup is being fetched waits: each may take as much room as the home.
   */
  Future<Void> send(String backupId, List<String> agentIds) {
    last = last.transform(before -> next(backupId, agentIds));
    return last;
  }

  private Future<Void> next(String backupId, List<String> agentIds) {
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
        agentIds.stream().distinct().filter(agentId -> !isAt(agentId, backup)).toList();
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
            .compose(file -> sound.here(backup.backupId(), file, waiting))
            .compose(parts.deliveries()::send)
        : fetch(backup)
            .compose(
                fetched ->
                    stillThere(backup.backupId())
                        .compose(there -> parts.deliveries().send(fetched.outgoing(waiting)))
                        .recover(failed -> discard(fetched.file(), failed)));
  }

  /** What is here only until it was sent can be sent here to stay. */
  private boolean isAt(String agentId, ManagerBackup backup) {
    boolean passing =
        agentId.equals(LocalAgent.ID) && parts.deliveries().isUnsent(backup.backupId());
    return backup.copies().containsKey(agentId) && !passing;
  }

  private static Future<Void> refused(String why) {
    return Future.failedFuture(new BackupException(Kind.MANAGER, why));
  }

  /** Fetching may take hours; what somebody deleted in between must not come back. */
  private Future<Void> stillThere(String backupId) {
    return catalogue
        .find(backupId)
        .compose(
            listing ->
                listing.backups().isEmpty()
                    ? refused("The backup was deleted in the meantime.")
                    : Future.succeededFuture());
  }

  /** From any location that can give it, and gives it undamaged. */
  private Future<SoundCopies.Fetched> fetch(ManagerBackup backup) {
    Future<SoundCopies.Fetched> fetched =
        Future.failedFuture(new BackupException(Kind.NOT_FOUND, "Backup not found"));
    for (Map.Entry<String, AgentBackup> held : backup.copies().entrySet()) {
      fetched = fetched.recover(before -> fetch(held.getKey(), held.getValue()));
    }
    return fetched;
  }

  private Future<SoundCopies.Fetched> fetch(String agentId, AgentBackup copy) {
    // The name is ours: an id from a location is text from outside.
    Path file = parts.directories().temporary().resolve("send-" + UUID.randomUUID() + ".tar");
    return parts
        .worker()
        .perform(() -> requireSpace(copy.size()))
        .compose(ready -> copies.agent(agentId))
        .compose(
            agent ->
                copies
                    .download(agent, copy, in -> ArchiveFiles.write(in, file, stopped::get))
                    .compose(fetched -> sound.fetched(agent, copy.backupId(), file)))
        .recover(failed -> discard(file, failed));
  }

  private void requireSpace(long bytes) throws IOException, BackupException {
    Path temporary = Files.createDirectories(parts.directories().temporary());
    long free = Files.getFileStore(temporary).getUsableSpace();
    if (free - RESERVE < bytes) {
      throw new BackupException(
          Kind.NO_SPACE,
          "There is not enough space in %s to fetch the backup: %,d MB are free, %,d MB of them are kept free, and the backup has %,d MB. Free some space and send it again."
              .formatted(temporary, free >> 20, RESERVE >> 20, (bytes >> 20) + 1));
    }
  }

  private <T> Future<T> discard(Path file, Throwable why) {
    return parts
        .worker()
        .perform(() -> Files.deleteIfExists(file))
        .transform(gone -> Future.failedFuture(why));
  }
}
