package org.homekeep.core.backup.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The stored document: settings and known backups.
 *
 * @param known backup id → what is remembered of it
 */
public record BackupDocument(BackupConfig config, Map<String, KnownBackup> known) {
  /** What there is before anything was stored. */
  public static final BackupDocument EMPTY = new BackupDocument(BackupConfig.DEFAULT, Map.of());

  public BackupDocument {
    known = Collections.unmodifiableMap(new LinkedHashMap<>(known));
  }

  BackupDocument with(BackupConfig changed) {
    return new BackupDocument(changed, known);
  }

  BackupDocument with(KnownBackup backup) {
    Map<String, KnownBackup> changed = new LinkedHashMap<>(known);
    changed.put(backup.backupId(), backup);
    return new BackupDocument(config, changed);
  }

  BackupDocument without(String backupId) {
    Map<String, KnownBackup> changed = new LinkedHashMap<>(known);
    changed.remove(backupId);
    return new BackupDocument(config, changed);
  }

  /** What is remembered of a backup. */
  public Optional<KnownBackup> find(String backupId) {
    return Optional.ofNullable(known.get(backupId));
  }
}
