package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.structures.B2FileVersion;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSink;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupFileName;
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

  /** The ids of the uploads that are under way. */
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  private Snapshot snapshot = Snapshot.EMPTY;
  private Optional<Instant> readAt = Optional.empty();
  private Optional<Future<Snapshot>> reading = Optional.empty();
  private long changes;

  BackblazeAgent(ConfigEntry entry, Session session, IntegrationContext context) {
    this.entry = entry;
    this.session = session;
    this.context = context;
    this.marks = new Marks(entry.entryId());
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
    return listed()
        .map(found -> found.backups().values().stream().map(StoredBackup::backup).toList());
  }

  @Override
  public Future<AgentBackup> getBackup(String backupId) {
    return find(backupId).map(StoredBackup::backup);
  }

  @Override
  public Future<Void> uploadBackup(BackupUpload upload) {
    return blocking("upload", () -> store(upload)).onComplete(done -> expire()).mapEmpty();
  }

  @Override
  public Future<Void> downloadBackup(String backupId, ArchiveSink sink) {
    return find(backupId)
        .compose(
            stored ->
                blocking(
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
    boolean absent = knownCause(failure).filter(B2Failure.NotFound.class::isInstance).isPresent();
    if (!absent) {
      return failure;
    }
    expire();
    return new BackupNotFoundException(backupId);
  }

  /**
   * Removes the archive, then the sidecar: what remains after a failure is small, and is found
   * again when the deletion is tried again.
   */
  @Override
  public Future<Void> deleteBackup(String backupId) {
    return fresh(backupId)
        .compose(
            found -> {
              List<ObjectRef> objects = objects(found, backupId);
              if (objects.isEmpty()) {
                return Future.failedFuture(new BackupNotFoundException(backupId));
              }
              return blocking("delete", () -> delete(objects));
            })
        .onComplete(done -> expire())
        .mapEmpty();
  }

  /**
   * What B2 says of the archive now. Of an archive that was sent in parts it knows no checksum over
   * all: each part was compared with its own when it arrived, and the one over all of them stands
   * in the sidecar.
   */
  @Override
  public Future<Optional<StoredBytes>> storedBytes(String backupId) {
    return find(backupId)
        .compose(stored -> blocking("check", () -> look(stored)))
        .recover(failure -> Future.failedFuture(gone(failure, backupId)));
  }

  private Optional<StoredBytes> look(StoredBackup stored) throws IOException {
    B2FileVersion now = new Bucket(session).look(stored.archive().fileId());
    StoredBackup fresh = new StoredBackup(stored.backup(), ObjectRef.of(now), stored.sidecar());
    return fresh
        .archiveSha1()
        .map(sha1 -> new StoredBytes(fresh.archive().size(), StoredBytes.Algorithm.SHA_1, sha1));
  }

  private Optional<Void> delete(List<ObjectRef> objects) throws IOException {
    Bucket bucket = new Bucket(session);
    for (ObjectRef object : objects) {
      bucket.delete(object.name(), object.fileId());
    }
    return Optional.empty();
  }

  private static List<ObjectRef> objects(Snapshot found, String backupId) {
    StoredBackup stored = found.backups().get(backupId);
    ObjectRef orphan = found.orphans().get(backupId);
    Stream<ObjectRef> whole =
        stored == null ? Stream.empty() : Stream.of(stored.archive(), stored.sidecar());
    Stream<ObjectRef> half = orphan == null ? Stream.empty() : Stream.of(orphan);
    return Stream.concat(whole, half).toList();
  }

  /**
   * Stores the backup, or goes on with storing it. A name that another backup has taken gets the
   * backup's id added; the same backup replaces its older copy.
   */
  private Optional<Void> store(BackupUpload upload) throws IOException {
    Bucket bucket = new Bucket(session);
    Optional<BegunUpload> earlier =
        upload.note().last().flatMap(BegunUpload::parse).filter(begun -> begun.isIn(session));
    BegunUpload begun =
        earlier.isPresent()
            ? earlier.get()
            : BegunUpload.at(session.bucketId(), base(bucket, upload.backup()));
    List<ObjectRef> taken = named(bucket.list(begun.base()), begun.base());
    running.add(begun.uploadId());
    try {
      StoredBackup stored =
          new ArchiveUpload(session, upload, begun, earlier.isPresent(), marks).run();
      Set<String> kept = Set.of(stored.archive().fileId(), stored.sidecar().fileId());
      for (ObjectRef older : taken) {
        if (!kept.contains(older.fileId())) {
          bucket.delete(older.name(), older.fileId());
        }
      }
    } finally {
      running.remove(begun.uploadId());
    }
    return Optional.empty();
  }

  private String base(Bucket bucket, AgentBackup backup) throws IOException {
    String wished = session.config().prefix() + BackupFileName.base(backup);
    List<ObjectRef> taken = bucket.list(wished);
    return !named(taken, wished).isEmpty() && !isSame(taken, wished, backup.backupId())
        ? wished + "_" + safeId(backup.backupId())
        : wished;
  }

  @Override
  public Future<Void> cleanUp(UploadNotes notes) {
    Instant now = context.clock().instant();
    return blocking(
            "clean-up",
            () -> {
              new Leftovers(session, marks).cleanUp(notes, Set.copyOf(running), now);
              return Optional.empty();
            })
        .mapEmpty();
  }

  private boolean isSame(List<ObjectRef> taken, String base, String backupId) throws IOException {
    for (ObjectRef object : taken) {
      if (object.name().equals(base + Sidecar.SUFFIX)) {
        Optional<AgentBackup> there = new Listing(session).sidecar(object);
        return there.isPresent() && there.get().backupId().equals(backupId);
      }
    }
    return false;
  }

  private static List<ObjectRef> named(List<ObjectRef> taken, String base) {
    return taken.stream()
        .filter(
            each ->
                each.name().equals(base + Sidecar.ARCHIVE_SUFFIX)
                    || each.name().equals(base + Sidecar.SUFFIX))
        .toList();
  }

  private static String safeId(String backupId) {
    String safe = backupId.replaceAll("[^A-Za-z0-9]", "");
    return safe.substring(0, Math.min(safe.length(), 16));
  }

  private Future<StoredBackup> find(String backupId) {
    return fresh(backupId)
        .compose(
            found -> {
              StoredBackup stored = found.backups().get(backupId);
              return stored == null
                  ? Future.failedFuture(new BackupNotFoundException(backupId))
                  : Future.succeededFuture(stored);
            });
  }

  /** The last listing if it knows the backup, else a new one. */
  private Future<Snapshot> fresh(String backupId) {
    return isCached() && !objects(snapshot, backupId).isEmpty()
        ? Future.succeededFuture(snapshot)
        : read();
  }

  private Future<Snapshot> listed() {
    return isCached() ? Future.succeededFuture(snapshot) : read();
  }

  private boolean isCached() {
    return !snapshot.backups().isEmpty()
        && readAt.isPresent()
        && context.clock().instant().isBefore(readAt.get().plus(session.settings().listCacheTtl()));
  }

  /** Lists anew, together with whoever asks meanwhile. */
  private Future<Snapshot> read() {
    if (reading.isPresent()) {
      return reading.get();
    }
    Snapshot before = snapshot;
    long changesBefore = changes;
    Instant start = context.clock().instant();
    Future<Snapshot> listing = blocking("list", () -> new Listing(session).read(before));
    reading = Optional.of(listing);
    listing.onComplete(
        done -> {
          if (changes == changesBefore) {
            reading = Optional.empty();
          }
          if (done.succeeded()) {
            snapshot = done.result();
            readAt =
                changes == changesBefore && done.result().complete()
                    ? Optional.of(start)
                    : Optional.empty();
          }
        });
    return listing;
  }

  /** Something changed in the bucket: what was read, or is being read, may lack it. */
  private void expire() {
    changes++;
    readAt = Optional.empty();
    reading = Optional.empty();
  }

  private <T> Future<T> blocking(String operation, Callable<T> work) {
    return context
        .blocking(work)
        .recover(failure -> Future.failedFuture(translated(operation, failure)));
  }

  private Throwable translated(String operation, Throwable failure) {
    if (failure instanceof UploadCancelledException cancelled) {
      return new BackupAgentException(UploadCancelledException.MESSAGE, cancelled);
    }
    Optional<B2Failure> known = knownCause(failure);
    if (known.isEmpty()) {
      return failure;
    }
    if (known.get() instanceof B2Failure.BadCredentials) {
      context.startReauth(entry.entryId());
    }
    return new BackupAgentException(
        "Failed during " + operation + ": " + FailureText.sentence(known.get()), failure);
  }

  /** A reader of an archive may have wrapped the failure of the stream. */
  private static Optional<B2Failure> knownCause(Throwable failure) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < 8; depth++) {
      if (each instanceof B2FailureException known) {
        return Optional.of(known.failure());
      }
      each = each.getCause();
    }
    return Optional.empty();
  }
}
