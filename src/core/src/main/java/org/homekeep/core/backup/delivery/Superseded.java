package org.homekeep.core.backup.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.backup.config.AgentSettings;
import org.homekeep.core.backup.config.BackupConfig;
import org.homekeep.core.backup.config.ConfigStore;
import org.homekeep.core.backup.config.Retention;

/**
 * Which owed copies are not worth waiting for any more: a location that was away for long gets the
 * newest automatic backups, as many as it would keep, and not one for each day.
 */
final class Superseded {
  private static final int MOST = 3;

  private final ConfigStore store;

  Superseded(ConfigStore store) {
    this.store = store;
  }

  /**
   * Looks through what is owed.
   *
   * @param outgoing the oldest first
   * @return backup id → ids of the locations that need it no more
   */
  Map<String, List<String>> among(List<Outgoing> outgoing) {
    Map<String, List<String>> superseded = new LinkedHashMap<>();
    Map<String, List<String>> backupsOf = new LinkedHashMap<>();
    outgoing.stream()
        .filter(Outgoing::automatic)
        .forEach(
            each ->
                each.waiting()
                    .forEach(
                        waiting ->
                            backupsOf
                                .computeIfAbsent(waiting.agentId(), id -> new ArrayList<>())
                                .add(each.backupId())));
    backupsOf.forEach(
        (agentId, backupIds) ->
            backupIds.stream()
                .limit(Math.max(0, backupIds.size() - most(agentId)))
                .forEach(
                    backupId ->
                        superseded
                            .computeIfAbsent(backupId, id -> new ArrayList<>())
                            .add(agentId)));
    return superseded;
  }

  private int most(String agentId) {
    BackupConfig config = store.config();
    Retention retention =
        Optional.ofNullable(config.agents().get(agentId))
            .flatMap(AgentSettings::retention)
            .orElse(config.retention());
    return (int) Math.min(MOST, retention.copies().orElse(MOST));
  }
}
