package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.event.BackupEvent;
import org.homekeep.core.backup.event.ManagerState;
import org.homekeep.core.backup.event.Progress;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.backup.folder.FolderDirectory;
import org.homekeep.core.backup.folder.FolderException;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.backup.manager.BackupException.Kind;
import org.homekeep.core.backup.restore.CalendarVersion;
import org.homekeep.core.backup.restore.RestoreOrder;
import org.homekeep.core.backup.restore.RestoreSpace;
import org.homekeep.core.runtime.HexId;
import org.homekeep.core.runtime.HomeAssistantVersion;

/** Orders a restore: fetches the archive, finds its key, writes the order, restarts the hub. */
final class RestoreJob {
  private static final ManagerState OPERATION = ManagerState.RESTORE_BACKUP;
  private static final String CANCELLED = "cancelled";

  private final ManagerParts parts;
  private final Copies copies;
  private final KeyChoice choice;
  private final KeptDownload kept;
  private final AtomicBoolean stopped;
  private final RestoreRequest request;
  private final FetchTrouble trouble;

  /** Fails when somebody does not want the restore any more. */
  private final Promise<Void> wanted = Promise.promise();

  private boolean ordered;

  RestoreJob(
      ManagerParts parts,
      Copies copies,
      KeyChoice choice,
      KeptDownload kept,
      AtomicBoolean stopped,
      RestoreRequest request) {
    this.parts = parts;
    this.copies = copies;
    this.choice = choice;
    this.kept = kept;
    this.stopped = stopped;
    this.request = request;
    this.trouble =
        new FetchTrouble(parts.agents(), parts.directories().temporary(), "changed", "restore");
  }

  /** An archive that is here. */
  private record Fetched(Path file, boolean temporary) {}

  /**
   * Ends the restore, and deletes what was fetched for it.
   *
   * @return false when it is too late for that
   */
  boolean cancel() {
    if (ordered) {
      return false;
    }
    wanted.tryFail(
        new BackupException(Kind.MANAGER, "The restore was cancelled. Nothing was changed."));
    return true;
  }

  private Future<Void> requireWanted() {
    return wanted.future().isComplete() ? wanted.future() : Future.succeededFuture();
  }

  /** Succeeds when the restart is under way; whatever fails before, nothing has changed. */
  Future<Void> run() {
    parts.events().fire(BackupEvent.Step.begun(OPERATION));
    return copies
        .agent(request.agentId())
        .compose(
            agent -> copies.get(agent, request.backupId()).compose(found -> order(agent, found)))
        .onComplete(
            done -> {
              if (done.succeeded()) {
                parts.events().fire(BackupEvent.Step.ended(OPERATION, Progress.CORE_RESTART));
                parts.control().restart();
              } else {
                boolean cancelled = wanted.future().isComplete();
                String reason = cancelled ? CANCELLED : BackupException.codeOf(done.cause());
                parts.events().fire(BackupEvent.Step.failed(OPERATION, reason));
                parts.events().fire(BackupEvent.Resting.IDLE);
              }
            });
  }

  private Future<Void> order(BackupAgent agent, AgentBackup backup) {
    if (!request.restoreAddons().isEmpty()) {
      return fail("Addons and folders are not supported in core restore");
    }
    Map<Folder, Path> folders;
    try {
      folders = new FolderChoice(parts.folders()).of(request, backup);
    } catch (BackupException refused) {
      return Future.failedFuture(refused);
    }
    if (!request.restoreDatabase() && !request.restoreHomeAssistant() && folders.isEmpty()) {
      return fail("Home Assistant or database must be included in restore");
    }
    String version = backup.homeassistantVersion().orElse("");
    if (CalendarVersion.isNewer(version, HomeAssistantVersion.CURRENT)) {
      return fail(
          "You need at least Home Assistant version %s to restore this backup".formatted(version));
    }
    return parts
        .worker()
        .perform(() -> requireReplaceable(folders))
        .compose(ready -> requireWanted())
        .compose(ready -> fetch(agent, backup))
        .compose(
            fetched ->
                key(agent, backup, fetched.file())
                    .compose(key -> write(fetched, key, folders))
                    .recover(failed -> takeBack(agent, backup, fetched, failed)));
  }

  private static void requireReplaceable(Map<Folder, Path> folders) throws BackupException {
    for (Map.Entry<Folder, Path> each : folders.entrySet()) {
      try {
        new FolderDirectory(each.getKey(), each.getValue()).requireReplaceable();
      } catch (FolderException unusable) {
        throw new BackupException(Kind.READER_WRITER, Evidence.words(unusable), unusable);
      }
    }
  }

  private static Future<Void> fail(String message) {
    return Future.failedFuture(new BackupException(Kind.READER_WRITER, message));
  }

