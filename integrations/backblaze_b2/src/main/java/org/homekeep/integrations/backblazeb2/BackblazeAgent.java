package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.structures.B2FileVersion;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSink;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupList;
import org.homekeep.api.backup.BackupLockedException;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.api.backup.UploadNotes;
import org.homekeep.api.entry.ConfigEntry;

/**
 * A bucket's folder as a backup location (b2-and-cloud.md §A.7).
 *
 * <p>Its fields are touched on the integration's context alone; the blocking work gets what it
 * needs and gives back a new {@link Snapshot}.
 */
final class BackblazeAgent implements BackupAgent {
  private final ConfigEntry entry;
  private final Session session;
  private final IntegrationContext context;
  private final Marks marks;
  private final BackupNames names;

  /** The ids of the uploads that are under way. */
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  private final AgentWork work;
  private final Listings listings;
  private final LockIssue lockIssue;

  BackblazeAgent(ConfigEntry entry, Session session, IntegrationContext context) {
    this.entry = entry;
    this.session = session;
    this.context = context;
    this.marks = new Marks(entry.entryId());
    this.names = new BackupNames(marks);
    this.work = new AgentWork(entry, context);
    this.listings = new Listings(entry, session, context, work, this::isUnderWay);
    this.lockIssue = new LockIssue(entry, context);
  }

  @Override
  public String domain() {
    return BackblazeB2Integration.DOMAIN;
  }

  @Override
  public String uniqueId() {
    return entry.entryId();
  }

  @Override
  public String name() {
    return entry.title();
  }

  @Override
  public Future<List<AgentBackup>> listBackups() {
    return list().map(BackupList::backups);
  }

  @Override
  public Future<BackupList> list() {
    return listings
        .listed()
        .compose(
            found ->
                found
                    .refusal()
                    .<Future<Snapshot>>map(
                        why -> Future.failedFuture(work.translated(Listings.LIST, why)))
                    .orElseGet(() -> Future.succeededFuture(found)))
        .map(
            found ->
                new BackupList(
                    found.backups().values().stream().map(StoredBackup::backup).toList(),
                    found.failure().map(BackblazeAgent::missing)));
  }

  private static String missing(IOException why) {
    return "Some backups may be missing in the list: "
        + AgentWork.knownCause(why).map(FailureText::sentence).orElseGet(why::getMessage);
  }

  @Override
  public Future<AgentBackup> getBackup(String backupId) {
    return find(backupId).map(StoredBackup::backup);
  }

  @Override
  public Future<Void> uploadBackup(BackupUpload upload) {
    return work.blocking(
            "upload",
            () -> {
              Sidecar.requireReadable(upload.backup());
              return store(upload);
            })
        .onComplete(done -> listings.expire())
        .mapEmpty();
  }

  @Override
  public Future<Void> downloadBackup(String backupId, ArchiveSink sink) {
    return find(backupId)
        .compose(
            stored ->
                work.blocking(
                    "download",
                    () -> {
                      try (ArchiveDownload archive = ArchiveDownload.open(session, stored)) {
                        sink.accept(archive);
                      }
                      return Optional.empty();
                    }))
        .recover(failure -> Future.failedFuture(gone(failure, backupId)))
        .mapEmpty();
  }

  /** What was listed a while ago may have been removed by others. */
  private Throwable gone(Throwable failure, String backupId) {
    boolean absent =
        AgentWork.knownCause(failure).filter(B2Failure.NotFound.class::isInstance).isPresent();
    if (!absent) {
      return failure;
    }
    listings.expire();
    return new BackupNotFoundException(backupId);
  }

  /**
   * Removes the archive, then the sidecar, each with its older versions: what remains after a
   * failure is small, and is found again when the deletion is tried again.
   */
  @Override
  public Future<Void> deleteBackup(String backupId) {
    listings.deleting();
    return listings
        .knowing(backupId)
        .compose(
            found -> {
              List<ObjectRef> objects = found.objects(backupId);
              if (objects.isEmpty()) {
                return Future.failedFuture(unknown(found, backupId));
              }
              Optional<Instant> locked = lockedUntil(objects);
              return locked.isPresent()
                  ? Future.failedFuture(locked(locked))
                  : work.blocking(
                      AgentWork.DELETE,
                      () -> {
                        new Removal(session, marks, backupId, running).remove(objects);
                        tellCopies(stillThere(found.copies(backupId)));
                        return Optional.empty();
                      });
            })
        .onComplete(done -> listings.deleted())
        .mapEmpty();
  }

  /** Somebody may have taken them away since they were listed. */
  private List<ObjectRef> stillThere(List<ObjectRef> copies) throws IOException {
    List<ObjectRef> there = new ArrayList<>();
    for (ObjectRef copy : copies) {
      if (new Bucket(session).list(copy.name()).contains(copy)) {
        there.add(copy);
      }
    }
    return there;
  }

