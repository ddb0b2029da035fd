package org.homekeep.core;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.homekeep.core.account.Account;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.backup.BackupTunables;
import org.homekeep.core.backup.Backups;
import org.homekeep.core.backup.command.BackupDiagnostics;
import org.homekeep.core.bus.HubEvents;
import org.homekeep.core.client.ClientInterfaces;
import org.homekeep.core.contract.ContractRoutes;
import org.homekeep.core.diagnostics.Diagnostics;
import org.homekeep.core.diagnostics.DiagnosticsApi;
import org.homekeep.core.entry.ConfigEntries;
import org.homekeep.core.entry.EntryCommands;
import org.homekeep.core.entry.EntryRoutes;
import org.homekeep.core.home.HomeCommands;
import org.homekeep.core.home.HomeSettings;
import org.homekeep.core.http.HttpOptions;
import org.homekeep.core.http.HubHttpServer;
import org.homekeep.core.integration.BrokenIntegrationIssues;
import org.homekeep.core.integration.EntryCaches;
import org.homekeep.core.integration.HubShare;
import org.homekeep.core.integration.IntegrationCatalog;
import org.homekeep.core.integration.ManifestCommands;
import org.homekeep.core.integration.StateFiles;
import org.homekeep.core.issues.DamageReport;
import org.homekeep.core.issues.IssueCommands;
import org.homekeep.core.issues.IssueRegistry;
import org.homekeep.core.issues.LostSecondFactors;
import org.homekeep.core.onboarding.NewHubGuard;
import org.homekeep.core.onboarding.Onboarding;
import org.homekeep.core.onboarding.OnboardingRoutes;
import org.homekeep.core.onboarding.SetUpGate;
import org.homekeep.core.repairs.Repairs;
import org.homekeep.core.runtime.HubControl;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Settings;
import org.homekeep.core.runtime.Ulid;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.translation.TranslationCommands;
import org.homekeep.core.translation.Translations;
import org.homekeep.core.websocket.CommandTable;
import org.homekeep.core.websocket.WebsocketEndpoint;
import org.homekeep.core.websocket.WebsocketLimits;
import org.homekeep.core.websocket.WebsocketTunables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All capabilities of one start, put together. Everything here happens on the hub's context.
 *
 * <p>What is loaded from the disk is loaded first; then everyone adds routes and commands; then the
 * server listens; then config entries are set up.
 */
final class RunningHub {
  private static final Logger LOG = LoggerFactory.getLogger(RunningHub.class);
  private static final int JITTER_SECONDS = 3600;

  /** How long clients may take to say goodbye when the hub stops; they come back by themselves. */
  private static final Duration GOODBYE = Duration.ofMillis(500);

  private final HubRuntime runtime;
  private final Storage storage;
  private final AuthManager auth;
  private final HubHttpServer server;
  private final WebsocketEndpoint websockets;
  private final ConfigEntries entries;
  private final Backups backups;
  private final IntegrationCatalog catalog;
  private final Pages pages;
  private final int port;
  private final Optional<String> setUpPath;

  private RunningHub(
      HubRuntime runtime,
      Storage storage,
      AuthManager auth,
      HubHttpServer server,
      WebsocketEndpoint websockets,
      ConfigEntries entries,
      Backups backups,
      IntegrationCatalog catalog,
      Pages pages,
      int port,
      Optional<String> setUpPath) {
    this.setUpPath = setUpPath;
    this.runtime = runtime;
    this.storage = storage;
    this.auth = auth;
    this.server = server;
    this.websockets = websockets;
    this.entries = entries;
    this.backups = backups;
    this.catalog = catalog;
    this.pages = pages;
    this.port = port;
  }

  int port() {
    return port;
  }

  /** What to open in order to make the first account; see {@link Hub#setUpPath()}. */
  Optional<String> setUpPath() {
    return setUpPath;
  }

  static Future<RunningHub> start(
      Vertx vertx,
      Context context,
      HubOptions options,
      Settings settings,
      IntegrationCatalog catalog,
      HubControl control,
      SetUpGate gate) {
    HubRuntime runtime = new HubRuntime(vertx, context, options.clock());
    Storage storage = new Storage(runtime, options.directories().storage());
    Ulid ids = new Ulid(options.clock());
    HubEvents events = new HubEvents(runtime, ids);
    IssueRegistry issues = new IssueRegistry(runtime, storage, events);
    return issues
        .load()
        .onSuccess(loaded -> storage.onDamage(new DamageReport(issues)::report))
        .compose(loaded -> InstanceId.load(storage))
        .compose(
            instanceId -> {
              HubShare share =
                  new HubShare(
                      new EntryCaches(options.directories().cache()),
                      new StateFiles(options.directories().config()),
                      instanceId);
              ConfigEntries entries =
                  new ConfigEntries(
                      runtime,
                      runtime.timers(),
                      ids,
                      storage,
                      share,
                      settings,
                      catalog,
                      issues,
                      events,
                      new SplittableRandom());
              Assembly assembly =
                  new Assembly(
                      runtime,
                      storage,
                      options,
                      settings,
                      catalog,
                      control,
                      gate,
                      ids,
                      events,
                      issues,
                      entries,
                      instanceId);
              return entries.load().compose(read -> assembly.complete());
            })
        .onFailure(why -> runtime.close());
  }

