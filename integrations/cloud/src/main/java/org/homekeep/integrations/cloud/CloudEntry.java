package org.homekeep.integrations.cloud;

import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.entry.LoadedEntry;

/** A login in use: its location. */
final class CloudEntry implements LoadedEntry {
  private final CloudServices services;
  private final Transfers transfers;
  private final CloudAgent agent;

  CloudEntry(CloudServices services, IntegrationContext context) {
    this.services = services;
    this.transfers = new Transfers(services);
    this.agent = new CloudAgent(services, transfers, context);
  }

  @Override
  public List<BackupAgent> backupAgents() {
    return List.of(agent);
  }

  @Override
  public List<Secret> secrets() {
    return services
        .account()
        .current()
        .map(
            login ->
                Stream.of(
                        login.tokens().id(),
                        login.tokens().access(),
                        login.tokens().refresh(),
                        Secret.of(login.claims().email()))
                    .filter(secret -> !secret.reveal().isEmpty())
                    .toList())
        .orElse(List.of());
  }

  @Override
  public Future<Void> unload() {
    transfers.close();
    return Future.succeededFuture();
  }
}
