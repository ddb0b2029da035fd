package org.homekeep.integrations.backblazeb2;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.homekeep.api.backup.AgentBackup;

/**
 * Reads which backups are in the folder: one listing, and each sidecar that was not read before.
 *
 * <p>What is in a bucket may come from anywhere. An object that is no sidecar is passed over with a
 * warning and hides no other backup. Nor does one that cannot be read now; but what it stands for
 * is not known then, which the snapshot says.
 */
final class Listing {
  /** All large sidecars of a folder together; in memory one takes several times its bytes. */
  private static final int MOST_LARGE_BYTES = 4 * Sidecar.MAX_BYTES;

  private final Session session;
  private final Bucket bucket;

  /** Of several that say to be the same backup, the first counts. */
  private final Comparator<ObjectRef> rank;

  /**
   * A listing that has not begun.
   *
   * @param marks of the entry whose folder it is
   */
  Listing(Session session, Marks marks) {
    this.session = session;
    this.bucket = new Bucket(session);
    this.rank =
        Comparator.<ObjectRef, Boolean>comparing(each -> !marks.areOn(each))
            .thenComparing(ObjectRef::since)
            .thenComparing(ObjectRef::name);
  }

  /**
   * Lists; blocks.
   *
   * @param before the last listing, whose sidecars need not be read again
   * @param onCall is told before each call that a listing costs
   */
  Snapshot read(Snapshot before, Runnable onCall) throws IOException {
    Map<String, ObjectRef> objects =
        bucket.list(onCall).stream()
            .collect(
                Collectors.toMap(
                    ObjectRef::name,
                    Function.identity(),
                    (older, newer) -> newer,
                    LinkedHashMap::new));
    List<ObjectRef> sidecars =
        objects.values().stream().filter(each -> each.name().endsWith(Sidecar.SUFFIX)).toList();
    SharedParts shared = new SharedParts();
    Set<String> tooMuch = tooMuch(sidecars);
    Map<String, Optional<AgentBackup>> known = new HashMap<>();
    for (ObjectRef sidecar : sidecars) {
      Optional<AgentBackup> earlier = before.sidecars().get(sidecar.fileId());
      if (earlier != null && !tooMuch.contains(sidecar.fileId())) {
        known.put(sidecar.fileId(), earlier.map(shared::of));
      }
    }
    SidecarReads.Found found =
        new SidecarReads(session, unknown(sidecars, known, tooMuch, before), shared::of).run();
    known.putAll(found.read());
    Map<String, StoredBackup> backups = new LinkedHashMap<>();
    Map<String, ObjectRef> orphans = new HashMap<>();
    List<ObjectRef> halves = new ArrayList<>();
    List<ObjectRef> copies = new ArrayList<>();
    Set<String> copied = new HashSet<>();
    List<ObjectRef> unreadable = new ArrayList<>();
    List<ObjectRef> unread = new ArrayList<>();
    for (ObjectRef sidecar : sidecars) {
      Optional<AgentBackup> described = known.get(sidecar.fileId());
      if (described == null) {
        unread.add(sidecar);
        continue;
      }
      if (described.isEmpty()) {
        unreadable.add(sidecar);
        continue;
      }
      AgentBackup backup = described.get();
      ObjectRef archive = objects.get(archiveName(sidecar));
      if (archive == null) {
        orphans.merge(backup.backupId(), sidecar, BinaryOperator.minBy(rank));
        halves.add(sidecar);
        continue;
      }
      if (!BackupNames.isNameOf(backup, session.config().prefix(), base(sidecar))) {
        copied.add(backup.backupId());
      }
      StoredBackup stored = new StoredBackup(backup.withSize(archive.size()), archive, sidecar);
      StoredBackup other = backups.get(backup.backupId());
      if (other == null) {
        backups.put(backup.backupId(), stored);
      } else if (rank.compare(archive, other.archive()) < 0) {
        backups.put(backup.backupId(), stored);
        copies.add(other.sidecar());
      } else {
        copies.add(sidecar);
      }
    }
    // Whoever copies files under a name of their own wants to keep them.
    copied.forEach(id -> backups.computeIfPresent(id, (same, stored) -> stored.madeByHand()));
    if (session.isClosed()) {
      throw Session.closedError();
    }
    Strays strays =
        new Strays(
            objects.values().stream().filter(each -> isAlone(each, objects)).toList(),
            halves,
            copies,
            unreadable,
            unread);
    return new Snapshot(
        backups, orphans, known, strays, found.failure().or(() -> crowded(tooMuch)));
  }

  /** The file ids of the largest sidecars, which are not read because there are too many. */
  private static Set<String> tooMuch(List<ObjectRef> sidecars) {
    Set<String> tooMuch = new HashSet<>();
    long sum = 0;
    for (ObjectRef sidecar :
        sidecars.stream()
            .filter(each -> each.size() > Sidecar.LARGE_BYTES)
            .filter(each -> each.size() <= Sidecar.MAX_BYTES)
            .sorted(Comparator.comparing(ObjectRef::size).thenComparing(ObjectRef::name))
            .toList()) {
      sum += sidecar.size();
      if (sum > MOST_LARGE_BYTES) {
        tooMuch.add(sidecar.fileId());
      }
    }
    return tooMuch;
  }

  private static Optional<IOException> crowded(Set<String> tooMuch) {
    return Optional.of(tooMuch)
        .filter(ids -> !ids.isEmpty())
        .map(
            ids ->
                new CrowdedFolderException(
                    ("%d metadata files in the folder are so large that Homekeep does not read"
                            + " them. Another program seems to have stored them: give Homekeep a"
                            + " folder of its own.")
                        .formatted(ids.size())));
  }

  /** Those that were not read the last time come last: they may not come this time either. */
  private static List<ObjectRef> unknown(
      List<ObjectRef> sidecars,
      Map<String, Optional<AgentBackup>> known,
      Set<String> tooMuch,
      Snapshot before) {
    Set<String> failed =
        before.strays().unread().stream().map(ObjectRef::fileId).collect(Collectors.toSet());
    return sidecars.stream()
        .filter(each -> !known.containsKey(each.fileId()) && !tooMuch.contains(each.fileId()))
        .sorted(Comparator.comparing(each -> failed.contains(each.fileId())))
        .toList();
  }

  /** Whether it is an archive that nothing describes. */
  private static boolean isAlone(ObjectRef object, Map<String, ObjectRef> objects) {
    String name = object.name();
    if (!name.endsWith(Sidecar.ARCHIVE_SUFFIX)) {
      return false;
    }
    String base = name.substring(0, name.length() - Sidecar.ARCHIVE_SUFFIX.length());
    return !objects.containsKey(base + Sidecar.SUFFIX);
  }

  private static String archiveName(ObjectRef sidecar) {
    return base(sidecar) + Sidecar.ARCHIVE_SUFFIX;
  }

  private static String base(ObjectRef sidecar) {
    String name = sidecar.name();
    return name.substring(0, name.length() - Sidecar.SUFFIX.length());
  }

  /** What no other sidecar will get around. */
  static boolean isFinal(IOException failure) {
    return failure instanceof B2FailureException known
        && (known.failure() instanceof B2Failure.BadCredentials
            || known.failure() instanceof B2Failure.CapExceeded);
  }
}
