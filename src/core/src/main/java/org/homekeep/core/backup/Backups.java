package org.homekeep.core.backup;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.backup.agent.AgentRegistry;
import org.homekeep.core.backup.agent.AgentSource;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.command.BackupActions;
import org.homekeep.core.backup.command.BackupCommands;
import org.homekeep.core.backup.config.ConfigStore;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.entity.BackupEntities;
import org.homekeep.core.backup.event.BackupEvents;
import org.homekeep.core.backup.http.BackupRoutes;
import org.homekeep.core.backup.http.NewHubRoutes;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.backup.local.LocalDirectory;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.backup.manager.ManagerParts;
import org.homekeep.core.backup.restore.RestoreResult;
import org.homekeep.core.http.Routes;
import org.homekeep.core.onboarding.Onboarding;
import org.homekeep.core.onboarding.SetUpGate;
import org.homekeep.core.runtime.HubControl;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Settings;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.runtime.Worker;
import org.homekeep.core.service.Actions;
import org.homekeep.core.state.States;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.websocket.CommandTable;

/**
 * Everything that a hub has for backups, put together.
 *
 * <p>In this order: {@link #open} while the hub starts, {@link #register} before the server
 * listens, {@link #started} when all entries are set up, {@link #stop} first of all when it stops.
 */
public final class Backups {
  private static final int JOB_THREADS = 4;
  private static final int LOOK_THREADS = 2;
  private static final int TRANSFER_THREADS = 8;

  private final BackupManager manager;
  private final AgentSource source;
  private final BackupRoutes routes;
  private final Clock clock;

  private Backups(BackupManager manager, AgentSource source, BackupRoutes routes, Clock clock) {
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
      String instanceId,
      Supplier<Duration> jitter) {}

  /**
   * Cleans up after the last run, reads the settings and the result of a restore. The manager is
   * blocked until {@link #started}, unless there was a restore. Call on the hub's context, after
   * {@code PendingRestore.apply} and {@code Storage.prepare}.
   */
  public static Future<Backups> open(Parts parts) {
    Worker jobs = parts.runtime().worker("backup", JOB_THREADS);
    LocalDirectory local = new LocalDirectory(parts.directories().backups());
    return jobs.run(() -> prepared(parts.directories(), local))
        .compose(
            result ->
                ConfigStore.open(parts.storage())
                    .map(store -> assembled(parts, jobs, local, store, result)));
  }

  private static Optional<RestoreResult> prepared(HubDirectories directories, LocalDirectory local)
      throws IOException {
    local.clean();
    empty(directories.temporary());
    return RestoreResult.take(directories);
  }

  private static Backups assembled(
      Parts parts,
      Worker jobs,
      LocalDirectory directory,
      ConfigStore store,
      Optional<RestoreResult> restored) {
    HubRuntime runtime = parts.runtime();
    Settings settings = parts.settings();
    boolean third = settings.get(BackupTunables.SECURETAR_VERSION) == 3;
    ArchiveEngine engine = new ArchiveEngine(third ? SecureTarVersion.V3 : SecureTarVersion.V2);
    Worker transfers = runtime.worker("backup-transfer", TRANSFER_THREADS);
    LocalAgent local =
        new LocalAgent(directory, engine, runtime.worker("backup-list", LOOK_THREADS), transfers);
    ManagerParts managerParts =
        new ManagerParts(
            runtime,
            parts.timers(),
            parts.directories(),
            parts.control(),
            parts.issues(),
            engine,
            new AgentRegistry(local, parts.agents()),
            new AgentCalls(
                runtime,
                parts.timers(),
                settings.get(BackupTunables.AGENT_TIMEOUT),
                settings.get(BackupTunables.DOWNLOAD_STALL_TIMEOUT)),
            store,
            new BackupEvents(),
            jobs,
            directory,
            parts.instanceId(),
            settings.get(BackupTunables.STALL_TIMEOUT),
            settings.get(BackupTunables.DATABASE_TIMEOUT));
    BackupManager manager = new BackupManager(managerParts, parts.jitter());
    restored.ifPresent(manager::tellRestored);
    return new Backups(
        manager, parts.agents(), new BackupRoutes(manager, runtime), runtime.clock());
  }

  /** Adds the commands of the websocket and the routes of HTTP. */
  public void register(CommandTable commands, Routes http) {
    new BackupCommands(manager).register(commands);
    routes.register(http);
  }

  /** Adds what clients show of backups, and what they can set going. */
  public void register(States states, Actions actions) {
    BackupEntities.register(states, manager, clock);
    BackupActions.register(actions, manager);
  }

  /** Adds the routes by which a hub that is not set up yet gets a backup back. */
  public void registerForNewHub(
      HubRuntime runtime, Onboarding onboarding, SetUpGate gate, Routes http) {
    new NewHubRoutes(manager, runtime, onboarding, gate).register(http);
  }

  /** The manager. */
  public BackupManager manager() {
    return manager;
  }

  /** The hub has started: backups can be made, and scheduled ones are. */
  public void started() {
    manager.start(source);
  }

  /** The hub stops: nothing new begins, and what is being written ends early. */
  public void stop() {
    manager.stop();
  }

  /** Nothing in the directory of temporary files outlives the process. */
  private static void empty(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (var left = Files.newDirectoryStream(directory)) {
      for (Path file : left) {
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.delete(file);
        }
      }
    }
  }
}
