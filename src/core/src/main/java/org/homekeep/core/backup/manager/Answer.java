package org.homekeep.core.backup.manager;

import java.util.List;
import java.util.Optional;
import org.homekeep.api.backup.AgentBackup;

/**
 * What a location says that it holds.
 *
 * @param error why that is not the whole of it, or not what it holds now
 */
record Answer(List<AgentBackup> backups, Optional<String> error) {
  Answer {
    backups = List.copyOf(backups);
  }

  static Answer of(List<AgentBackup> backups) {
    return new Answer(backups, Optional.empty());
  }
}
