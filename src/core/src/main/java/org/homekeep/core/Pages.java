package org.homekeep.core;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.homekeep.core.backup.Backups;
import org.homekeep.core.bus.HubEvents;
import org.homekeep.core.diagnostics.EntrySecrets;
import org.homekeep.core.entry.ConfigEntries;
import org.homekeep.core.frontend.Frontend;
import org.homekeep.core.frontend.directory.FrontendDirectory;
import org.homekeep.core.frontend.directory.HomeAssistantPage;
import org.homekeep.core.health.HubHealth;
import org.homekeep.core.health.SystemHealth;
import org.homekeep.core.http.HubHttpServer;
import org.homekeep.core.integration.IntegrationCatalog;
import org.homekeep.core.log.HubLog;
import org.homekeep.core.notification.PersistentNotifications;
import org.homekeep.core.runtime.HubControl;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Ulid;
import org.homekeep.core.service.ActionCommands;
import org.homekeep.core.service.Actions;
import org.homekeep.core.setup.AutomationCommands;
import org.homekeep.core.setup.RestartAction;
import org.homekeep.core.setup.SetupCommands;
import org.homekeep.core.setup.SetupProgress;
import org.homekeep.core.state.StateCommands;
import org.homekeep.core.state.States;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.websocket.CommandTable;

/**
 * What clients show beside backups and integrations: states, actions, panels, health, the log and
 * how far the start has come.
 */
final class Pages {
  /**
   * What the hub is itself, by the names under which clients look for it. It records nothing, but
   * Home Assistant's frontend wants a recorder among them (frontend.md, {@code get_config}).
   */
  static final List<String> COMPONENTS =
      List.of(
          "auth",
          "backup",
          "config",
          "diagnostics",
          "frontend",
          "homeassistant",
          "http",
          "logger",
          "onboarding",
          "persistent_notification",
          "recorder",
          "repairs",
          "system_health",
          "system_log",
          "websocket_api");

  private final HubLog log;
  private final SetupProgress progress;

  private Pages(HubLog log, SetupProgress progress) {
    this.log = log;
    this.progress = progress;
  }

  /** What the hub has made before. */
  record Parts(
      HubRuntime runtime,
      Storage storage,
      HubHttpServer server,
      HubDirectories directories,
      HubEvents events,
      Ulid ids,
      IntegrationCatalog catalog,
      ConfigEntries entries,
      Supplier<List<String>> components,
      Optional<FrontendDirectory> frontend,
      BooleanSupplier hasUsers,
      HubControl control) {}

  /** Begins to collect warnings and adds all commands, those of backups' states included. */
  static Future<Pages> open(Parts parts, CommandTable commands, Backups backups) {
    return HubLog.load(parts.runtime(), parts.storage(), parts.catalog())
        .map(log -> assembled(parts, commands, backups, log));
  }

  private static Pages assembled(Parts parts, CommandTable commands, Backups backups, HubLog log) {
    States states = new States(parts.runtime(), parts.events(), parts.ids());
    new StateCommands(states).register(commands);
    Actions actions = new Actions(parts.events());
    new ActionCommands(actions, parts.events()).register(commands);
    backups.register(states, actions);
    RestartAction.register(actions, parts.control());
    log.register(commands, actions, parts.events(), parts.entries());
    PersistentNotifications.register(
        parts.runtime(),
        parts.server(),
        commands,
        actions,
        () -> EntrySecrets.of(parts.entries().list())::redact);
    new Frontend(parts.storage(), actions, parts.frontend().flatMap(FrontendDirectory::version))
        .register(commands);
    parts.frontend().ifPresent(directory -> show(parts, directory));
    SystemHealth health = new SystemHealth();
    HubHealth.register(health, parts.runtime(), parts.directories());
    health.register(commands);
    SetupProgress progress = new SetupProgress(parts.runtime(), parts.entries());
    new SetupCommands(progress, parts.catalog(), parts.components()).register(commands);
    AutomationCommands.register(commands);
    return new Pages(log, progress);
  }

  private static void show(Parts parts, FrontendDirectory directory) {
    parts
        .server()
        .show(
            new HomeAssistantPage(
                parts.runtime(),
                directory,
                parts.directories().config(),
                Frontend.panelPaths(),
                parts.hasUsers()));
  }

  /** Every entry has been tried once. */
  void started() {
    progress.finished();
  }

  /** Ends what reaches beyond the hub. */
  void close() {
    log.close();
  }
}
