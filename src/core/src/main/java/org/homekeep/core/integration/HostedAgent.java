package org.homekeep.core.integration;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSink;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.core.integration.custom.OwnClasses;

/**
 * A location of an integration, whose code runs with the integration's own classes as the thread's,
 * wherever it is called from. What it is called is asked once, so that listing locations runs no
 * foreign code.
 */
final class HostedAgent implements BackupAgent {
  private final BackupAgent agent;
  private final OwnClasses classes;
  private final String domain;
  private final String uniqueId;
  private final String name;

  /** Asks the agent who it is; call with its classes as the thread's. */
  HostedAgent(BackupAgent agent, OwnClasses classes) {
    this.agent = agent;
    this.classes = classes;
    this.domain = agent.domain();
    this.uniqueId = agent.uniqueId();
    this.name = agent.name();
  }

  @Override
  public String domain() {
    return domain;
  }

  @Override
  public String uniqueId() {
    return uniqueId;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Future<List<AgentBackup>> listBackups() {
    return classes.within(agent::listBackups);
  }

  @Override
  public Future<AgentBackup> getBackup(String backupId) {
    return classes.within(() -> agent.getBackup(backupId));
  }

  @Override
  public Future<Void> uploadBackup(BackupUpload upload) {
    return classes.within(() -> agent.uploadBackup(upload));
  }

  @Override
  public Future<Void> downloadBackup(String backupId, ArchiveSink sink) {
    return classes.within(() -> agent.downloadBackup(backupId, sink));
  }

  @Override
  public Future<Void> deleteBackup(String backupId) {
    return classes.within(() -> agent.deleteBackup(backupId));
  }

  @Override
  public Future<Optional<StoredBytes>> storedBytes(String backupId) {
    return classes.within(() -> agent.storedBytes(backupId));
  }
}
