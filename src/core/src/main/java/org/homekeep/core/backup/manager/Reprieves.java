package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.agent.AgentRegistry;
import org.homekeep.core.backup.manager.BackupException.Kind;

/**
 * Retention deletes a backup and a person keeps it, perhaps at the same moment: whoever begins
 * first has his way, and the other hears of it. Touched on the hub's context.
 */
final class Reprieves {
  private final AgentRegistry agents;

  /** Backup → retention's deletion of copies of it. */
  private final Map<String, Future<EndedDeletion>> underWay = new HashMap<>();

  /** Backup → how many people are just about to keep it from retention. */
  private final Map<String, Integer> spared = new HashMap<>();

  Reprieves(AgentRegistry agents) {
    this.agents = agents;
  }

  /** Retention has begun to delete a backup. */
  void deleting(String backupId, Future<EndedDeletion> deletion) {
    underWay.put(backupId, deletion);
    deletion
        .transform(
            done ->
                done.succeeded()
                    ? Future.join(List.copyOf(done.result().late().values()))
                    : Future.succeededFuture())
        .onComplete(done -> underWay.remove(backupId, deletion));
  }

  /**
   * Does what keeps a backup from retention: no deletion of it begins before that has ended, and
   * one that has begun is waited for, so that what is found then is what there is. Fails with a
   * sentence when a location does not say what has become of it.
   */
  Future<Void> sparing(String backupId, Supplier<Future<Void>> work) {
    spared.merge(backupId, 1, Integer::sum);
    return underWay
        .getOrDefault(backupId, Future.succeededFuture(EndedDeletion.NONE))
        .transform(
            done ->
                done.failed() || done.result().isOver(agents)
                    ? work.get()
                    : Future.failedFuture(tooLate(done.result())))
        .onComplete(
            done ->
                spared.computeIfPresent(backupId, (id, count) -> count == 1 ? null : count - 1));
  }

  private static BackupException tooLate(EndedDeletion deletion) {
    return new BackupException(
        Kind.MANAGER,
        "Old backups are being removed, this one among them, and it is not known yet whether it is gone: %s did not answer. Try again when the list of backups shows that."
            .formatted(
                deletion.late().keySet().stream()
                    .map(BackupAgent::name)
                    .sorted()
                    .collect(Collectors.joining(", "))));
  }

  /** Whether somebody is just about to keep a backup from retention. */
  boolean isSpared(String backupId) {
    return spared.containsKey(backupId);
  }
}
