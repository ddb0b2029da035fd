package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.core.backup.delivery.Fetch;
import org.homekeep.core.backup.delivery.Fetches;
import org.homekeep.core.backup.delivery.Fetches.Source;
import org.homekeep.core.backup.delivery.Place;
import org.homekeep.core.backup.delivery.Waiting;
import org.homekeep.core.backup.digest.Sums;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.backup.manager.BackupException.Kind;
import org.homekeep.core.storage.AtomicFiles;

/**
 * Sends backups that exist to more locations, after they were read to their end: what is damaged is
 * not sent on. What is not here is fetched for that.
 */
final class SendJob {
  /** What is left free for everybody else on the disk. */
  private static final long RESERVE = 16L << 20;

  private final ManagerParts parts;
  private final Catalogue catalogue;
  private final Copies copies;
  private final SoundCopies sound;
  private final AtomicBoolean stopped;
  private final FetchTrouble trouble;

  SendJob(
      ManagerParts parts,
      Catalogue catalogue,
      Copies copies,
      KeyChoice choice,
      AtomicBoolean stopped) {
    this.parts = parts;
    this.catalogue = catalogue;
    this.copies = copies;
    this.sound =
        new SoundCopies(
            parts.engine(), parts.store(), parts.safekeeping(), parts.lasting(), choice);
    this.stopped = stopped;
    this.trouble =
        new FetchTrouble(parts.agents(), parts.directories().temporary(), "sent", "send it");
  }

  /**
   * Succeeds when the copies are owed: from then on they are delivered whatever happens. The order
   * stands among the deliveries before any location is asked for the backup.
   */
  Future<Void> send(String backupId, List<String> agentIds) {
    List<String> wanted = agentIds.stream().distinct().toList();
    if (wanted.isEmpty()) {
      return refused("Choose at least one location that is to get the backup.");
    }
    for (String agentId : wanted) {
      if (parts.agents().find(agentId).isEmpty()) {
        return refused("Invalid agent selected: " + agentId);
      }
    }
    Instant now = parts.runtime().clock().instant();
    List<Waiting> waiting = wanted.stream().map(id -> Waiting.from(id, now)).toList();
    Fetches fetches = parts.deliveries().fetches();
    return fetches
        .find(backupId)
        .map(same -> join(same, waiting))
        .orElseGet(
            () ->
                fetches.isFull()
                    ? refused(
                        "%d backups wait already to be read, one after the other. Send this one when some of them have been, or cancel their deliveries."
                            .formatted(Fetches.MOST))
                    : fetches.begin(backupId, waiting, this::look));
  }

  /** Where it is already it need not be sent to; what is read is read anyway. */
  private Future<Void> join(Fetch fetch, List<Waiting> waiting) {
    Future<Void> answer = parts.deliveries().fetches().join(fetch, waiting);
    with(
        fetch.backupId(),
        backup -> {
          dropThere(fetch, backup);
          return Future.succeededFuture();
        },
        errors -> Future.succeededFuture());
    return answer;
  }

  private Future<Void> look(Fetch fetch) {
    return with(
        fetch.backupId(),
        backup -> queue(fetch, backup),
        errors -> notFound(fetch.backupId(), errors));
  }

  private static Future<Void> notFound(String backupId, Map<String, String> errors) {
    return refused(
        "There is no backup %s at any location that answers. %s"
            .formatted(backupId, whatToDo(errors)));
  }

  private Future<Void> queue(Fetch fetch, ManagerBackup backup) {
    dropThere(fetch, backup);
    if (!fetch.isWanted()) {
      return fetch.end();
    }
    Source source = isHere(backup) ? Source.HERE : Source.ELSEWHERE;
    return parts
        .deliveries()
        .fetches()
        .queue(fetch, backup.description(), source, this::fetchAndSend);
  }

  private void dropThere(Fetch fetch, ManagerBackup backup) {
    parts.deliveries().fetches().areThere(fetch, agentId -> isAt(agentId, backup));
  }

  private static String whatToDo(Map<String, String> errors) {
    return errors.isEmpty()
        ? "Look at the list of backups again."
        : "It may be at one that does not; send it when that does. %s"
            .formatted(String.join(" ", errors.values()));
  }

  private Future<Void> with(
      String backupId,
      Function<ManagerBackup, Future<Void>> work,
      Function<Map<String, String>, Future<Void>> whenThereIsNone) {
    return catalogue
        .find(backupId)
        .compose(
            listing ->
                listing.backups().stream()
                    .findFirst()
                    .map(work)
                    .orElseGet(() -> whenThereIsNone.apply(listing.agentErrors())));
  }

