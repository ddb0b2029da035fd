package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.backup.agent.AgentSource;
import org.homekeep.core.backup.audit.Actor;
import org.homekeep.core.backup.config.BackupConfig;
import org.homekeep.core.backup.config.CreateSettings;
import org.homekeep.core.backup.delivery.Deliveries;
import org.homekeep.core.backup.event.BackupEvent;
import org.homekeep.core.backup.event.BackupEvents;
import org.homekeep.core.backup.event.ManagerState;
import org.homekeep.core.backup.event.Progress;
import org.homekeep.core.backup.folder.MappedFolders;
import org.homekeep.core.backup.history.RunHistory;
import org.homekeep.core.backup.manager.BackupException.Kind;
import org.homekeep.core.backup.restore.RestoreResult;
import org.homekeep.core.backup.schedule.NextRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes, receives and restores backups, one operation at a time. Touched on the hub's context. */
public final class BackupManager {
  private static final Logger LOG = LoggerFactory.getLogger(BackupManager.class);

  private final ManagerParts parts;
  private final Catalogue catalogue;
  private final Copies copies;
  private final KeyChoice choice;
  private final KeptDownload kept;
  private final SendJob sender;
  private final KeyCare keys;
  private final Deletions deletions;
  private final Pruner pruner;
  private final Keeping keeping;
  private final CopyChecks checks;
  private final Locations locations;
  private final BackupIssues issues;
  private final AutomaticBackups automatic;
  private final LateSuccess arrivals;
  private final Cancellable move;
  private final List<Runnable> settingsListeners = new ArrayList<>();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private Optional<CreateJob> running = Optional.empty();
  private Optional<RestoreJob> restoring = Optional.empty();

  /**
   * A manager that is blocked until {@link #start}.
   *
   * @param jitter drawn for each automatic run that has no time of its own
   */
  public BackupManager(ManagerParts parts, Supplier<Duration> jitter) {
    this.parts = parts;
    this.catalogue =
        new Catalogue(
            parts.agents(), parts.calls(), parts.timers(), parts.store(), parts.instanceId());
    this.choice =
        new KeyChoice(
            parts.keys(), parts.engine(), parts.calls(), parts.encryption(), parts.instanceId());
    this.copies = new Copies(parts.agents(), parts.calls(), parts.engine(), choice);
    this.sender = new SendJob(parts, catalogue, copies, choice, stopped);
    this.kept = new KeptDownload(parts.timers(), parts.worker());
    this.keys =
        new KeyCare(
            parts, new KeyUse(parts.keys(), parts.agents(), catalogue, choice), this::updateConfig);
    this.deletions = new Deletions(parts, catalogue);
    this.pruner = new Pruner(parts, catalogue, deletions);
    this.keeping =
        new Keeping(
            parts.safekeeping(),
            parts.store(),
            parts.runtime().clock(),
            catalogue,
            deletions,
            pruner);
    this.checks = new CopyChecks(copies, parts.safekeeping());
    this.locations = new Locations(parts, catalogue, copies, checks);
    this.issues = new BackupIssues(parts.issues());
    this.automatic = new AutomaticBackups(parts, pruner, issues, jitter, this::runScheduled);
    this.arrivals =
        new LateSuccess(
            parts.store(),
            parts.deliveries(),
            parts.runtime().clock(),
            pruner,
            issues,
            this::settingsChanged);
    parts
        .deliveries()
        .onDelivered(
            delivered -> {
              parts.history().delivered(delivered.backup().backupId(), delivered.agentId());
              arrivals.record(delivered);
            });
    automatic.plan();
    this.move =
        parts
            .runtime()
            .onMove(
                () -> {
                  automatic.moved();
                  settingsChanged();
                });
  }

  /** Tells how the restore between the last stop and this start ended; the manager is idle then. */
  public void tellRestored(RestoreResult result) {
    ManagerState operation = ManagerState.RESTORE_BACKUP;
    parts
        .events()
        .fire(
            result
                .error()
                .map(error -> BackupEvent.Step.failed(operation, error))
                .orElseGet(() -> BackupEvent.Step.ended(operation, Progress.COMPLETED)));
    parts.events().fire(BackupEvent.Resting.IDLE);
  }

  /** The hub has started: from now on backups can be made. */
  public void start(AgentSource source) {
    if (parts.events().state() == ManagerState.BLOCKED) {
      parts.events().fire(BackupEvent.Resting.IDLE);
    }
    automatic.start(source);
    arrivals.catchUp(parts.safekeeping().verifier()::holders);
    parts.deliveries().start(source);
    keys.check();
  }

