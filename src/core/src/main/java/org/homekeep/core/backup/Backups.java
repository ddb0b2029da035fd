package org.homekeep.core.backup;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.backup.agent.AgentRegistry;
import org.homekeep.core.backup.agent.AgentSource;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.agent.Transfers;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.command.BackupActions;
import org.homekeep.core.backup.command.BackupCommands;
import org.homekeep.core.backup.command.DeliveryCommands;
import org.homekeep.core.backup.command.HistoryCommand;
import org.homekeep.core.backup.command.KeepingCommands;
import org.homekeep.core.backup.command.KeyCommands;
import org.homekeep.core.backup.command.LocationCommands;
import org.homekeep.core.backup.command.SizeCommands;
import org.homekeep.core.backup.config.ConfigStore;
import org.homekeep.core.backup.delivery.Deliveries;
import org.homekeep.core.backup.delivery.DeliveryJournal;
import org.homekeep.core.backup.delivery.DeliveryParts;
import org.homekeep.core.backup.delivery.ReleasedFiles;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.entity.BackupEntities;
import org.homekeep.core.backup.event.BackupEvents;
import org.homekeep.core.backup.folder.MappedFolders;
import org.homekeep.core.backup.history.RunHistory;
import org.homekeep.core.backup.hook.HookCalls;
import org.homekeep.core.backup.hook.HookSource;
import org.homekeep.core.backup.http.BackupRoutes;
import org.homekeep.core.backup.http.EmergencyKitRoute;
import org.homekeep.core.backup.http.NewHubRoutes;
import org.homekeep.core.backup.key.KeyRing;
import org.homekeep.core.backup.ledger.CopyVerifier;
import org.homekeep.core.backup.ledger.DamagedCopies;
import org.homekeep.core.backup.local.Leftovers;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.backup.local.LocalDirectory;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.backup.manager.CopyIssues;
import org.homekeep.core.backup.manager.DeliveryIssues;
import org.homekeep.core.backup.manager.ManagerParts;
import org.homekeep.core.backup.manager.MeasuredEncryption;
import org.homekeep.core.backup.manager.Safekeeping;
import org.homekeep.core.backup.restore.RestoreResult;
import org.homekeep.core.backup.size.SizePreview;
import org.homekeep.core.home.HomeSettings;
import org.homekeep.core.http.Routes;
import org.homekeep.core.onboarding.NewHubGuard;
import org.homekeep.core.runtime.HubControl;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Settings;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.runtime.Worker;
import org.homekeep.core.service.Actions;
import org.homekeep.core.state.States;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.translation.Translations;
import org.homekeep.core.websocket.CommandTable;

/**
 * Everything that a hub has for backups, put together.
 *
 * <p>In this order: {@link #open} while the hub starts, {@link #register} before the server
 * listens, {@link #started} when all entries are set up, {@link #stop} first of all when it stops.
 */
public final class Backups {
  private static final int JOB_THREADS = 4;
  private static final int LASTING_THREADS = 8;
  private static final int LOOK_THREADS = 2;
  private static final int TRANSFER_THREADS = 8;

  private final BackupManager manager;
  private final AgentSource source;
  private final BackupRoutes routes;
  private final Clock clock;
  private final SizePreview sizes;

  private Backups(
      BackupManager manager,
      AgentSource source,
      BackupRoutes routes,
      Clock clock,
      SizePreview sizes) {
    this.sizes = sizes;
    this.manager = manager;
    this.source = source;
    this.routes = routes;
    this.clock = clock;
  }

  /**
   * What the hub hands in.
   *
   * @param timers normally the runtime's
   * @param settings with {@link BackupTunables#all()} of the domain {@code backup}
   * @param agents the locations of the config entries
   * @param issues of the domain {@code backup}
   * @param hooks of the config entries
   * @param instanceId 32 hex digits that tell backups of this hub from others
   * @param jitter drawn for each automatic run without a time of its own: 0 to 3600 seconds
   */
  public record Parts(
      HubRuntime runtime,
      Timers timers,
      HubDirectories directories,
      Storage storage,
      Settings settings,
      HubControl control,
      IssueReporter issues,
      AgentSource agents,
      HookSource hooks,
      String instanceId,
      Supplier<Duration> jitter) {}