  private static boolean isHere(ManagerBackup backup) {
    return backup.copies().containsKey(LocalAgent.ID);
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

  /** What is here only until it is sent may be sent, and go, while it is read. */
  private Future<Void> fromHere(ManagerBackup backup, Fetch fetch) {
    return here(backup, fetch)
        .transform(
            read ->
                parts
                    .agents()
                    .local()
                    .path(backup.backupId())
                    .transform(
                        now ->
                            now.cause() instanceof BackupNotFoundException
                                ? fetchAndSend(fetch)
                                : read.succeeded()
                                    ? send(fetch, read.result(), new Place.Here())
                                    : Future.failedFuture(read.cause())));
  }

  private Future<SoundCopies.Fetched> here(ManagerBackup backup, Fetch fetch) {
    return parts
        .agents()
        .local()
        .path(backup.backupId())
        .compose(
            file ->
                sound.read(
                    parts.agents().local(),
                    backup.description(),
                    file,
                    sums(fetch),
                    fetch::isWanted));
  }

  /** What the locations need that it is read for. */
  private Sums sums(Fetch fetch) {
    return Sums.of(
        fetch.waiting().stream()
            .flatMap(each -> parts.agents().find(each.agentId()).stream())
            .toList());
  }

  /** Until its turn came a backup may have arrived here, or have been deleted. */
  private Future<Void> fetchAndSend(Fetch fetch) {
    if (stopped.get()) {
      return refused("The hub is stopping. Send the backup again when it has started.");
    }
    return with(
        fetch.backupId(),
        backup -> isHere(backup) ? fromHere(backup, fetch) : fetched(backup, fetch),
        errors -> errors.isEmpty() ? deleted() : notFound(fetch.backupId(), errors));
  }

  private static Future<Void> deleted() {
    return refused("The backup was deleted in the meantime.");
  }

  private Future<Void> fetched(ManagerBackup backup, Fetch fetch) {
    return fetch(backup, fetch)
        .compose(
            found -> {
              // The name is ours: an id from a location is text from outside.
              String name = "send-" + UUID.randomUUID() + ".tar";
              Path file = found.file().resolveSibling(name);
              return stillThere(backup.backupId())
                  .compose(there -> parts.worker().perform(() -> name(found.file(), file)))
                  .compose(
                      named ->
                          send(
                              fetch,
                              found,
                              new Place.Temporary(name, Optional.of(found.agentId()))))
                  .recover(failed -> discard(found.file(), failed))
                  .recover(failed -> discard(file, failed));
            });
  }

  /** From now on it is a whole archive, which the next start would keep. */
  private void name(Path unnamed, Path file) throws IOException {
    Files.move(unnamed, file, StandardCopyOption.ATOMIC_MOVE);
    AtomicFiles.syncDirectory(parts.directories().temporary());
  }

  private Future<Void> send(Fetch fetch, SoundCopies.Fetched found, Place place) {
    if (!fetch.isWanted()) {
      return fetch.end();
    }
    fetch.complete();
    return parts.deliveries().send(fetch, found.outgoing(place, fetch.waiting()));
  }

  /**
   * Fetching may take hours; what somebody deleted in between at its location must not come back. A
   * location that gave the whole backup and does not answer now has deleted nothing for all that is
   * known, and who deletes it here ends the fetch.
   */
  private Future<Void> stillThere(String backupId) {
    return with(
        backupId,
        there -> Future.succeededFuture(),
        errors -> errors.isEmpty() ? deleted() : Future.succeededFuture());
  }

  /** From any location that can give it, and gives it undamaged. */
  private Future<SoundCopies.Fetched> fetch(ManagerBackup backup, Fetch fetch) {
    Future<SoundCopies.Fetched> fetched =
        Future.failedFuture(new BackupException(Kind.NOT_FOUND, "Backup not found"));
    for (Map.Entry<String, AgentBackup> held : backup.copies().entrySet()) {
      fetched =
          fetched.recover(
              before ->
                  fetch.isWanted()
                      ? fetch(held.getKey(), held.getValue(), fetch)
                      : Future.failedFuture(before));
    }
    return fetched;
  }

  /** Under a name that no start takes for a whole archive. */
  private Future<SoundCopies.Fetched> fetch(String agentId, AgentBackup copy, Fetch fetch) {
    Path file = parts.directories().temporary().resolve("fetch-" + UUID.randomUUID());
    parts.deliveries().fetches().reading(fetch, copy);
    return parts
        .worker()
        .perform(() -> requireSpace(copy.size()))
        .compose(ready -> copies.agent(agentId))
        .compose(
            agent ->
                copies
                    .download(
                        agent,
                        copy,
                        in -> ArchiveFiles.write(fetch.watched(in), file, stopped::get),
                        fetch.end())
                    .recover(failed -> Future.failedFuture(trouble.of(agent, failed)))
                    .compose(
                        fetched -> sound.read(agent, copy, file, sums(fetch), fetch::isWanted)))
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