  /**
   * The hub stops: nothing new begins, and what runs is asked to end. Completes when integrations
   * that got ready for a backup have been told to go on.
   */
  public Future<Void> stop() {
    stopped.set(true);
    move.cancel();
    automatic.stop();
    running.ifPresent(CreateJob::stop);
    parts.deliveries().stop();
    parts.safekeeping().verifier().stop();
    return parts.hooks().settled();
  }

  /** Ends the backup that is being made, or the restore that is prepared; fails without one. */
  public Future<Void> cancel() {
    running.ifPresent(CreateJob::cancel);
    if (running.isPresent() || restoring.filter(RestoreJob::cancel).isPresent()) {
      return Future.succeededFuture();
    }
    return Future.failedFuture(
        new BackupException(
            Kind.MANAGER,
            restoring.isPresent()
                ? "The restore is about to begin, and cannot be cancelled any more."
                : "No backup is being made that could be cancelled."));
  }

  /** Sends a backup that exists to more locations; succeeds when that is in the journal. */
  public Future<Void> send(String backupId, List<String> agentIds) {
    return sender.send(backupId, agentIds);
  }

  /** The copies that locations still wait for. */
  public Deliveries deliveries() {
    return parts.deliveries();
  }

  /** What the manager tells. */
  public BackupEvents events() {
    return parts.events();
  }

  /** The settings in force. */
  public BackupConfig config() {
    return parts.store().config();
  }

  /** When the next automatic backup is made. */
  public Optional<NextRun> nextRun() {
    return automatic.next();
  }

  /** Changes the settings by {@code backup/config/update}. */
  public Future<Void> updateConfig(JsonObject update) {
    return automatic
        .update(update)
        .onComplete(
            done -> {
              settingsChanged();
              keys.check();
            });
  }

  private void settingsChanged() {
    settingsListeners.forEach(Runnable::run);
  }

  /** Hears when the settings, and with them the next run or the last one, may have changed. */
  public void onSettingsChange(Runnable listener) {
    settingsListeners.add(listener);
  }

  /** The locations that exist now. */
  public List<BackupAgent> agents() {
    return parts.agents().all();
  }

  /** The folders that backups can hold. */
  public MappedFolders folders() {
    return parts.folders();
  }

  /** Single copies. */
  public Copies copies() {
    return copies;
  }

  /** What people do with keys. */
  public KeyCare keys() {
    return keys;
  }

  /** All backups of all locations, which are waited for. */
  public Future<Listing> list() {
    return catalogue.list();
  }

  /** One backup of all locations, likewise. */
  public Future<Listing> find(String backupId) {
    return catalogue.find(backupId);
  }

  /** All backups for people to look at, who do not wait for a location that does not answer. */
  public Future<Listing> glance() {
    return catalogue.glance();
  }

  /** One backup for people to look at. */
  public Future<Listing> glance(String backupId) {
    return catalogue.glance(backupId);
  }

  /** How locations are. */
  public Locations locations() {
    return locations;
  }

  /** Copies that somebody has verified. */
  public CopyChecks checks() {
    return checks;
  }

  /** How the backups went that were to be made. */
  public RunHistory history() {
    return parts.history();
  }

  /** What is kept, and what was deleted. */
  public Keeping keeping() {
    return keeping;
  }

  /**
   * Deletes a backup everywhere, pinned or not.
   *
   * @param user who wants that
   * @return agent id → error, of those that could not
   */
  public Future<Map<String, String>> delete(String backupId, String user) {
    boolean unsent = parts.deliveries().isUnsent(backupId);
    return parts
        .deliveries()
        .forget(backupId)
        .transform(forgotten -> deletions.everywhere(backupId, Actor.user(user), unsent));
  }

  /**
   * A backup that is being made.
   *
   * @param archive fails when it cannot be made, unless somebody has ended that
   * @param finished fails when it is not wherever it should be
   */
  public record Accepted(String backupId, Future<Void> archive, Future<Void> finished) {}

  /** Begins a backup by the settings of automatic backups. */
  public Future<Accepted> generateAutomatic() {
    return generateAutomatic(CreateChanges.NONE);
  }

  /** Begins a backup by the settings of automatic backups but for some changes. */
  public Future<Accepted> generateAutomatic(CreateChanges changes) {
    Optional<BackupException> busy = busy();
    if (busy.isPresent()) {
      return Future.failedFuture(busy.get());
    }
    OffsetDateTime now = OffsetDateTime.now(parts.runtime().clock());
    parts
        .store()
        .record(config -> config.attempted(now))
        .onFailure(
            failed -> LOG.atError().setCause(failed).log("The attempt could not be recorded yet"));
    return generate(CreateRequest.automatic(parts.store().config().createBackup()).with(changes));
  }

