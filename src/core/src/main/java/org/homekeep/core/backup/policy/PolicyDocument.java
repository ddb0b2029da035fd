package org.homekeep.core.backup.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * All that is set.
 *
 * @param generations for every location without its own
 * @param ofAgents agent id → its own generations
 * @param pinned ids of backups that retention never deletes
 * @param received ids of backups that somebody uploaded
 */
public record PolicyDocument(
    Generations generations,
    Map<String, Generations> ofAgents,
    Set<String> pinned,
    Set<String> received) {
  /** What there is before anything was set. */
  public static final PolicyDocument EMPTY =
      new PolicyDocument(Generations.NONE, Map.of(), Set.of(), Set.of());

  public PolicyDocument {
    ofAgents = Collections.unmodifiableMap(new LinkedHashMap<>(ofAgents));
    pinned = Collections.unmodifiableSet(new LinkedHashSet<>(pinned));
    received = Collections.unmodifiableSet(new LinkedHashSet<>(received));
  }

  /** With other generations. */
  PolicyDocument with(Generations changed, Map<String, Generations> changedOfAgents) {
    return new PolicyDocument(changed, changedOfAgents, pinned, received);
  }

  /** With the pins and uploads of another as well. */
  PolicyDocument with(PolicyDocument other) {
    return new PolicyDocument(
        generations, ofAgents, union(pinned, other.pinned), union(received, other.received));
  }

  private static Set<String> union(Set<String> first, Set<String> second) {
    Set<String> both = new LinkedHashSet<>(first);
    both.addAll(second);
    return both;
  }

  PolicyDocument withPin(String backupId) {
    return new PolicyDocument(generations, ofAgents, plus(pinned, backupId), received);
  }

  PolicyDocument withoutPin(String backupId) {
    return new PolicyDocument(generations, ofAgents, minus(pinned, backupId), received);
  }

  PolicyDocument withReceived(String backupId) {
    return new PolicyDocument(generations, ofAgents, pinned, plus(received, backupId));
  }

  PolicyDocument withoutReceived(String backupId) {
    return new PolicyDocument(generations, ofAgents, pinned, minus(received, backupId));
  }

  PolicyDocument without(String backupId) {
    return new PolicyDocument(
        generations, ofAgents, minus(pinned, backupId), minus(received, backupId));
  }

  private static Set<String> plus(Set<String> ids, String backupId) {
    Set<String> changed = new LinkedHashSet<>(ids);
    changed.add(backupId);
    return changed;
  }

  private static Set<String> minus(Set<String> ids, String backupId) {
    Set<String> changed = new LinkedHashSet<>(ids);
    changed.remove(backupId);
    return changed;
  }
}