  /** What exists before most was read from the disk. */
  private record Assembly(
      HubRuntime runtime,
      Storage storage,
      HubOptions options,
      Settings settings,
      IntegrationCatalog catalog,
      HubControl control,
      SetUpGate gate,
      Ulid ids,
      HubEvents events,
      IssueRegistry issues,
      ConfigEntries entries,
      String instanceId) {

    Future<RunningHub> complete() {
      return HomeSettings.load(runtime, storage, events).compose(this::complete);
    }

    /** The home is known, and with it the time zone in which backups are planned. */
    private Future<RunningHub> complete(HomeSettings home) {
      return AuthManager.load(runtime, storage)
          .compose(
              auth ->
                  Future.all(Onboarding.load(storage, auth), loadBackups())
                      .compose(loaded -> open(auth, home, loaded.resultAt(0), loaded.resultAt(1))));
    }

    private Future<Backups> loadBackups() {
      return Backups.open(
          new Backups.Parts(
              runtime,
              runtime.timers(),
              options.directories(),
              storage,
              settings,
              control,
              issues.reporter(BackupTunables.DOMAIN),
              new EntryAgents(entries),
              new EntryHooks(entries),
              instanceId,
              jitter()));
    }

    /** Spreads the homes that keep the default time over an hour (backup.md §3.3). */
    private static Supplier<Duration> jitter() {
      SecureRandom random = new SecureRandom();
      return () -> Duration.ofSeconds(random.nextInt(JITTER_SECONDS + 1));
    }

    private Future<RunningHub> open(
        AuthManager auth, HomeSettings home, Onboarding onboarding, Backups backups) {
      HttpOptions web = HttpOptions.of(settings, options.directories());
      SetUpGate entrance = gate.behindProxies(web.believeProxies());
      HubHttpServer server = new HubHttpServer(runtime, auth, web);
      CommandTable commands = new CommandTable();
      WebsocketEndpoint websockets =
          new WebsocketEndpoint(
              runtime,
              auth,
              events,
              commands,
              WebsocketLimits.standard()
                  .withConnections(settings.get(WebsocketTunables.MOST_CONNECTIONS)));
      websockets.register(server);
      Account.register(runtime, auth, server, commands);
      new OnboardingRoutes(
              onboarding, auth, home, domain -> components().contains(domain), entrance)
          .register(server);
      new HomeCommands(
              home, options.directories(), this::components, options.integrations().safeMode())
          .register(commands);
      new ManifestCommands(catalog).register(commands);
      Translations translations = new Translations(runtime, catalog);
      new TranslationCommands(translations, catalog).register(commands);
      new IssueCommands(issues).register(commands);
      new LostSecondFactors(auth).report(issues.reporter(IssueRegistry.HUB_DOMAIN));
      new BrokenIntegrationIssues(catalog)
          .report(issues.reporter(IssueRegistry.HUB_DOMAIN), entries.hosts());
      entries
          .hosts()
          .onLoaded(
              domain -> events.fire("component_loaded", new JsonObject().put("component", domain)));
      new EntryRoutes(entries).register(server);
      new Repairs(entries.flows().services(), entries.hosts(), issues).register(server);
      new EntryCommands(runtime, entries).register(commands);
      new DiagnosticsApi(
              new Diagnostics(runtime, issues, entries.hosts()),
              entries,
              new BackupDiagnostics(backups.manager()))
          .register(server, commands);
      backups.register(commands, server);
      issues.onSettled(BackupTunables.DOMAIN, backups.manager().keeping()::settled);
      backups.registerKeys(commands, server, home, translations);
      NewHubGuard guard = new NewHubGuard(onboarding, entrance);
      backups.registerForNewHub(runtime, guard, server);
      new ClientInterfaces(runtime, guard, commands, server).register(entries.hosts());
      new ContractRoutes(server::routes, commands).register(server);
      return Pages.open(pageParts(server, auth), commands, backups)
          .compose(
              pages ->
                  server
                      .listen(options.host(), options.port())
                      .onFailure(why -> pages.close())
                      .map(
                          port ->
                              new RunningHub(
                                  runtime,
                                  storage,
                                  auth,
                                  server,
                                  websockets,
                                  entries,
                                  backups,
                                  catalog,
                                  pages,
                                  port,
                                  auth.hasUsers() ? Optional.empty() : entrance.path())))
          .onSuccess(RunningHub::setUpEntries);
    }

    private Pages.Parts pageParts(HubHttpServer server, AuthManager auth) {
      return new Pages.Parts(
          runtime,
          storage,
          server,
          options.directories(),
          events,
          ids,
          catalog,
          entries,
          this::components,
          options.frontend(),
          auth::hasUsers,
          control);
    }

    /** Everything is set up: the integrations in the catalogue, and what the hub itself is. */
    private List<String> components() {
      TreeSet<String> domains = new TreeSet<>(Pages.COMPONENTS);
      domains.addAll(entries.hosts().loaded());
      return List.copyOf(domains);
    }
  }

  /** The manager takes orders once every location has had its first chance to appear. */
  private void setUpEntries() {
    entries
        .setUpAll()
        .onComplete(
            tried -> {
              pages.started();
              backups.started();
            });
  }

  /** Ends everything in the order opposite to the start; what hangs is left behind. */
  Future<Void> stop() {
    server.stopAccepting();
    Future<Void> backupsEnded = backups.stop();
    Future<Void> clientsGone = websockets.close(GOODBYE);
    auth.close();
    pages.close();
    return backupsEnded
        .eventually(entries::stop)
        .eventually(() -> clientsGone)
        .eventually(server::close)
        .eventually(storage::flush)
        .eventually(runtime::close)
        .eventually(() -> runtime.vertx().executeBlocking(this::closeCatalog, false))
        .onFailure(why -> LOG.atWarn().setCause(why).log("Something did not stop as it should"))
        .otherwiseEmpty();
  }

  private boolean closeCatalog() {
    catalog.close();
    return true;
  }
}
