package org.homekeep.core.backup.delivery;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.homekeep.api.Secret;
import org.homekeep.api.backup.AgentBackup;

/**
 * An archive, and the locations that are owed a copy of it.
 *
 * @param backup as it was measured
 * @param key recodes copies for locations that want the other form; without it, all get the same
 * @param automatic whether a newer automatic backup may take its place in the queue
 * @param partial name of the archive in the backup directory until it gets its own there and that
 *     is recorded; empty when the hub does not store it, or had stored it before
 * @param file name of the archive among the temporary files; empty when the hub itself stores it
 */
public record Outgoing(
    AgentBackup backup,
    Optional<Secret> key,
    boolean automatic,
    Optional<String> partial,
    Optional<String> file,
    List<Waiting> waiting) {
  public Outgoing {
    waiting = List.copyOf(waiting);
  }

  String backupId() {
    return backup.backupId();
  }

  Stream<Slot> slots() {
    return waiting.stream().map(each -> new Slot(backupId(), each.agentId()));
  }

  Optional<Waiting> waitingFor(String agentId) {
    return waiting.stream().filter(each -> each.agentId().equals(agentId)).findFirst();
  }

  boolean isUnfinished() {
    return !waiting.isEmpty() || partial.isPresent();
  }

  /** The same, with its own name here if it has one. */
  Outgoing stored() {
    return new Outgoing(backup, key, automatic, Optional.empty(), file, waiting);
  }

  Outgoing without(String agentId) {
    return with(waiting.stream().filter(each -> !each.agentId().equals(agentId)).toList());
  }

  Outgoing change(String agentId, UnaryOperator<Waiting> change) {
    return with(
        waiting.stream()
            .map(each -> each.agentId().equals(agentId) ? change.apply(each) : each)
            .toList());
  }

  private Outgoing with(List<Waiting> changed) {
    return new Outgoing(backup, key, automatic, partial, file, changed);
  }
}
