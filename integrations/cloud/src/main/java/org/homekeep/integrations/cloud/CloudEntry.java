package org.homekeep.integrations.cloud;

import io.vertx.core.Future;
import java.util.List;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.entry.LoadedEntry;

/** A login in use: its location. */
final class CloudEntry implements LoadedEntry {
  private final Transfers transfers;
  private final CloudAgent agent;

  CloudEntry(CloudServices services, IntegrationContext context) {
    this.transfers = new Transfers(services);
    this.agent = new CloudAgent(services, transfers, context);
  }

  @Override
  public List<BackupAgent> backupAgents() {
    return List.of(agent);
  }

  @Override
  public Future<Void> unload() {
    transfers.close();
    return Future.succeededFuture();
  }
}
