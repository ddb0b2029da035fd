package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.homekeep.api.backup.BackupAgent;

/**
 * How a deletion of copies of one backup ended, as far as the locations have answered.
 *
 * @param errors agent id → error, of those that could not
 * @param late of those that have not answered: succeeds when the copy is gone, and fails when it
 *     was not deleted or when nobody counts on an answer any more
 */
record EndedDeletion(Map<String, String> errors, Map<BackupAgent, Future<Void>> late) {

  /** Succeeds when nothing more is deleted. */
  Future<Void> over() {
    return Future.join(List.copyOf(late.values())).transform(done -> Future.succeededFuture());
  }

  /** Completes when nothing more is deleted at a location. */
  Future<Void> over(String agentId) {
    return late.entrySet().stream()
        .filter(each -> each.getKey().agentId().equals(agentId))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElseGet(Future::succeededFuture);
  }

  /** Succeeds when no location has the backup any more; fails when one of them may have it. */
  Future<Void> gone() {
    boolean refused =
        errors.keySet().stream()
            .anyMatch(id -> late.keySet().stream().noneMatch(agent -> agent.agentId().equals(id)));
    return refused
        ? Future.failedFuture("A location has not deleted its copy.")
        : Future.join(List.copyOf(late.values())).mapEmpty();
  }
}
