package org.homekeep.core.backup.retention;

import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.backup.config.AgentSettings;
import org.homekeep.core.backup.config.BackupConfig;
import org.homekeep.core.backup.config.Retention;
import org.homekeep.core.backup.policy.Generations;
import org.homekeep.core.backup.policy.PolicyDocument;

/**
 * All settings that say what is kept.
 *
 * @param config Home Assistant's settings: copies and days
 * @param own ours: generations
 * @param zone in which days, weeks, months and years begin
 */
public record RetentionPolicy(BackupConfig config, PolicyDocument own, ZoneId zone) {

  /** Whether one location has settings of its own, which makes each count for itself. */
  boolean countsEachLocation() {
    return config.agents().values().stream().anyMatch(agent -> agent.retention().isPresent());
  }

  /** What is kept at a location. */
  Retention limits(String agentId) {
    return ownLimits(agentId).orElse(config.retention());
  }

  private Optional<Retention> ownLimits(String agentId) {
    return Optional.ofNullable(config.agents().get(agentId)).flatMap(AgentSettings::retention);
  }

  /** The generations of a location. */
  Generations generations(String agentId) {
    Map<String, Generations> ofAgents = own.ofAgents();
    return ofAgents.getOrDefault(agentId, own.generations());
  }

  /**
   * Whether what no generation wants goes. With a number of copies or days, generations only save
   * what those would delete; and where somebody has set "forever" for a location, generations of
   * all locations do not change that.
   */
  boolean generationsDelete(String agentId) {
    boolean unlimited = limits(agentId).equals(Retention.FOREVER);
    boolean foreverHere = ownLimits(agentId).isPresent() && !own.ofAgents().containsKey(agentId);
    return unlimited && !foreverHere && !generations(agentId).isEmpty();
  }
}
