package org.homekeep.core.backup.manager;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the locations answered.
 *
 * @param agentErrors agent id → why it gave no answer, or none yet
 */
public record Listing(List<ManagerBackup> backups, Map<String, String> agentErrors) {
  public Listing {
    backups = List.copyOf(backups);
    agentErrors = Collections.unmodifiableMap(new LinkedHashMap<>(agentErrors));
  }
}
