package org.homekeep.integrations.cloud;

import io.vertx.core.Future;
import java.util.List;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.entry.LoadedEntry;

/** A login in use: its location. */
final class CloudEntry implements LoadedEntry {
  private final CloudServices services;
  private final Transfers transfers;
  private final CloudAgent agent;

  /**
   * @param login that the location is of
   */
  CloudEntry(CloudServices all, CloudAccount.Login login, IntegrationContext context) {
    this.services = all.of(login);
    this.transfers = new Transfers(services);
    this.agent = new CloudAgent(services, transfers, context);
  }

  @Override
  public List<BackupAgent> backupAgents() {
    return List.of(agent);
  }

  @Override
  public List<Secret> secrets() {
    return services.account().secrets();
  }

  @Override
  public Future<Void> unload() {
    transfers.close();
    return Future.succeededFuture();
  }
}
