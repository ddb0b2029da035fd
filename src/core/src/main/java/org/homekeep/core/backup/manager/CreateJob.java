package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.config.KnownBackup;
import org.homekeep.core.backup.delivery.Cargo;
import org.homekeep.core.backup.digest.Sums;
import org.homekeep.core.backup.engine.ArchiveEngine.Measured;
import org.homekeep.core.backup.event.BackupEvent;
import org.homekeep.core.backup.event.ManagerState;
import org.homekeep.core.backup.event.Progress;
import org.homekeep.core.backup.event.Stage;
import org.homekeep.core.backup.evidence.Evidence;
import org.homekeep.core.backup.local.LocalAgent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one new backup, from its plan to its clean-up. */
final class CreateJob {
  private static final Logger LOG = LoggerFactory.getLogger(CreateJob.class);
  private static final ManagerState OPERATION = ManagerState.CREATE_BACKUP;
  private static final String NOT_MADE = "backup_reader_writer_error";
  private static final String NOT_DELIVERED = "upload_failed";
  private static final String CANCELLED = "cancelled";

  private final ManagerParts parts;
  private final Pruner pruner;
  private final BackupIssues issues;

  /** Set when the job is to end early, whoever wants that; the worker looks at it. */
  private final AtomicBoolean ending = new AtomicBoolean();

  /** Set when a person wants that. */
  private boolean cancelled;

  private final CreateRequest request;
  private final List<BackupAgent> agents;
  private final List<String> unavailable;
  private final boolean local;
  private final NewBackup backup;
  private final Path file;
  private final ArchiveMaker maker;
  private final Promise<Void> archive = Promise.promise();
  private boolean made;

  /**
   * A job whose parameters were checked.
   *
   * @param folders which go in, and where they lie
   * @param agents the available ones among those that were asked for
   * @param unavailable ids of the others
   */
  CreateJob(
      ManagerParts parts,
      Pruner pruner,
      BackupIssues issues,
      CreateRequest request,
      Map<Folder, Path> folders,
      List<BackupAgent> agents,
      List<String> unavailable) {
    this.parts = parts;
    this.pruner = pruner;
    this.issues = issues;
    this.request = request;
    this.agents = agents;
    this.unavailable = unavailable;
    this.local = agents.stream().anyMatch(LocalAgent::isLocal);
    this.backup =
        NewBackup.plan(request, folders, archiveKey(), parts.instanceId(), parts.runtime().clock())
            .of(parts.directories().data());
    this.file =
        local
            ? parts.localDirectory().partial(backup.backupId())
            : parts.directories().temporary().resolve(backup.backupId() + ".tar");
    this.maker = new ArchiveMaker(parts.directories(), parts.engine(), parts.databasePatience());
  }

  /** The archive itself is plain when it stays here and is to be plain here (backup.md §6.6). */
  private Optional<Secret> archiveKey() {
    boolean plainHere = local && !parts.store().config().wantsProtected(LocalAgent.ID, true);
    return plainHere ? Optional.empty() : request.password();
  }

  /** Fails when the archive cannot be made, unless somebody has ended that. */
  Future<Void> archive() {
    return archive.future();
  }

  String backupId() {
    return backup.backupId();
  }

  String name() {
    return backup.metadata().name();
  }

  /** Ends as soon as possible; what is stored already stays, and nothing is tried again. */
  void cancel() {
    cancelled = true;
    ending.set(true);
    parts.deliveries().forget(backup.backupId());
  }

  /** Ends as soon as possible, because the hub stops: what is owed is delivered after the start. */
  void stop() {
    ending.set(true);
  }

  /**
   * Runs to the end, which is idle in any case; fails when the backup is not where it should be.
   *
   * @param notes where it is noted how that went, before anybody is told
   */
  Future<Void> run(RunNotes notes) {
    long kept = parts.deliveries().keptBytes();
    return parts
        .lasting()
        .run(
            () -> {
              if (local) {
                prepareDirectory();
              }
              return maker.prepare(backup, file, kept);
            })
        .compose(this::make)
        .compose(measured -> deliver(measured, notes), this::notMade)
        .onComplete(
            done -> {
              Optional<Throwable> failure = Optional.ofNullable(done.cause());
              if (cancelled) {
                notes.cancelled();
              } else if (made) {
                notes.made(failure);
              } else {
                notes.notMade(failure, ending.get());
              }
              finish(failure);
            });
  }

  private void prepareDirectory() throws BackupException {
    try {
      parts.localDirectory().prepare();
    } catch (IOException failed) {
      throw new BackupException(
          BackupException.Kind.NO_DIRECTORY,
          "The backup directory %s is not there and cannot be made: %s"
              .formatted(parts.directories().backups(), Evidence.of(failed)),
          failed);
    }
  }

  private Future<Measured> make(long spare) {
    parts.events().fire(BackupEvent.Step.reached(OPERATION, Stage.HOME_ASSISTANT));
    return parts
        .keys()
        .use(request.password(), request.withAutomaticSettings())
        .map(backup::openedBy)
        .compose(planned -> read(planned, spare).compose(written -> measure(planned)))
        .recover(failed -> deleted().transform(gone -> Future.failedFuture(failed)))
        .onComplete(done -> parts.encryption().made(backup.metadata().name(), done));
  }

