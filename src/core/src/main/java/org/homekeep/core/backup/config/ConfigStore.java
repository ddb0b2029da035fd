package org.homekeep.core.backup.config;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.homekeep.api.backup.Folder;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.storage.Store;

/** The one owner of settings and known backups; touched on the hub's context alone. */
public final class ConfigStore {
  private final Store<BackupDocument> store;
  private BackupDocument document;

  private ConfigStore(Store<BackupDocument> store, BackupDocument document) {
    this.store = store;
    this.document = document;
  }

  /**
   * Reads what is stored; the defaults when nothing is.
   *
   * @param folders that this machine has
   */
  public static Future<ConfigStore> open(Storage storage, Collection<Folder> folders) {
    Store<BackupDocument> store =
        storage.open(BackupDocumentCodec.KEY, new BackupDocumentCodec(folders));
    return store.load().map(loaded -> new ConfigStore(store, loaded.orElse(BackupDocument.EMPTY)));
  }

  /** Whether the settings are those of an earlier time, or lost, because their file was damaged. */
  public boolean wasDamaged() {
    return store.wasDamaged();
  }

  /** The settings in force. */
  public BackupConfig config() {
    return document.config();
  }

  /** What is remembered of a backup. */
  public Optional<KnownBackup> known(String backupId) {
    return document.find(backupId);
  }

  /**
   * Changes the settings at once and writes them; when the future succeeds, they are on the disk.
   */
  public Future<Void> change(UnaryOperator<BackupConfig> change) {
    document = document.with(change.apply(document.config()));
    return store.save(document);
  }

  /** Remembers a backup, and writes that. */
  public Future<Void> remember(KnownBackup backup) {
    document = document.with(backup);
    return store.save(document);
  }

  /** The ids of all backups of which something is remembered. */
  public Set<String> knownIds() {
    return document.known().keySet();
  }

  /** Forgets a backup, and writes that if there was something to forget. */
  public Future<Void> forget(String backupId) {
    return forget(Set.of(backupId));
  }

  /** Forgets backups, and writes that if there was something to forget. */
  public Future<Void> forget(Set<String> backupIds) {
    BackupDocument changed = document;
    for (String backupId : backupIds) {
      changed = changed.without(backupId);
    }
    if (changed.equals(document)) {
      return Future.succeededFuture();
    }
    document = changed;
    return store.save(document);
  }
}
