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
 * @param confirmed ids of backups of which somebody has said that they hold the home as it is
 * @param inDoubt whether settings of a damaged file may be missing, until somebody has seen to it
 */
public record PolicyDocument(
    Generations generations,
    Map<String, Generations> ofAgents,
    Set<String> pinned,
    Set<String> received,
    Set<String> confirmed,
    boolean inDoubt) {
  /** What there is before anything was set. */
  public static final PolicyDocument EMPTY =
      new PolicyDocument(Generations.NONE, Map.of(), Set.of(), Set.of(), Set.of(), false);

  public PolicyDocument {
    ofAgents = Collections.unmodifiableMap(new LinkedHashMap<>(ofAgents));
    pinned = Collections.unmodifiableSet(new LinkedHashSet<>(pinned));
    received = Collections.unmodifiableSet(new LinkedHashSet<>(received));
    confirmed = Collections.unmodifiableSet(new LinkedHashSet<>(confirmed));
  }

  /** With other generations. */
  PolicyDocument with(Generations changed, Map<String, Generations> changedOfAgents) {
    return new PolicyDocument(changed, changedOfAgents, pinned, received, confirmed, inDoubt);
  }

  /** With the pins, uploads and confirmations of another as well, and its doubts. */
  PolicyDocument with(PolicyDocument other) {
    return new PolicyDocument(
        generations,
        ofAgents,
        union(pinned, other.pinned),
        union(received, other.received),
        union(confirmed, other.confirmed),
        inDoubt || other.inDoubt);
  }

  private static Set<String> union(Set<String> first, Set<String> second) {
    Set<String> both = new LinkedHashSet<>(first);
    both.addAll(second);
    return both;
  }

  PolicyDocument withPin(String backupId) {
    return with(plus(pinned, backupId), received, confirmed);
  }

  PolicyDocument withoutPin(String backupId) {
    return with(minus(pinned, backupId), received, confirmed);
  }

  PolicyDocument withReceived(String backupId) {
    return with(pinned, plus(received, backupId), confirmed);
  }

  PolicyDocument withoutReceived(String backupId) {
    return with(pinned, minus(received, backupId), confirmed);
  }

  PolicyDocument withConfirmed(Set<String> backupIds) {
    return with(pinned, received, backupIds);
  }

  PolicyDocument with(boolean doubt) {
    return new PolicyDocument(generations, ofAgents, pinned, received, confirmed, doubt);
  }

  PolicyDocument without(String backupId) {
    return with(minus(pinned, backupId), minus(received, backupId), minus(confirmed, backupId));
  }

  private PolicyDocument with(Set<String> pins, Set<String> uploads, Set<String> certain) {
    return new PolicyDocument(generations, ofAgents, pins, uploads, certain, inDoubt);
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
