package org.homekeep.integrations.cloud;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSource;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.UploadNote;
import org.homekeep.api.client.ClientAnswer;
import org.homekeep.api.client.ClientInterface;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.api.schema.Value;
import org.homekeep.api.schema.Values;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.contract.TestIntegrationContext;
import org.homekeep.emulator.cloud.CloudEmulator;
import org.homekeep.emulator.cloud.CloudEmulatorOptions;
import org.homekeep.emulator.cloud.StoredBackup;
import org.homekeep.emulator.fault.FaultRule;

/** The location without a hub, for what no archive of a hub is like; somebody is logged in. */
final class AgentHome implements AutoCloseable {
  private static final String PASSWORD = "correct horse battery";

  final TestIntegrationContext hub;
  final CloudEmulator cloud;
  final BackupAgent agent;
  private final CloudIntegration integration;
  final LoadedEntry entry;
  private final Vertx vertx = WatchedVertx.create();
  private final ClientInterface clients;

  AgentHome(Path directory, UnaryOperator<CloudEmulatorOptions> service) throws Exception {
    this(directory, service, Map.of());
  }

  AgentHome(
      Path directory, UnaryOperator<CloudEmulatorOptions> service, Map<String, String> settings)
      throws Exception {
    hub = new TestIntegrationContext(vertx);
    cloud =
        hub.await(
            CloudEmulator.start(
                vertx,
                service.apply(
                    CloudEmulatorOptions.in(directory.resolve("cloud"))
                        .password(PASSWORD)
                        .clock(hub.clock()))));
    hub.set("identity_url", cloud.url()).set("api_url", cloud.url());
    hub.set("shortest_pause", "PT0.001S").set("longest_pause", "PT0.002S");
    settings.forEach(hub::set);
    integration = new CloudIntegration();
    clients = integration.clientInterface(hub);
    call(
        "login", Values.empty().with("email", cloud.email()).with("password", Secret.of(PASSWORD)));
    ConfigEntry own =
        new ConfigEntry(
            "01OWN",
            "cloud",
            CloudIntegration.TITLE,
            1,
            1,
            Optional.empty(),
            Values.empty(),
            Values.empty());
    entry = hub.await(() -> integration.setUp(own, hub));
    agent = entry.backupAgents().get(0);
  }

  static AgentHome in(Path directory) throws Exception {
    return new AgentHome(directory, options -> options);
  }

  /** Calls a route as the account page does. */
  ClientAnswer call(String route, Values values) throws Exception {
    return hub.await(
        () ->
            clients.routes().stream()
                .filter(each -> each.name().equals(route))
                .findFirst()
                .orElseThrow()
                .handler()
                .handle(values.with("check_connection", new Value.Flag(false))));
  }

  static AgentBackup backup(String id, long size) {
    return backup(id, "2026-04-07T05:10:47.002396+02:00", size);
  }

  static AgentBackup backup(String id, String date, long size) {
    return new AgentBackup(
        id,
        "Automatic backup " + id,
        date,
        List.of(),
        List.of(),
        true,
        true,
        Optional.of("2026.4.1"),
        Map.of("with_automatic_settings", true),
        true,
        size);
  }

  Future<Void> upload(AgentBackup backup, ArchiveSource source) {
    return upload(backup, source, () -> BackupUpload.Wish.GO_ON);
  }

  Future<Void> upload(
      AgentBackup backup, ArchiveSource source, BackupUpload.Cancellation cancellation) {
    return hub.start(
        () ->
            agent.uploadBackup(
                new BackupUpload(backup, source, sent -> {}, cancellation, UploadNote.unkept())));
  }

  List<StoredBackup> stored() throws Exception {
    return hub.await(cloud.backups(cloud.email()));
  }

  List<String> listed() throws Exception {
    return hub.await(agent::listBackups).stream().map(AgentBackup::backupId).toList();
  }

  void fault(FaultRule rule) throws Exception {
    hub.await(cloud.faults().add(rule));
  }

  /** How often the service was asked for something. */
  int asked(String call) throws Exception {
    return Optional.ofNullable(
            hub.await(cloud.counters()).getJsonObject("calls").getJsonObject(call))
        .map(counted -> counted.getInteger("requests"))
        .orElse(0);
  }

  @Override
  public void close() throws Exception {
    hub.await(entry::unload);
    hub.await(() -> integration.stop(hub));
    hub.await(cloud.close());
    vertx.close().await();
  }
}
