package org.homekeep.integrations.backblazeb2;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes older versions of backups that were stored again, where that could not be done when they
 * were. Nothing is touched that does not bear the marks of this entry, nor while the newer backup
 * is not whole: what is below it comes to light then when the newer one is given up. All calls
 * block.
 */
final class OlderVersions {
  private static final Logger LOG = LoggerFactory.getLogger(OlderVersions.class);

  private final Session session;
  private final Bucket bucket;
  private final Marks marks;

  OlderVersions(Session session, Marks marks) {
    this.session = session;
    this.bucket = new Bucket(session);
    this.marks = marks;
  }

  /** Removes those among them that nobody wants. */
  void remove(Predicate<ObjectRef> unwanted) throws IOException {
    if (!session.rights().mayDelete()) {
      // To hide the name would hide the newer one.
      return;
    }
    Map<String, List<ObjectRef>> byName = new HashMap<>();
    bucket.allVersions().forEach(versions -> byName.put(versions.get(0).name(), versions));
    for (List<ObjectRef> sidecars : byName.values()) {
      Optional<String> base = Sidecar.base(sidecars.get(0).name());
      List<ObjectRef> archives =
          base.map(name -> byName.getOrDefault(name + Sidecar.ARCHIVE_SUFFIX, List.of()))
              .orElse(List.of());
      if (!archives.isEmpty() && marks.areOfOneUpload(archives.get(0), sidecars.get(0))) {
        removeOlder(archives, unwanted);
        removeOlder(sidecars, unwanted);
      }
    }
  }

  private void removeOlder(List<ObjectRef> versions, Predicate<ObjectRef> unwanted)
      throws IOException {
    ObjectRef newest = versions.get(0);
    for (ObjectRef older : versions.subList(1, versions.size())) {
      if (marks.areOfOneBackup(older, newest) && unwanted.test(older)) {
        remove(older);
      }
    }
  }

  private void remove(ObjectRef older) throws IOException {
    try {
      bucket.delete(older.name(), older.fileId());
      LOG.atInfo()
          .addKeyValue("object", older.name())
          .log("An older version of a backup that was stored again is removed");
    } catch (B2FailureException failed) {
      // What is protected goes when it no longer is.
      if (!(failed.failure() instanceof B2Failure.Locked)) {
        throw failed;
      }
    }
  }
}
