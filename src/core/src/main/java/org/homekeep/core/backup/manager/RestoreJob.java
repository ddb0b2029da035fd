package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.archive.read.KeyCheck;
import org.homekeep.core.backup.event.BackupEvent;
import org.homekeep.core.backup.event.ManagerState;
import org.homekeep.core.backup.event.Progress;
import org.homekeep.core.backup.manager.BackupException.Kind;
import org.homekeep.core.backup.restore.CalendarVersion;
import org.homekeep.core.backup.restore.RestoreOrder;
import org.homekeep.core.runtime.HexId;
import org.homekeep.core.runtime.HomeAssistantVersion;

/** Orders a restore: fetches the archive, checks the key, writes the order, restarts the hub. */
final class RestoreJob {
  private static final ManagerState OPERATION = ManagerState.RESTORE_BACKUP;

  private final ManagerParts parts;
  private final Copies copies;
  private final AtomicBoolean stopped;
  private final RestoreRequest request;

  RestoreJob(ManagerParts parts, Copies copies, AtomicBoolean stopped, RestoreRequest request) {
    this.parts = parts;
    this.copies = copies;
    this.stopped = stopped;
    this.request = request;
  }

  /** An archive that is here. */
  private record Fetched(Path file, boolean temporary) {}

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
                String reason = BackupException.codeOf(done.cause());
                parts.events().fire(BackupEvent.Step.failed(OPERATION, reason));
                parts.events().fire(BackupEvent.Resting.IDLE);
              }
            });
  }

  private Future<Void> order(BackupAgent agent, AgentBackup backup) {
    if (!request.restoreAddons().isEmpty() || !request.restoreFolders().isEmpty()) {
      return fail("Addons and folders are not supported in core restore");
    }
    if (!request.restoreDatabase() && !request.restoreHomeAssistant()) {
      return fail("Home Assistant or database must be included in restore");
    }
    String version = backup.homeassistantVersion().orElse("");
    if (CalendarVersion.isNewer(version, HomeAssistantVersion.CURRENT)) {
      return fail(
          "You need at least Home Assistant version %s to restore this backup".formatted(version));
    }
    return fetch(agent, backup)
        .compose(
            fetched ->
                parts
                    .worker()
                    .perform(() -> write(fetched))
                    .recover(failed -> discard(fetched).compose(v -> Future.failedFuture(failed))));
  }

  private static Future<Void> fail(String message) {
    return Future.failedFuture(new BackupException(Kind.READER_WRITER, message));
  }

  private Future<Fetched> fetch(BackupAgent agent, AgentBackup backup) {
    if (Copies.isLocal(agent)) {
      return parts.agents().local().path(backup.backupId()).map(file -> new Fetched(file, false));
    }
    // The name is ours: an id from a location is text from outside. A download that was given up
    // may
    // still clean up behind itself, so each has its own.
    Fetched target =
        new Fetched(
            parts.directories().temporary().resolve("restore-%s.tar".formatted(HexId.next())),
            true);
    return parts
        .worker()
        .perform(() -> Files.createDirectories(parts.directories().temporary()))
        .compose(
            ready ->
                copies.download(
                    agent, backup, in -> ArchiveFiles.write(in, target.file(), stopped::get)))
        .map(target)
        .recover(failed -> discard(target).compose(v -> Future.failedFuture(failed)));
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

  private void write(Fetched fetched) throws IOException, BackupException {
    requireKey(fetched.file());
    new RestoreOrder(
            fetched.file(),
            request.password(),
            fetched.temporary(),
            request.restoreDatabase(),
            request.restoreHomeAssistant())
        .write(parts.directories());
  }

  /** A key that is not needed is as wrong as one that does not fit (backup.md §4.6). */
  private void requireKey(Path file) throws IOException, BackupException {
    AgentBackup measured = parts.engine().describe(file);
    boolean fits =
        request.password().isPresent()
            ? parts.engine().checkKey(file, request.password().get()) == KeyCheck.OPENS
            : !measured.isProtected();
    if (!fits) {
      throw new BackupException(Kind.PASSWORD_INCORRECT, "Incorrect password");
    }
  }
}