  private Future<Fetched> fetch(BackupAgent agent, AgentBackup backup) {
    if (LocalAgent.isLocal(agent)) {
      return parts.agents().local().path(backup.backupId()).map(file -> new Fetched(file, false));
    }
    Optional<Path> already = kept.take(agent.agentId(), backup);
    if (already.isPresent()) {
      return Future.succeededFuture(new Fetched(already.get(), true));
    }
    // The name is ours: an id from a location is text from outside. What a download leaves behind
    // that was given up must not be in the way of the next.
    Fetched target =
        new Fetched(
            parts.directories().temporary().resolve("restore-%s.tar".formatted(HexId.next())),
            true);
    return kept.discard()
        .compose(gone -> parts.worker().perform(() -> prepareFor(backup)))
        .compose(
            ready ->
                copies.download(
                    agent,
                    backup,
                    in -> ArchiveFiles.write(in, target.file(), stopped::get),
                    wanted.future()))
        .map(target)
        .recover(
            failed ->
                discard(target)
                    .compose(
                        gone ->
                            Future.failedFuture(
                                wanted.future().isComplete()
                                    ? failed
                                    : trouble.of(agent, failed))));
  }

  private void prepareFor(AgentBackup backup) throws IOException, BackupException {
    Path temporary = Files.createDirectories(parts.directories().temporary());
    orFail(new RestoreSpace(parts.directories()).missingFor(temporary, backup.size()));
  }

  /**
   * The key to restore with; none for a backup that is not encrypted. A key that is not needed is
   * as wrong as one that does not fit (backup.md §4.6).
   */
  private Future<Optional<Secret>> key(BackupAgent agent, AgentBackup backup, Path file) {
    List<Secret> candidates =
        request.mayUseRing()
            ? choice.candidates(backup, request.password())
            : request.password().stream().toList();
    return parts
        .worker()
        .run(() -> parts.engine().look(file))
        .onSuccess(seen -> choice.measured(agent, backup, seen.backup().isProtected()))
        .compose(seen -> parts.worker().run(() -> opening(seen, file, candidates)));
  }

  private Optional<Secret> opening(ArchiveEngine.Seen seen, Path file, List<Secret> candidates)
      throws IOException, BackupException {
    Optional<Secret> key =
        seen.backup().isProtected()
            ? parts.engine().tryKeys(file, candidates).key()
            : Optional.empty();
    if (seen.backup().isProtected() ? key.isEmpty() : request.password().isPresent()) {
      throw new BackupException(Kind.PASSWORD_INCORRECT, "Incorrect password");
    }
    return key;
  }

  /** The keys of today are put aside first: the restore may bring back a ring without them. */
  private Future<Void> write(Fetched fetched, Optional<Secret> key, Map<Folder, Path> folders) {
    RestoreOrder order =
        new RestoreOrder(
            fetched.file(),
            key,
            fetched.temporary(),
            request.restoreDatabase(),
            request.restoreHomeAssistant(),
            folders);
    return parts
        .worker()
        .perform(() -> requireSpace(order))
        .compose(room -> requireWanted())
        .compose(room -> ordered(key))
        .compose(done -> parts.keys().carryOverRestore())
        .compose(done -> parts.worker().perform(() -> order.write(parts.directories())));
  }

  private void requireSpace(RestoreOrder order) throws IOException, BackupException {
    orFail(new RestoreSpace(parts.directories()).missing(order, stopped::get));
  }

  private static void orFail(Optional<String> missing) throws BackupException {
    if (missing.isPresent()) {
      throw new BackupException(Kind.NO_SPACE, missing.get());
    }
  }

  private Future<Void> ordered(Optional<Secret> key) {
    ordered = true;
    return key.isEmpty() ? Future.succeededFuture() : choice.opened(key.get());
  }

  private Future<Void> takeBack(
      BackupAgent agent, AgentBackup backup, Fetched fetched, Throwable failed) {
    boolean anotherTry =
        fetched.temporary()
            && !wanted.future().isComplete()
            && failed instanceof BackupException known
            && known.kind() == Kind.PASSWORD_INCORRECT;
    if (anotherTry) {
      kept.keep(agent.agentId(), backup, fetched.file());
      return Future.failedFuture(failed);
    }
    return discard(fetched)
        .eventually(() -> parts.keys().restoreIsOff())
        .transform(done -> Future.failedFuture(told(agent, failed)));
  }

  private static Throwable told(BackupAgent agent, Throwable failed) {
    return failed instanceof ArchiveException
        ? new BackupException(
            Kind.READER_WRITER,
            "The copy of the backup at %s cannot be restored: %s Nothing was changed. Restore the backup from another location, or another backup."
                .formatted(agent.name(), failed.getMessage()),
            failed)
        : failed;
  }

  private Future<Void> discard(Fetched fetched) {
    return parts
        .worker()
        .perform(
            () -> {
              RestoreOrder.remove(parts.directories());
              if (fetched.temporary()) {
                Files.deleteIfExists(fetched.file());
              }
            });
  }
}
