package org.homekeep.core.backup.config;

import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All settings of backups (backup.md §3.1).
 *
 * @param agents agent id → what is set for it; ids of agents that are gone stay
 * @param automaticBackupsConfigured whether a person went through the set-up; for the page
 */
public record BackupConfig(
    Map<String, AgentSettings> agents,
    boolean automaticBackupsConfigured,
    CreateSettings createBackup,
    Optional<OffsetDateTime> lastAttempted,
    Optional<OffsetDateTime> lastCompleted,
    Retention retention,
    Schedule schedule) {
  /** What is in force before anything was set. */
  public static final BackupConfig DEFAULT =
      new BackupConfig(
          Map.of(),
          false,
          CreateSettings.DEFAULT,
          Optional.empty(),
          Optional.empty(),
          Retention.FOREVER,
          Schedule.NEVER);

  public BackupConfig {
    agents = Collections.unmodifiableMap(new LinkedHashMap<>(agents));
  }

  /** These settings, with an automatic backup begun. */
  public BackupConfig attempted(OffsetDateTime now) {
    return new BackupConfig(
        agents,
        automaticBackupsConfigured,
        createBackup,
        Optional.of(now),
        lastCompleted,
        retention,
        schedule);
  }

  /** These settings, with an automatic backup that reached every available location. */
  public BackupConfig completed(OffsetDateTime now) {
    return new BackupConfig(
        agents,
        automaticBackupsConfigured,
        createBackup,
        lastAttempted,
        Optional.of(now),
        retention,
        schedule);
  }

  /** Whether the copy at a location is to be encrypted (backup.md §6.6). */
  public boolean wantsProtected(String agentId, boolean keyGiven) {
    AgentSettings settings = agents.get(agentId);
    return keyGiven && (settings == null || settings.isProtected());
  }
}