  /** Integrations rest no longer than it takes to read the data. */
  private Future<Void> read(NewBackup planned, long spare) {
    if (ending.get()) {
      return Future.failedFuture(ended());
    }
    return parts
        .hooks()
        .around(
            () ->
                ending.get()
                    ? Future.failedFuture(ended())
                    : parts.lasting().perform(() -> maker.write(planned, file, spare, ending)));
  }

  private Future<Measured> measure(NewBackup planned) {
    return cancelled
        ? Future.failedFuture(ended())
        : parts.lasting().run(() -> maker.measure(planned, file, Sums.of(agents), ending));
  }

  private Future<Void> deleted() {
    return parts.worker().perform(() -> Files.deleteIfExists(file));
  }

  private Future<Void> notMade(Throwable failure) {
    LOG.atError()
        .addKeyValue("backup_id", backup.backupId())
        .setCause(failure)
        .log("The backup could not be made");
    if (ending.get()) {
      archive.complete();
      return Future.failedFuture(ended());
    }
    if (request.withAutomaticSettings()) {
      issues.notMade(failure);
    } else {
      issues.askedForAndNotMade(failure);
    }
    archive.fail(failure);
    return Future.failedFuture(failure);
  }

  private BackupException ended() {
    return new BackupException(
        BackupException.Kind.MANAGER,
        cancelled
            ? "The backup was cancelled."
            : "The hub is stopping, and the backup was given up.");
  }

  private Future<Void> deliver(Measured measured, RunNotes notes) {
    if (cancelled) {
      return deleted().transform(gone -> notMade(ended()));
    }
    made = true;
    issues.made();
    if (request.withAutomaticSettings()) {
      issues.databasesAsTheyAre(maker.databasesAsTheyAre());
    }
    archive.complete();
    parts.events().fire(BackupEvent.Step.reached(OPERATION, Stage.UPLOAD_TO_AGENTS));
    Cargo cargo =
        new Cargo(
            file,
            measured,
            request.password(),
            request.withAutomaticSettings(),
            true,
            agents,
            unavailable);
    return parts
        .deliveries()
        .deliver(cargo)
        .onSuccess(errors -> notes.delivered(agents, errors, unavailable))
        .compose(errors -> settle(measured.backup(), errors));
  }

  private Future<Void> settle(AgentBackup measured, Map<String, Throwable> errors) {
    List<String> failed = new ArrayList<>(unavailable);
    failed.addAll(errors.keySet());
    // Both at once: a full disk delays the writing, and the store knows both when there is room.
    Future<Void> recorded =
        Future.join(
                parts.store().remember(KnownBackup.of(measured.backupId(), failed)),
                completed(errors))
            .mapEmpty();
    if (request.withAutomaticSettings() && !ending.get()) {
      issues.delivered(unavailable, names(errors));
    }
    return recorded
        .transform(done -> cleanUp(done.cause()))
        .compose(
            cleaned ->
                errors.isEmpty()
                    ? Future.succeededFuture()
                    : Future.failedFuture(errors.values().iterator().next()));
  }

  private Future<Void> completed(Map<String, Throwable> errors) {
    // Where a location is missing, the backup is complete when it comes back and has got its copy.
    boolean everywhere = errors.isEmpty() && unavailable.isEmpty();
    if (!everywhere || !request.withAutomaticSettings()) {
      return Future.succeededFuture();
    }
    OffsetDateTime now = OffsetDateTime.now(parts.runtime().clock());
    return parts.store().record(config -> config.completed(now));
  }

  /** The copies exist, whether or not the settings could be written; the store tries again. */
  private Future<Void> cleanUp(@Nullable Throwable notRecorded) {
    if (notRecorded != null) {
      LOG.atError()
          .addKeyValue("backup_id", backup.backupId())
          .setCause(notRecorded)
          .log("The new backup could not be recorded yet");
    }
    parts.events().fire(BackupEvent.Step.reached(OPERATION, Stage.CLEANING_UP));
    return pruner.afterBackup(backup.backupId());
  }

  private List<String> names(Map<String, Throwable> errors) {
    return agents.stream()
        .filter(agent -> errors.containsKey(agent.agentId()))
        .map(BackupAgent::name)
        .toList();
  }

  private void finish(Optional<Throwable> failure) {
    parts
        .events()
        .fire(
            failure
                .map(why -> BackupEvent.Step.failed(OPERATION, reason(why)))
                .orElseGet(() -> BackupEvent.Step.ended(OPERATION, Progress.COMPLETED)));
    parts.events().fire(BackupEvent.Resting.IDLE);
  }

  /** Whether there is an archive at all is what people want to know first. */
  private String reason(Throwable failure) {
    if (cancelled) {
      return CANCELLED;
    }
    if (made) {
      return NOT_DELIVERED;
    }
    String code = BackupException.codeOf(failure);
    return code.equals(BackupException.UNKNOWN) ? NOT_MADE : code;
  }
}
