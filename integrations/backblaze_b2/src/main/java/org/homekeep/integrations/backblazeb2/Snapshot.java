package org.homekeep.integrations.backblazeb2;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.AgentBackup;

/**
 * What a listing of the folder found.
 *
 * @param backups by backup id, about in the order of the objects' names; of several that say to be
 *     the same backup, the one that this entry stored, else the oldest
 * @param orphans sidecars whose archive is gone, by backup id: a deletion that did not end
 * @param sidecars everything that was ever read, by file id; empty for what is no sidecar
 * @param strays what is no whole backup
 * @param failure why not every sidecar could be read; none of them is known not to be of a backup
 */
record Snapshot(
    Map<String, StoredBackup> backups,
    Map<String, ObjectRef> orphans,
    Map<String, Optional<AgentBackup>> sidecars,
    Strays strays,
    Optional<IOException> failure) {

  static final Snapshot EMPTY =
      new Snapshot(Map.of(), Map.of(), Map.of(), Strays.NONE, Optional.empty());

  Snapshot {
    backups = Collections.unmodifiableMap(new LinkedHashMap<>(backups));
    orphans = Map.copyOf(orphans);
    sidecars = Map.copyOf(sidecars);
  }

  /** What is stored of a backup: both of its objects, else what a deletion left. */
  List<ObjectRef> objects(String backupId) {
    return Optional.ofNullable(backups.get(backupId))
        .map(stored -> List.of(stored.archive(), stored.sidecar()))
        .or(() -> Optional.ofNullable(orphans.get(backupId)).map(List::of))
        .orElse(List.of());
  }

  /** The sidecars of further pairs of files that say to be this backup. */
  List<ObjectRef> copies(String backupId) {
    return strays.copies().stream()
        .filter(
            each ->
                sidecars.getOrDefault(each.fileId(), Optional.empty()).stream()
                    .anyMatch(backup -> backup.backupId().equals(backupId)))
        .toList();
  }

  boolean knows(String backupId) {
    return backups.containsKey(backupId) || orphans.containsKey(backupId);
  }

  /** This listing, with what is known of sidecars from elsewhere. */
  Snapshot knowing(Map<String, Optional<AgentBackup>> more) {
    return new Snapshot(backups, orphans, more, strays, failure);
  }

  /** Whether there was no time to read all. */
  boolean isUnfinished() {
    return failure
        .filter(
            why ->
                why instanceof B2FailureException known
                    && known.failure() instanceof B2Failure.Unfinished)
        .isPresent();
  }

  /** Why this is no list at all, if it is none: a list without some backups is better than none. */
  Optional<IOException> refusal() {
    return failure.filter(why -> backups.isEmpty() || Listing.isFinal(why));
  }
}
