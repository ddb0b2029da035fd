package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.config.KnownBackup;
import org.homekeep.core.backup.delivery.Cargo;
import org.homekeep.core.backup.digest.DigestInput;
import org.homekeep.core.backup.digest.Digests;
import org.homekeep.core.backup.digest.Sums;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.engine.ArchiveEngine.Measured;
import org.homekeep.core.backup.event.BackupEvent;
import org.homekeep.core.backup.event.ManagerState;
import org.homekeep.core.backup.event.Progress;
import org.homekeep.core.backup.event.Stage;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.integration.BackupAnswers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in an archive that somebody sends, and stores it as it is. */
final class ReceiveJob {
  private static final Logger LOG = LoggerFactory.getLogger(ReceiveJob.class);
  private static final ManagerState OPERATION = ManagerState.RECEIVE_BACKUP;

  private final ManagerParts parts;
  private final AtomicBoolean stopped;
  private final List<BackupAgent> agents = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private final boolean local;
  private final Path file;

  ReceiveJob(ManagerParts parts, AtomicBoolean stopped, List<String> agentIds) {
    this.parts = parts;
    this.stopped = stopped;
    Set<String> distinct = new LinkedHashSet<>(agentIds);
    for (String agentId : distinct) {
      parts.agents().find(agentId).ifPresentOrElse(agents::add, () -> unknown.add(agentId));
    }
    this.local = distinct.contains(LocalAgent.ID);
    String token = UUID.randomUUID().toString();
    this.file =
        local
            ? parts.localDirectory().partial(token)
            : parts.directories().temporary().resolve(token + ".tar");
  }

  /** Runs to the end, which is idle in any case; gives the id of the backup. */
  Future<String> run(IncomingArchive incoming) {
    parts.events().fire(BackupEvent.Step.begun(OPERATION));
    parts.events().fire(BackupEvent.Step.reached(OPERATION, Stage.RECEIVE_FILE));
    return parts
        .lasting()
        .run(() -> receive(incoming))
        .compose(this::unlessAnotherIsHere)
        .compose(this::deliver, this::notReceived)
        .onComplete(done -> finish(done.succeeded()));
  }

  private Measured receive(IncomingArchive incoming) throws IOException, BackupException {
    if (local) {
      parts.localDirectory().prepare();
    }
    Files.createDirectories(parts.directories().temporary());
    IncomingArchive.Opened opened = incoming.open();
    requirePlainName(opened.fileName());
    Digests digests;
    try (DigestInput body = new DigestInput(opened.body(), Sums.of(agents))) {
      ArchiveFiles.write(body, file, stopped::get);
      digests = body.finish();
    }
    requireWritten(digests);
    AgentBackup backup = parts.engine().describe(file);
    requireUsable(backup);
    return new Measured(backup, digests);
  }

  /** What vouches for other copies has been read from the disk, and not only written to it. */
  private void requireWritten(Digests received) throws IOException, BackupException {
    if (!ArchiveEngine.digests(file).sameBytesAs(received)) {
      throw new BackupException(
          BackupException.Kind.MANAGER,
          "The disk gave back other bytes than were written to it. Nothing was stored. Look at the"
              + " health of the disk and the memory of this machine before you try again.");
    }
  }

  /**
   * Every location would leave it out of its list. Its name may have any characters: files and
   * objects get one that is made of it.
   */
  private static void requireUsable(AgentBackup backup) throws BackupException {
    Optional<String> unusable = BackupAnswers.unusable(backup);
    if (unusable.isPresent()) {
      throw new BackupException(
          BackupException.Kind.INVALID_FILE_NAME,
          "The backup.json of this archive has %s that cannot be used, so that no location would list the backup. Its files can be taken out with 'homekeep archive extract'."
              .formatted(unusable.get()));
    }
  }

  /** A name that is more than a name comes from an attacker. */
  private static void requirePlainName(String name) throws BackupException {
    boolean plain =
        !name.isBlank()
            && !name.equals(".")
            && !name.equals("..")
            && name.indexOf('/') < 0
            && name.indexOf('\\') < 0
            && name.chars().noneMatch(Character::isISOControl);
    if (!plain) {
      throw new BackupException(
          BackupException.Kind.INVALID_FILE_NAME, "Invalid filename: " + name);
    }
  }

  /** It is better to say so now than when the archive is at half of its locations. */
  private Future<Measured> unlessAnotherIsHere(Measured measured) {
    return local
        ? parts.agents().local().same(file, measured.backup()).map(measured)
        : Future.succeededFuture(measured);
  }

  private Future<String> deliver(Measured measured) {
    AgentBackup backup = measured.backup();
    parts.events().fire(BackupEvent.Step.reached(OPERATION, Stage.UPLOAD_TO_AGENTS));
    Cargo cargo = new Cargo(file, measured, Optional.empty(), false, false, agents, List.of());
    // Before anything lies anywhere: what somebody uploaded is never pruned.
    return parts
        .safekeeping()
        .policy()
        .received(backup.backupId())
        .compose(
            noted -> parts.deliveries().deliver(cargo).compose(errors -> settle(backup, errors)),
            this::notReceived);
  }

  private Future<String> settle(AgentBackup backup, Map<String, Throwable> errors) {
    Throwable notHere = errors.get(LocalAgent.ID);
    if (notHere != null) {
      return Future.failedFuture(notHere);
    }
    List<String> failed = new ArrayList<>(unknown);
    failed.addAll(errors.keySet());
    return parts
        .store()
        .remember(KnownBackup.of(backup.backupId(), failed))
        .recover(
            notWritten -> {
              LOG.atError().setCause(notWritten).log("The received backup is not recorded yet");
              return Future.succeededFuture();
            })
        .map(remembered -> backup.backupId());
  }

  private Future<String> notReceived(Throwable why) {
    return parts
        .worker()
        .perform(() -> Files.deleteIfExists(file))
        .compose(gone -> Future.failedFuture(why));
  }

  private void finish(boolean success) {
    parts
        .events()
        .fire(
            success
                ? BackupEvent.Step.ended(OPERATION, Progress.COMPLETED)
                : BackupEvent.Step.failed(OPERATION, "unknown_error"));
    parts.events().fire(BackupEvent.Resting.IDLE);
  }
}
