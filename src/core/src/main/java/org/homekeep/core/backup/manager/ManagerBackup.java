package org.homekeep.core.backup.manager;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.backup.config.KnownBackup;

/**
 * A backup with all its copies (backup.md §1.3).
 *
 * @param description as the first location that lists it describes it
 * @param copies agent id → the copy there
 * @param withAutomaticSettings empty for a backup of another hub
 */
public record ManagerBackup(
    AgentBackup description,
    Map<String, AgentBackup> copies,
    KnownBackup known,
    Optional<Boolean> withAutomaticSettings) {
  public ManagerBackup {
    copies = Collections.unmodifiableMap(new LinkedHashMap<>(copies));
  }

  /** The id that all copies have in common. */
  public String backupId() {
    return description.backupId();
  }
}
