package org.homekeep.api.backup;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * A location that stores backups (backup.md §1.4).
 *
 * <p>The methods are called on the hub's context and return at once; what blocks runs on the
 * integration's own workers. Failures are {@link BackupAgentException}s; any other exception is
 * reported as an unknown error of this location and harms no other.
 *
 * <p>While a method runs, the class loader of the thread is the integration's own, as it is within
 * {@link org.homekeep.api.IntegrationContext#blocking}; in what is chained to a future it need not
 * be. Who the agent is, is asked once.
 */
public interface BackupAgent {

  /** The domain of the integration. */
  String domain();

  /** What tells this agent from others of its domain; stable over restarts. */
  String uniqueId();

  /** The name that people see. */
  String name();

  /** The id under which the hub knows this location: {@code domain.unique_id}. */
  default String agentId() {
    return domain() + "." + uniqueId();
  }

  /** All backups that are stored here. */
  Future<List<AgentBackup>> listBackups();

  /** One backup; fails with {@link BackupNotFoundException} when it is not here. */
  Future<AgentBackup> getBackup(String backupId);

  /** Stores a backup; when the future succeeds, it can be listed and downloaded. */
  Future<Void> uploadBackup(BackupUpload upload);

  /** Hands the bytes of a backup to the sink; completes when the sink has read them all. */
  Future<Void> downloadBackup(String backupId, ArchiveSink sink);

  /** Removes a backup; fails with {@link BackupNotFoundException} when it is not here. */
  Future<Void> deleteBackup(String backupId);

  /**
   * What the location itself says of the bytes that it holds of a backup, asked anew and not from
   * memory. Empty when it cannot say, or when what it would say is no more than it was told; the
   * hub then reads the copy back. Fails with {@link BackupNotFoundException} when it is not here.
   */
  default Future<Optional<StoredBytes>> storedBytes(String backupId) {
    return Future.succeededFuture(Optional.empty());
  }
}
