package org.homekeep.core.backup.config;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
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

  /** Whether the settings are those of an earlier time, or lost, because their file was damaged. */
  public boolean wasDamaged() {
    return document.wasDamaged();
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

  /** The ids of all backups of which something is remembered. */
  public Set<String> knownIds() {
    return document.get().known().keySet();
  }

  /** Forgets a backup, and writes that if there was something to forget. */
  public Future<Void> forget(String backupId) {
    return forget(Set.of(backupId));
  }

  /** Forgets backups, and writes that if there was something to forget. */
  public Future<Void> forget(Set<String> backupIds) {
    return knownIds().stream().noneMatch(backupIds::contains)
        ? Future.succeededFuture()
        : document.record(
            before -> {
              BackupDocument after = before;
              for (String backupId : backupIds) {
                after = after.without(backupId);
              }
              return after;
            });
  }
}
