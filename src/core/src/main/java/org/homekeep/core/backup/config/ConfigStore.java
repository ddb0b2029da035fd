package org.homekeep.core.backup.config;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.storage.Kept;
import org.homekeep.core.storage.Storage;

/** The one owner of settings and known backups; touched on the hub's context alone. */
public final class ConfigStore {
  private final Kept<BackupDocument> document;

  private ConfigStore(Kept<BackupDocument> document) {
    this.document = document;
  }

  /**
   * Reads what is stored; the defaults when nothing is.
   *
   * @param folders that this machine has
   */
  public static Future<ConfigStore> open(Storage storage, Collection<Folder> folders) {
    return Kept.open(
            storage.open(BackupDocumentCodec.KEY, new BackupDocumentCodec(folders)),
            BackupDocument.EMPTY)
        .map(ConfigStore::new);
  }

  /** The settings in force. */
  public BackupConfig config() {
    return document.get().config();
  }

  /** What is remembered of a backup. */
  public Optional<KnownBackup> known(String backupId) {
    return document.get().find(backupId);
  }

  /** Changes the settings as somebody wants; when the future succeeds, they are on the disk. */
  public Future<Void> change(Kept.Change<BackupConfig> change) {
    return document.change(before -> before.with(change.of(before.config()))).mapEmpty();
  }

  /** Notes in the settings what has happened. */
  public Future<Void> record(UnaryOperator<BackupConfig> happened) {
    return document.record(before -> before.with(happened.apply(before.config())));
  }

  /** Remembers a backup, and writes that. */
  public Future<Void> remember(KnownBackup backup) {
    return document.record(before -> before.with(backup));
  }

  /** Forgets a backup, and writes that if there was something to forget. */
  public Future<Void> forget(String backupId) {
    return document.get().find(backupId).isEmpty()
        ? Future.succeededFuture()
        : document.record(before -> before.without(backupId));
  }
}
