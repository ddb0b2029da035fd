package org.homekeep.integrations.backblazeb2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupFileName;

/**
 * The names of backups' objects. No two backups get the same: others may have made one of the same
 * name and time. Used from many threads; all calls with a session block.
 */
final class BackupNames {
  /** With it, and the longest suffix, a name is no longer than B2 allows. */
  private static final int SHORT = 12;

  private final Marks marks;

  /** Names without suffixes → ids of the backups that are being stored under them. */
  private final Map<String, String> inUse = new ConcurrentHashMap<>();

  BackupNames(Marks marks) {
    this.marks = marks;
  }

  /**
   * A name without its suffixes, which is in use until {@link #release}.
   *
   * @param older what this very backup has there already
   */
  record Taken(String base, List<ObjectRef> older) {
    Taken {
      older = List.copyOf(older);
    }
  }

  /**
   * Takes a name for a backup. One that another backup has gets the backup's id added; the same
   * backup keeps its name.
   */
  Taken take(Session session, AgentBackup backup) throws IOException {
    String wished = session.config().prefix() + BackupFileName.base(backup);
    for (String base : candidates(wished, backup.backupId())) {
      Optional<List<ObjectRef>> older = use(session, base, backup.backupId());
      if (older.isPresent()) {
        return new Taken(base, older.get());
      }
    }
    throw new B2FailureException(
        new B2Failure.Unknown("other files have every name that this backup could get"));
  }

  /**
   * Takes the name again with which an upload was begun; false when another backup has got it
   * meanwhile.
   */
  boolean takeAgain(Session session, BegunUpload begun) throws IOException {
    return use(session, begun.base(), begun.backupId()).isPresent();
  }

  /** Nothing more is stored under a name. */
  void release(String base) {
    inUse.remove(base);
  }

  /** Whether a name without its suffixes is one that the backup itself gets in a folder. */
  static boolean isNameOf(AgentBackup backup, String prefix, String base) {
    String wished = prefix + BackupFileName.base(backup);
    return base.equals(wished) || candidates(wished, backup.backupId()).contains(base);
  }

  private static List<String> candidates(String wished, String backupId) {
    String plain = backupId.replaceAll("[^A-Za-z0-9]", "");
    String digest = Sha1.hex(backupId.getBytes(StandardCharsets.UTF_8));
    return Stream.of(wished, wished + "_" + shortened(plain), wished + "_" + shortened(digest))
        .toList();
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), SHORT));
  }

  /** What the backup has under the name already; empty when the name is another's. */
  private Optional<List<ObjectRef>> use(Session session, String base, String backupId)
      throws IOException {
    if (inUse.putIfAbsent(base, backupId) != null) {
      return Optional.empty();
    }
    boolean ours = false;
    try {
      List<ObjectRef> there = there(session, base);
      ours = isOf(session, there, base, backupId);
      return ours ? Optional.of(there) : Optional.empty();
    } finally {
      if (!ours) {
        release(base);
      }
    }
  }

  private static List<ObjectRef> there(Session session, String base) throws IOException {
    return new Bucket(session)
        .list(base).stream()
            .filter(
                each ->
                    each.name().equals(base + Sidecar.ARCHIVE_SUFFIX)
                        || each.name().equals(base + Sidecar.SUFFIX))
            .toList();
  }

  private boolean isOf(Session session, List<ObjectRef> there, String base, String backupId)
      throws IOException {
    if (there.stream().allMatch(each -> marks.areOfBackup(each, backupId))) {
      return true;
    }
    for (ObjectRef object : there) {
      if (object.name().equals(base + Sidecar.SUFFIX)) {
        Optional<AgentBackup> described = SidecarReads.one(session, object);
        return described.isPresent() && described.get().backupId().equals(backupId);
      }
    }
    return false;
  }
}
