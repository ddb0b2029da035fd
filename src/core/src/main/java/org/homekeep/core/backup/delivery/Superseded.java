package org.homekeep.core.backup.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.homekeep.core.backup.agent.CopyId;
import org.homekeep.core.backup.config.AgentSettings;
import org.homekeep.core.backup.config.BackupConfig;
import org.homekeep.core.backup.config.ConfigStore;
import org.homekeep.core.backup.config.Retention;
import org.homekeep.core.backup.policy.PolicyDocument;

/**
 * Which owed copies are not worth waiting for any more: a location that was away for long gets the
 * newest automatic backups, as many as it would keep, and not one for each day.
 */
final class Superseded {
  private static final int MOST = 3;

  private final ConfigStore store;
  private final Supplier<PolicyDocument> policy;

  /**
   * @param policy what people keep
   */
  Superseded(ConfigStore store, Supplier<PolicyDocument> policy) {
    this.store = store;
    this.policy = policy;
  }

  /**
   * Looks through what is owed. What is pinned is worth waiting for, and so is all while the
   * settings are in doubt.
   *
   * @param outgoing the oldest first
   */
  List<CopyId> among(List<Outgoing> outgoing) {
    PolicyDocument people = policy.get();
    if (people.inDoubt()) {
      return List.of();
    }
    Map<String, List<CopyId>> byLocation =
        outgoing.stream()
            .filter(each -> each.automatic() && !people.pinned().contains(each.backupId()))
            .flatMap(Outgoing::copies)
            .collect(
                Collectors.groupingBy(CopyId::agentId, LinkedHashMap::new, Collectors.toList()));
    List<CopyId> superseded = new ArrayList<>();
    byLocation.forEach(
        (agentId, copies) ->
            superseded.addAll(copies.subList(0, Math.max(0, copies.size() - most(agentId)))));
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
