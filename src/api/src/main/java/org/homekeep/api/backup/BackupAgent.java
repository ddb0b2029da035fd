package org.homekeep.api.backup;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * A location that stores backups (backup.md §1.4).
 *
 * <p>The methods are called one after the other on the integration's own context, never on the
 * hub's event loop, and return at once: after half a minute they are interrupted. What blocks runs
 * in {@link org.homekeep.api.IntegrationContext#blocking}. Failures are {@link
 * BackupAgentException}s; any other is reported as an unknown error of this location and harms no
 * other.
 *
 * <p>While a method runs, and in what it chained to a future of the hub, the class loader of the
 * thread is the integration's own. Who the agent is, is asked once, when its entry is set up.
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

  /**
   * Whether it has to know the MD5 of an archive before it sends the first byte. The hub then takes
   * it while it reads the archive anyway, and gives it in {@link ArchiveSource#md5}.
   */
  default boolean needsMd5() {
    return false;
  }

  /**
   * All backups that are stored here; fails when not all of them can be listed, unless {@link
   * #list} says so.
   */
  Future<List<AgentBackup>> listBackups();

  /**
   * What the hub asks. A location that can describe some of its backups while it cannot read others
   * tells that here: people see those, and nothing is decided as if the others did not exist, such
   * as which keys are still needed.
   */
  default Future<BackupList> list() {
    return listBackups().map(BackupList::whole);
  }

  /** One backup; fails with {@link BackupNotFoundException} when it is not here. */
  Future<AgentBackup> getBackup(String backupId);

  /**
   * Stores a backup; when the future succeeds, it can be listed and downloaded. After a failure
   * that another attempt may get over, what the location has got stays there when {@link
   * BackupUpload#note} says where it is, and is removed when it does not. Fails with {@link
   * BackupRefusedException} when no attempt would do better.
   */
  Future<Void> uploadBackup(BackupUpload upload);

  /** Hands the bytes of a backup to the sink; completes when the sink has read them all. */
  Future<Void> downloadBackup(String backupId, ArchiveSink sink);

  /**
   * Removes a backup; fails with {@link BackupNotFoundException} when it is not here, and with
   * {@link BackupLockedException} when it is protected from that. The future has to complete, even
   * if the entry is unloaded meanwhile: until then, and at most for four hours, the hub uploads
   * nothing in the place of this backup and lets nobody keep it.
   */
  Future<Void> deleteBackup(String backupId);

  /**
   * What the location itself says of the bytes that it holds of a backup, asked anew and not from
   * memory. Empty when it cannot say, or when what it would say is no more than it was told; the
   * hub then reads the copy back. Fails with {@link BackupNotFoundException} when it is not here.
   */
  default Future<Optional<StoredBytes>> storedBytes(String backupId) {
    return Future.succeededFuture(Optional.empty());
  }

  /**
   * Removes what uploads have left behind: all that the notes stand for that were given up, and
   * everything of this agent that is unfinished and that no waiting note stands for. What others
   * put there stays. Called when the location appears, after an upload was given up, and once a
   * day; notes that were given up come again until this succeeds.
   */
  default Future<Void> cleanUp(UploadNotes notes) {
    return Future.succeededFuture();
  }
}
