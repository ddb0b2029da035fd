package org.homekeep.api.backup;

import io.vertx.core.Future;

/**
 * What an integration does before and after the hub reads the data of the home for a backup
 * (backup.md §1.5): one that brings a database to rest, for example, and lets it go on.
 *
 * <p>Both are called on the integration's own context, never on the hub's event loop, and return at
 * once; what blocks runs in {@link org.homekeep.api.IntegrationContext#blocking}. Those of all
 * entries are called at the same time, and all are waited for. One that takes longer than {@code
 * backup.hook_timeout}, a minute where nobody set it, has failed, and so has the backup: no archive
 * of it is kept. The message of a {@link BackupHookException} is shown to people; of any other
 * failure they are told that there was one.
 */
public interface BackupHooks {

  /**
   * Gets ready. The hub begins to read when the future succeeds; when it fails, nothing is read and
   * there is no backup.
   */
  Future<Void> beforeBackup();

  /**
   * Goes on as before. Called once for each call of {@link #beforeBackup()}, after that has ended
   * or its time was over, whatever came of it and of the backup, also when that was cancelled, the
   * hub stops, or the entry has been unloaded in the meantime; and before the archive is read back
   * and sent. Called once more when a {@link #beforeBackup()} succeeds after its time was over, so
   * it must not mind that there is nothing to end.
   *
   * <p>Only a process that dies in between calls nothing: what must not stay as it is then, ends by
   * itself or in the next set-up.
   */
  Future<Void> afterBackup();
}