  /**
   * Cleans up after the last run, reads the settings and the result of a restore. The manager is
   * blocked until {@link #started}, unless there was a restore. Call on the hub's context, after
   * {@code PendingRestore.apply} and {@code Storage.prepare}.
   */
  public static Future<Backups> open(Parts parts) {
    return open(parts, () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * The same for hubs of which nothing is left to chance.
   *
   * @param random from 0 up to 1, spreads the attempts to deliver copies
   */
  public static Future<Backups> open(Parts parts, DoubleSupplier random) {
    Worker jobs = parts.runtime().worker("backup", JOB_THREADS);
    LocalDirectory local = new LocalDirectory(parts.directories().backups());
    AgentCalls calls =
        new AgentCalls(
            parts.runtime(),
            parts.timers(),
            parts.settings().get(BackupTunables.AGENT_TIMEOUT),
            parts.settings().get(BackupTunables.DOWNLOAD_STALL_TIMEOUT));
    Transfers transfers = new Transfers(calls, parts.timers(), parts.runtime().clock());
    Locations locations = new Locations(calls, transfers);
    return jobs.run(() -> MappedFolders.of(parts.settings(), parts.directories()))
        .compose(folders -> opened(parts, locations, folders))
        .compose(
            stored ->
                tidied(parts, jobs, local, stored)
                    .compose(tidy -> jobs.run(() -> RestoreResult.take(parts.directories())))
                    .compose(
                        result ->
                            keys(parts, stored.settings())
                                .map(
                                    keys ->
                                        assembled(
                                            parts, random, jobs, local, locations, stored, keys,
                                            result))));
  }

  /** How locations are talked to, and what they are at. */
  private record Locations(AgentCalls calls, Transfers transfers) {}

  private static Future<Opened> opened(Parts parts, Locations locations, MappedFolders folders) {
    return Future.all(
            ConfigStore.open(parts.storage(), folders.all()),
            DeliveryJournal.open(parts.storage()),
            safekeeping(parts, locations),
            RunHistory.open(parts.storage(), parts.runtime().clock()))
        .map(
            all ->
                new Opened(
                    folders, all.resultAt(0), all.resultAt(1), all.resultAt(2), all.resultAt(3)))
        .onSuccess(Backups::doubtDamaged);
  }

  /** What was read from the disk. */
  private record Opened(
      MappedFolders folders,
      ConfigStore settings,
      DeliveryJournal journal,
      Safekeeping safekeeping,
      RunHistory history) {}

  private static void doubtDamaged(Opened opened) {
    if (opened.settings().wasDamaged()) {
      opened.safekeeping().policy().doubt();
    }
  }

  /** The key of the settings is on the ring, whoever put it there; a full disk delays that. */
  private static Future<KeyRing> keys(Parts parts, ConfigStore store) {
    return KeyRing.open(parts.runtime(), parts.directories(), parts.storage(), parts.instanceId())
        .compose(
            keys ->
                keys.settle(store.config().createBackup().password()).otherwiseEmpty().map(keys));
  }

  private static Future<Safekeeping> safekeeping(Parts parts, Locations locations) {
    return Safekeeping.open(
        parts.runtime(),
        parts.directories(),
        parts.storage(),
        (ledger, audit) ->
            new CopyVerifier(
                locations.calls(),
                parts.timers(),
                ledger,
                new DamagedCopies(locations.transfers(), audit, parts.instanceId()),
                new CopyIssues(parts.issues()),
                parts.runtime().clock(),
                parts.settings().get(BackupTunables.STALL_TIMEOUT)));
  }

  /**
   * Whoever uploaded what is found now keeps it: retention deletes it as little as other uploads.
   */
  private static Future<Void> tidied(
      Parts parts, Worker jobs, LocalDirectory local, Opened stored) {
    DeliveryJournal journal = stored.journal();
    return ReleasedFiles.recognise(journal, parts.directories().temporary(), jobs)
        .compose(recognised -> stored.safekeeping().audit().deletedByPersons())
        // Then what was deleted may come back, once more.
        .otherwise(Set.of())
        .map(
            deleted ->
                new Leftovers(
                    local,
                    parts.directories().temporary(),
                    engine(parts.settings()),
                    stored.safekeeping().ledger().verifiedBackups()::contains,
                    deleted::contains))
        .compose(leftovers -> jobs.run(() -> leftovers.settle(journal.partials(), journal.files())))
        .compose(
            settled -> {
              new DeliveryIssues(parts.issues())
                  .leftovers(
                      settled.found().stream().map(each -> each.backup().name()).toList(),
                      settled.troubles());
              return Future.join(
                      settled.found().stream()
                          .filter(Leftovers.Found::uploaded)
                          .map(
                              each ->
                                  stored.safekeeping().policy().received(each.backup().backupId()))
                          .toList())
                  // A full disk delays that and keeps no hub down.
                  .transform(noted -> Future.succeededFuture());
            });
  }

  private static ArchiveEngine engine(Settings settings) {
    boolean third = settings.get(BackupTunables.SECURETAR_VERSION) == 3;
    return new ArchiveEngine(third ? SecureTarVersion.V3 : SecureTarVersion.V2);
  }

  private static Backups assembled(
      Parts parts,
      DoubleSupplier random,
      Worker jobs,
      LocalDirectory directory,
      Locations locations,
      Opened stored,
      KeyRing keys,
      Optional<RestoreResult> restored) {
    HubRuntime runtime = parts.runtime();
    Settings settings = parts.settings();
    ArchiveEngine engine = engine(settings);
    Worker lasting = runtime.worker("backup-archive", LASTING_THREADS);
    Worker transfers = runtime.worker("backup-transfer", TRANSFER_THREADS);
    MeasuredEncryption encryption = new MeasuredEncryption(parts.issues());
    LocalAgent local =
        new LocalAgent(
            directory,
            engine,
            runtime.worker("backup-list", LOOK_THREADS),
            transfers,
            pretenders -> encryption.all(LocalAgent.ID, pretenders),
            id -> stored.safekeeping().ledger().verifiedSize(new CopyId(id, LocalAgent.ID)),
            () -> stored.journal().unsent(parts.directories().temporary()));
    AgentRegistry agents = new AgentRegistry(local, parts.agents());
    BackupEvents events = new BackupEvents();
    Deliveries deliveries =
        new Deliveries(
            new DeliveryParts(
                runtime,
                parts.timers(),
                agents,
                locations.calls(),
                locations.transfers(),
                engine,
                stored.settings(),
                events,
                jobs,
                lasting,
                directory,
                parts.directories().temporary(),
                stored.safekeeping().verifier(),
                stored.safekeeping().audit(),
                stored.safekeeping().policy()::document,
                encryption::recoded,
                new DeliveryIssues(parts.issues()),
                settings.get(BackupTunables.STALL_TIMEOUT)),
            stored.journal(),
            random);
    ManagerParts managerParts =
        new ManagerParts(
            runtime,
            parts.timers(),
            parts.directories(),
            parts.control(),
            parts.issues(),
            engine,
            agents,
            locations.calls(),
            locations.transfers(),
            stored.settings(),
            events,
            jobs,
            lasting,
            directory,
            deliveries,
            stored.safekeeping(),
            parts.instanceId(),
            settings.get(BackupTunables.DATABASE_TIMEOUT),
            keys,
            encryption,
            stored.folders(),
            new HookCalls(parts.hooks(), parts.timers(), settings.get(BackupTunables.HOOK_TIMEOUT)),
            stored.history());
    BackupManager manager = new BackupManager(managerParts, parts.jitter());
    restored.ifPresent(manager::tellRestored);
    return new Backups(
        manager,
        parts.agents(),
        new BackupRoutes(manager, runtime),
        runtime.clock(),
        new SizePreview(runtime.worker("backup-size", 1), parts.directories()));
  }

  /** Adds the commands of the websocket and the routes of HTTP. */
  public void register(CommandTable commands, Routes http) {
    new BackupCommands(manager).register(commands);
    new DeliveryCommands(manager).register(commands);
    new SizeCommands(manager, sizes).register(commands);
    new KeepingCommands(manager.keeping()).register(commands);
    new LocationCommands(manager).register(commands);
    new HistoryCommand(manager.history()).register(commands);
    routes.register(http);
  }

  /** Adds the commands and the route for keys and their emergency kits. */
  public void registerKeys(
      CommandTable commands, Routes http, HomeSettings home, Translations translations) {
    new KeyCommands(manager.keys()).register(commands);
    new EmergencyKitRoute(manager.keys(), home, translations, clock).register(http);
  }

  /** Adds what clients show of backups, and what they can set going. */
  public void register(States states, Actions actions) {
    BackupEntities.register(states, manager, clock);
    BackupActions.register(actions, manager);
  }

  /** Adds the routes by which a hub that is not set up yet gets a backup back. */
  public void registerForNewHub(HubRuntime runtime, NewHubGuard guard, Routes http) {
    new NewHubRoutes(manager, runtime, guard).register(http);
  }

  /** The manager. */
  public BackupManager manager() {
    return manager;
  }

  /** The hub has started: backups can be made, and scheduled ones are. */
  public void started() {
    manager.start(source);
  }

  /**
   * The hub stops: nothing new begins, and what is being written ends early. Until this completes,
   * config entries are still needed.
   */
  public Future<Void> stop() {
    sizes.stop();
    return manager.stop();
  }
}