  /** Begins a backup; the first event is told before this returns. */
  public Future<Accepted> generate(CreateRequest request) {
    Optional<BackupException> busy = busy();
    if (busy.isPresent()) {
      return Future.failedFuture(busy.get());
    }
    ManagerState operation = ManagerState.CREATE_BACKUP;
    parts.events().fire(BackupEvent.Step.begun(operation));
    try {
      CreateJob job = job(request);
      RunNotes notes = RunNotes.begun(parts.history(), request, job);
      Promise<Void> finished = Promise.promise();
      // Not before the caller has answered: clients expect the result ahead of the stages. What is
      // being written meanwhile would be missed in the archive, and complained about.
      parts
          .history()
          .written()
          .onComplete(
              written -> parts.runtime().execute(() -> job.run(notes).onComplete(finished)));
      finished.future().onComplete(done -> running = running.filter(each -> each != job));
      running = Optional.of(job);
      return Future.succeededFuture(new Accepted(job.backupId(), job.archive(), finished.future()));
    } catch (BackupException | RuntimeException refused) {
      RunNotes.refused(parts.history(), request, refused);
      parts.events().fire(BackupEvent.Step.failed(operation, BackupException.codeOf(refused)));
      parts.events().fire(BackupEvent.Resting.IDLE);
      return Future.failedFuture(refused);
    }
  }

  private CreateJob job(CreateRequest request) throws BackupException {
    List<String> wanted = List.copyOf(new LinkedHashSet<>(request.agentIds()));
    if (wanted.size() > CreateSettings.MOST_LOCATIONS) {
      throw new BackupException(
          Kind.MANAGER,
          "A backup goes to %d locations at most, and %d were asked for."
              .formatted(CreateSettings.MOST_LOCATIONS, wanted.size()));
    }
    List<BackupAgent> available = new ArrayList<>();
    List<String> unavailable = new ArrayList<>();
    for (String agentId : wanted) {
      parts.agents().find(agentId).ifPresentOrElse(available::add, () -> unavailable.add(agentId));
    }
    if (available.isEmpty()) {
      throw new BackupException(
          Kind.NO_LOCATION,
          "At least one available backup agent must be selected, got " + pythonList(wanted));
    }
    if (request.includeAllAddons()
        && request.includeAddons().filter(list -> !list.isEmpty()).isPresent()) {
      throw new BackupException(
          Kind.MANAGER, "Cannot include all addons and specify specific addons");
    }
    Optional<Map<Folder, Path>> folders = parts.folders().chosen(request.includeFolders());
    if (request.hasAddons() || folders.isEmpty()) {
      throw new BackupException(
          Kind.READER_WRITER, "Addons and folders are not supported by core backup");
    }
    if (!request.includeHomeAssistant()) {
      throw new BackupException(Kind.READER_WRITER, "Home Assistant must be included in backup");
    }
    return new CreateJob(parts, pruner, issues, request, folders.get(), available, unavailable);
  }

  /** A list of texts as Python shows it, which Home Assistant's clients know. */
  static String pythonList(List<String> texts) {
    return texts.stream()
        .map(text -> "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** Takes in an archive; gives the id of the backup when it is stored. */
  public Future<String> receive(List<String> agentIds, IncomingArchive incoming) {
    Optional<BackupException> busy = busy();
    if (busy.isPresent()) {
      return Future.failedFuture(busy.get());
    }
    return new ReceiveJob(parts, stopped, agentIds).run(incoming);
  }

  /** Orders a restore and restarts the hub. */
  public Future<Void> restore(RestoreRequest request) {
    Optional<BackupException> busy = busy();
    if (busy.isPresent()) {
      return Future.failedFuture(busy.get());
    }
    RestoreJob job = new RestoreJob(parts, copies, choice, kept, stopped, request);
    restoring = Optional.of(job);
    return job.run().onComplete(done -> restoring = Optional.empty());
  }

  private Optional<BackupException> busy() {
    if (stopped.get()) {
      return Optional.of(
          new BackupException(
              Kind.MANAGER, "Homekeep is stopping. Try again when it has started."));
    }
    ManagerState state = parts.events().state();
    return state == ManagerState.IDLE
        ? Optional.empty()
        : Optional.of(new BackupException(Kind.BUSY, "Backup manager busy: " + state.wireName()));
  }

  private void runScheduled() {
    boolean starting = parts.events().state() == ManagerState.BLOCKED;
    Future<Accepted> begun =
        generateAutomatic()
            .onFailure(
                failed -> {
                  LOG.atError()
                      .setCause(failed)
                      .log("Error creating backup: {}", failed.getMessage());
                  if (!starting) {
                    issues.notMade(failed);
                  }
                });
    automatic.due(begun.compose(Accepted::archive));
  }
}
