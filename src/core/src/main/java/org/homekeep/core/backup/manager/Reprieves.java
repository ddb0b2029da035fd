package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.manager.BackupException.Kind;

/**
 * Retention deletes a backup and a person keeps it, perhaps at the same moment: whoever begins
 * first has his way, and the other hears of it. Touched on the hub's context.
 */
final class Reprieves {
  /** Backup → retention's deletions of copies of it that have not ended at every location. */
  private final Map<String, Set<Future<EndedDeletion>>> underWay = new HashMap<>();

  /** Backup → how many people are just about to keep it from retention. */
  private final Map<String, Integer> spared = new HashMap<>();

  /** Retention has begun to delete a backup. */
  void deleting(String backupId, Future<EndedDeletion> deletion) {
    Set<Future<EndedDeletion>> all =
        underWay.computeIfAbsent(backupId, id -> new LinkedHashSet<>());
    all.add(deletion);
    deletion
        .compose(EndedDeletion::over)
        .onComplete(
            done -> {
              all.remove(deletion);
              if (all.isEmpty()) {
                underWay.remove(backupId, all);
              }
            });
  }

  /** Whether a location may still be deleting a backup because of retention. */
  boolean isBeingDeleted(String backupId) {
    return underWay.containsKey(backupId);
  }

  /**
   * Does what keeps a backup from retention: no deletion of it begins before that has ended, and
   * one that has begun is waited for, so that what is found then is what there is. Fails with a
   * sentence when a location does not say what has become of it.
   */
  Future<Void> sparing(String backupId, Supplier<Future<Void>> work) {
    spared.merge(backupId, 1, Integer::sum);
    List<Future<EndedDeletion>> begun = List.copyOf(underWay.getOrDefault(backupId, Set.of()));
    return Future.join(begun)
        .transform(
            done -> {
              List<BackupAgent> silent = begun.stream().flatMap(Reprieves::silent).toList();
              return silent.isEmpty() ? work.get() : Future.failedFuture(tooLate(silent));
            })
        .onComplete(
            done ->
                spared.computeIfPresent(backupId, (id, count) -> count == 1 ? null : count - 1));
  }

  /** The locations that have not said what has become of the copy. */
  private static Stream<BackupAgent> silent(Future<EndedDeletion> deletion) {
    return deletion.failed()
        ? Stream.empty()
        : deletion.result().late().entrySet().stream()
            .filter(each -> !each.getValue().isComplete())
            .map(Map.Entry::getKey);
  }

  private static BackupException tooLate(List<BackupAgent> silent) {
    return new BackupException(
        Kind.MANAGER,
        "Old backups are being removed, this one among them, and it is not known yet whether it is gone: %s did not answer. Try again when the list of backups shows that."
            .formatted(
                silent.stream()
                    .map(BackupAgent::name)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "))));
  }

  /** Whether somebody is just about to keep a backup from retention. */
  boolean isSpared(String backupId) {
    return spared.containsKey(backupId);
  }
}
