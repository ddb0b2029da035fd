package org.homekeep.integrations.backblazeb2;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Removes copies together with the older versions of their objects, which would come to light
 * otherwise: twins of what was stored twice, and copies that were replaced and stayed. Of these
 * nothing is touched that does not bear the marks of this entry and of the same backup. All calls
 * block.
 */
final class Removal {
  private final Session session;
  private final Bucket bucket;
  private final Marks marks;
  private final String backupId;
  private final Set<String> running;

  /**
   * A removal.
   *
   * @param backupId of the backup whose copies they are
   * @param running ids of the uploads that are under way, whose objects stay
   */
  Removal(Session session, Marks marks, String backupId, Set<String> running) {
    this.session = session;
    this.bucket = new Bucket(session);
    this.marks = marks;
    this.backupId = backupId;
    this.running = Set.copyOf(running);
  }

  /** Removes the objects in their order. */
  void remove(List<ObjectRef> objects) throws IOException {
    for (ObjectRef object : objects) {
      remove(object);
    }
  }

  /** The older versions go first: after a failure it is seen that there is something to delete. */
  private void remove(ObjectRef object) throws IOException {
    List<ObjectRef> held = new ArrayList<>();
    for (ObjectRef older : others(object)) {
      try {
        bucket.delete(older.name(), older.fileId());
      } catch (B2FailureException failed) {
        if (!(failed.failure() instanceof B2Failure.Locked)) {
          throw failed;
        }
        held.add(older);
      }
    }
    bucket.delete(object.name(), object.fileId());
    for (ObjectRef older : held) {
      // It is the newest now, and can be hidden.
      bucket.discard(older.name(), older.fileId());
    }
  }

  /** Removes what an earlier attempt of an upload meant to replace, if that can be done now. */
  void replacedBy(StoredBackup stored) {
    for (ObjectRef object : List.of(stored.archive(), stored.sidecar())) {
      try {
        for (ObjectRef older : others(object)) {
          bucket.tryToDiscard(older.name(), older.fileId());
        }
      } catch (IOException failed) {
        Bucket.notRemoved(object.name(), failed);
      }
    }
  }

  /** Hiding takes all versions of a name out of sight, so that they need not be looked for. */
  private List<ObjectRef> others(ObjectRef object) throws IOException {
    if (!session.rights().mayDelete()) {
      return List.of();
    }
    return bucket.versions(object.name()).stream()
        .filter(each -> !each.fileId().equals(object.fileId()))
        .filter(each -> marks.areOfBackup(each, backupId))
        .filter(each -> running.stream().noneMatch(upload -> marks.areOn(each, upload)))
        .toList();
  }
}
