package org.homekeep.integrations.backblazeb2;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupFileName;

/** The names of a new backup's objects, and what bears them already. All calls block. */
final class BackupNames {
  private final Session session;
  private final Bucket bucket;

  BackupNames(Session session) {
    this.session = session;
    this.bucket = new Bucket(session);
  }

  /**
   * The names without their suffixes. One that another backup has taken gets the backup's id added;
   * the same backup keeps its name.
   */
  String base(AgentBackup backup) throws IOException {
    String wished = session.config().prefix() + BackupFileName.base(backup);
    List<ObjectRef> taken = taken(wished);
    return !taken.isEmpty() && !isSame(taken, wished, backup.backupId())
        ? wished + "_" + safeId(backup.backupId())
        : wished;
  }

  /** The objects that bear the names now. */
  List<ObjectRef> taken(String base) throws IOException {
    return bucket.list(base).stream()
        .filter(
            each ->
                each.name().equals(base + Sidecar.ARCHIVE_SUFFIX)
                    || each.name().equals(base + Sidecar.SUFFIX))
        .toList();
  }

  private boolean isSame(List<ObjectRef> taken, String base, String backupId) throws IOException {
    for (ObjectRef object : taken) {
      if (object.name().equals(base + Sidecar.SUFFIX)) {
        Optional<AgentBackup> there = SidecarReads.one(session, object);
        return there.isPresent() && there.get().backupId().equals(backupId);
      }
    }
    return false;
  }

  private static String safeId(String backupId) {
    String safe = backupId.replaceAll("[^A-Za-z0-9]", "");
    return safe.substring(0, Math.min(safe.length(), 16));
  }
}