  /** Whoever deletes a backup must not be told that it is gone while it is listed. */
  private static void tellCopies(List<ObjectRef> copies) throws BackupAgentException {
    if (!copies.isEmpty()) {
      throw new BackupAgentException(
          "One copy of the backup was deleted, and another is still in the folder, which somebody"
              + " put there: the metadata file "
              + copies.get(0).name()
              + " and its archive. The backup is listed from there now: delete it again if that is"
              + " to go as well.");
    }
  }

  /** Until when B2 will not let go of the objects; one that can only be hidden is not held. */
  private Optional<Instant> lockedUntil(List<ObjectRef> objects) {
    Instant now = context.clock().instant();
    return objects.stream()
        .flatMap(each -> each.lockedUntil().stream())
        .filter(until -> session.rights().mayDelete() && until.isAfter(now))
        .max(Instant::compareTo);
  }

  private BackupLockedException locked(Optional<Instant> until) {
    return CopyLock.refusal(until, context.clock().getZone());
  }

  /** What B2 says of the archive now; nothing when it only repeats what others told it. */
  @Override
  public Future<Optional<StoredBytes>> storedBytes(String backupId) {
    return find(backupId)
        .compose(stored -> work.blocking("check", () -> look(stored)))
        .recover(failure -> Future.failedFuture(gone(failure, backupId)));
  }

  private Optional<StoredBytes> look(StoredBackup stored) throws IOException {
    B2FileVersion now = new Bucket(session).look(stored.archive().fileId());
    StoredBackup fresh = new StoredBackup(stored.backup(), ObjectRef.of(now), stored.sidecar());
    return fresh
        .vouchedSha1(ObjectRef.sha1(now.getContentSha1()))
        .map(sha1 -> new StoredBytes(fresh.archive().size(), StoredBytes.Algorithm.SHA_1, sha1));
  }

  /**
   * Stores the backup, or goes on with storing it. A name that another backup has taken gets the
   * backup's id added; the same backup replaces its older copy.
   */
  private Optional<Void> store(BackupUpload upload) throws IOException {
    String backupId = upload.backup().backupId();
    Optional<BegunUpload> earlier =
        upload
            .note()
            .last()
            .flatMap(BegunUpload::parse)
            .filter(begun -> begun.isIn(session) && begun.backupId().equals(backupId));
    if (earlier.isPresent() && !names.takeAgain(session, earlier.get())) {
      new Leftovers(session, marks).remove(earlier.get());
      earlier = Optional.empty();
    }
    if (earlier.isPresent()) {
      // What the earlier attempt was to replace bears our marks; what came since may be anybody's.
      store(upload, earlier.get(), true, List.of());
    } else {
      BackupNames.Taken name = names.take(session, upload.backup());
      BegunUpload begun = BegunUpload.at(session.bucketId(), backupId, name.base());
      store(upload, begun, false, name.older());
    }
    return Optional.empty();
  }

  /**
   * @param older what this copy replaces
   */
  private void store(BackupUpload upload, BegunUpload begun, boolean resumed, List<ObjectRef> older)
      throws IOException {
    running.add(begun.uploadId());
    try {
      StoredBackup stored = new ArchiveUpload(session, upload, begun, resumed, marks).run();
      Bucket bucket = new Bucket(session);
      Set<String> kept = Set.of(stored.archive().fileId(), stored.sidecar().fileId());
      for (ObjectRef each : older) {
        if (!kept.contains(each.fileId())) {
          bucket.tryToDiscard(each.name(), each.fileId());
        }
      }
      if (resumed) {
        new Removal(session, marks, begun.backupId(), Set.of()).replacedBy(stored);
      }
      lockIssue.show(!new CopyLock(session).protect(stored));
    } finally {
      running.remove(begun.uploadId());
      names.release(begun.base());
    }
  }

  @Override
  public Future<Void> cleanUp(UploadNotes notes) {
    Instant now = context.clock().instant();
    return work.blocking(
            "clean-up",
            () -> {
              new Leftovers(session, marks).cleanUp(notes, Set.copyOf(running), now);
              return Optional.empty();
            })
        .mapEmpty();
  }

  private Future<StoredBackup> find(String backupId) {
    return listings
        .knowing(backupId)
        .compose(
            found -> {
              StoredBackup stored = found.backups().get(backupId);
              return stored == null
                  ? Future.failedFuture(unknown(found, backupId))
                  : Future.succeededFuture(stored);
            });
  }

  /** A backup that was not found is absent only if all that could be its sidecar was read. */
  private Throwable unknown(Snapshot found, String backupId) {
    return found
        .failure()
        .map(why -> work.translated("the search for this backup, which may well be here", why))
        .orElseGet(() -> new BackupNotFoundException(backupId));
  }

  private boolean isUnderWay(ObjectRef object) {
    return running.stream().anyMatch(upload -> marks.areOn(object, upload));
  }

  /** Lists anew when that may show that strays are gone. */
  void lookAtStrays() {
    listings.lookAtStrays();
  }
}
