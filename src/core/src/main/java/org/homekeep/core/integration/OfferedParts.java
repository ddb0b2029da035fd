package org.homekeep.core.integration;

import java.util.List;
import java.util.Optional;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupHooks;

/** What a loaded entry offers for backups, all of which may be called without harm. */
public record OfferedParts(List<BackupAgent> agents, Optional<BackupHooks> hooks) {
  public OfferedParts {
    agents = List.copyOf(agents);
  }
}
