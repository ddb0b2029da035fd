package org.homekeep.core.backup.testing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSink;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupList;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.StoredBytes;
import org.homekeep.api.backup.UploadNotes;

/** A location in memory that can be told to fail, to throw or to wait. */
public final class MemoryAgent implements BackupAgent {
  private record Stored(AgentBackup backup, Buffer content) {}

  /** Something that happens when an upload has begun. */
  @FunctionalInterface
  public interface UploadStep {
    /** Goes on when it returns; blocks a thread of the location. */
    void take(BackupUpload upload) throws Exception;
  }

  private Vertx vertx;
  private final String uniqueId;
  private final Map<String, Stored> stored = new LinkedHashMap<>();
  private Optional<Exception> failure = Optional.empty();
  private Optional<Exception> uploadFailure = Optional.empty();
  private Optional<Exception> downloadFailure = Optional.empty();
  private Optional<Exception> deletionFailure = Optional.empty();
  private Optional<RuntimeException> thrown = Optional.empty();
  private UnaryOperator<byte[]> storing = UnaryOperator.identity();
  private Future<Void> deletable = Future.succeededFuture();
  private UnaryOperator<InputStream> giving = UnaryOperator.identity();
  private Optional<Function<byte[], StoredBytes>> says = Optional.empty();
  private Optional<Runnable> listed = Optional.empty();
  private Future<Void> questions = Future.succeededFuture();
  private Future<Void> downloading = Future.succeededFuture();
  private Future<Void> listing = Future.succeededFuture();
  private int listings;
  private Optional<String> unlisted = Optional.empty();
  private Runnable deleting = () -> {};
  private boolean losing;
  private int downloads;
  private int asked;
  private Optional<Promise<Void>> gate = Optional.empty();
  private Future<Void> storingAllowed = Future.succeededFuture();
  private int uploading;
  private int uploads;
  private int received;
  private List<Long> progress = List.of();
  private UploadStep step = upload -> {};
  private final List<UploadNotes> cleanUps = new ArrayList<>();
  private Optional<Exception> cleanUpFailure = Optional.empty();
  private boolean readingTwice;
  private Optional<BackupUpload> latest = Optional.empty();
  private volatile boolean needingMd5;
  private final List<String> deleted = new ArrayList<>();

  public MemoryAgent(Vertx vertx, String uniqueId) {
    this.vertx = vertx;
    this.uniqueId = uniqueId;
  }

  /** The hub that it was made for is gone, and another takes it over. */
  public synchronized void runOn(Vertx another) {
    vertx = another;
  }

  /** Every call fails from now on. */
  public synchronized void failWith(Exception why) {
    failure = Optional.of(why);
  }

  /** Uploads fail from now on. */
  public synchronized void failUploadsWith(Exception why) {
    uploadFailure = Optional.of(why);
  }

  /** Nothing can be read back from now on. */
  public synchronized void failDownloadsWith(Exception why) {
    downloadFailure = Optional.of(why);
  }

  /** Nothing can be deleted from now on. */
  public synchronized void failDeletionsWith(Exception why) {
    deletionFailure = Optional.of(why);
  }

  /** Each time that something is to be deleted this happens first, on the hub's context. */
  public synchronized void beforeDeletion(Runnable action) {
    deleting = action;
  }

  /** Deletions wait until the promise is completed, and happen then. */
  public synchronized Promise<Void> holdDeletions() {
    Promise<Void> promise = Promise.promise();
    deletable = promise.future();
    return promise;
  }

  /** Uploads are stored so from now on. */
  public synchronized void store(UnaryOperator<byte[]> changed) {
    storing = changed;
  }

  /** Uploads succeed from now on, and nothing is there afterwards. */
  public synchronized void loseUploads() {
    losing = true;
  }

  /** It has to know the MD5 of an archive before it takes it. */
  public void needMd5() {
    needingMd5 = true;
  }

  /** It need not know that any more. */
  public void needNoMd5() {
    needingMd5 = false;
  }

  @Override
  public boolean needsMd5() {
    return needingMd5;
  }

  /** The MD5 that came with the latest upload. */
  public synchronized Optional<String> md5() {
    return latest.flatMap(upload -> upload.source().md5());
  }

  /** From now on the location says something of the bytes that it holds. */
  public synchronized void say(Function<byte[], StoredBytes> words) {
    says = Optional.of(words);
  }

  /** Once, after the next listing, this happens. */
  public synchronized void afterListing(Runnable action) {
    listed = Optional.of(action);
  }

  /** Questions about stored bytes wait until the promise is completed. */
  public synchronized Promise<Void> holdQuestions() {
    Promise<Void> promise = Promise.promise();
    questions = promise.future();
    return promise;
  }

  /** How often it was asked what bytes it has. */
  public synchronized int questions() {
    return asked;
  }

  /** Downloads wait until the promise is completed. */
  public synchronized Promise<Void> holdDownloads() {
    Promise<Void> promise = Promise.promise();
    downloading = promise.future();
    return promise;
  }

  /** From now on what is downloaded is read through this. */
  public synchronized void give(UnaryOperator<InputStream> changed) {
    giving = changed;
  }

  private synchronized InputStream given(byte[] bytes) {
    return giving.apply(new ByteArrayInputStream(bytes));
  }

  /** Listings and descriptions wait until the promise is completed. */
  public synchronized Promise<Void> holdListings() {
    Promise<Void> promise = Promise.promise();
    listing = promise.future();
    return promise;
  }

  /** How often all backups were asked for. */
  public synchronized int listings() {
    return listings;
  }

  /** How often something was downloaded. */
  public synchronized int downloads() {
    return downloads;
  }

  /** A backup is listed as if it had so many bytes. */
  public synchronized void listWithSize(String backupId, long size) {
    stored.computeIfPresent(
        backupId, (id, found) -> new Stored(found.backup().withSize(size), found.content()));
  }

  /** Every call throws, instead of returning a future. */
  public synchronized void throwAlways(RuntimeException why) {
    thrown = Optional.of(why);
  }

  /** Calls work again. */
  public synchronized void recover() {
    failure = Optional.empty();
    uploadFailure = Optional.empty();
    downloadFailure = Optional.empty();
    deletionFailure = Optional.empty();
    storing = UnaryOperator.identity();
    losing = false;
    thrown = Optional.empty();
  }

  /** Uploads wait until the promise is completed. */
  public synchronized Promise<Void> holdUploads() {
    Promise<Void> promise = Promise.promise();
    gate = Optional.of(promise);
    return promise;
  }

  /** What has arrived whole is stored when the promise is completed, whoever wants it or not. */
  public synchronized Promise<Void> holdStoring() {
    Promise<Void> promise = Promise.promise();
    storingAllowed = promise.future();
    return promise;
  }

  /** How many uploads have been asked for and have not ended. */
  public synchronized int uploading() {
    return uploading;
  }

  /** How many uploads have arrived whole, stored or not. */
  public synchronized int received() {
    return received;
  }

  /** How many uploads were ever asked for. */
  public synchronized int uploads() {
    return uploads;
  }

  /** Uploads that begin from now on do not wait. */
  public synchronized void releaseUploads() {
    gate = Optional.empty();
  }

  /** What an upload reports before it has finished. */
  public synchronized void reportProgress(Long... bytes) {
    progress = List.of(bytes);
  }

  /** Uploads are read a second time from now on, and fail when that gives other bytes. */
  public synchronized void readTwice() {
    readingTwice = true;
  }

  /** Reports on the upload that began last. */
  public synchronized void report(long bytes) {
    latest.orElseThrow().progress().uploaded(bytes);
  }

  /** From now on this happens at the beginning of each upload. */
  public synchronized void onUpload(UploadStep action) {
    step = action;
  }

  /** Nothing can be cleaned up from now on. */
  public synchronized void failCleanUpsWith(Exception why) {
    cleanUpFailure = Optional.of(why);
  }

  /** Cleaning up works again. */
  public synchronized void cleanUpAgain() {
    cleanUpFailure = Optional.empty();
  }

  /** What the location was asked to clean up, in order. */
  public synchronized List<UploadNotes> cleanUps() {
    return List.copyOf(cleanUps);
  }

  /** Puts a backup here that nobody uploaded. */
  public synchronized void put(AgentBackup backup, byte[] bytes) {
    stored.put(backup.backupId(), new Stored(backup, Buffer.buffer(bytes)));
  }

  /** Takes a backup away behind the hub's back. */
  public synchronized AgentBackup remove(String backupId) {
    Stored found = stored.remove(backupId);
    if (found == null) {
      throw new AssertionError("Nothing is stored under " + backupId);
    }
    return found.backup();
  }

  /** The bytes of a backup. */
  public synchronized byte[] bytes(String backupId) {
    Stored found = stored.get(backupId);
    if (found == null) {
      throw new AssertionError("Nothing is stored under " + backupId);
    }
    return found.content().getBytes();
  }

  /** The ids of what is here. */
  public synchronized List<String> ids() {
    return List.copyOf(stored.keySet());
  }

  /** The ids of what was deleted, in order. */
  public synchronized List<String> deletedIds() {
    return List.copyOf(deleted);
  }

  @Override
  public String domain() {
    return "test";
  }

  @Override
  public String uniqueId() {
    return uniqueId;
  }

  @Override
  public String name() {
    return uniqueId;
  }

  private interface Work<T> {
    T run() throws Exception;
  }

  private <T> Future<T> work(Work<T> work) {
    Optional<RuntimeException> now;
    Optional<Exception> later;
    Vertx owner;
    synchronized (this) {
      now = thrown;
      later = failure;
      owner = vertx;
    }
    if (now.isPresent()) {
      throw now.get();
    }
    return later.isPresent()
        ? Future.failedFuture(later.get())
        : owner.executeBlocking(work::run, false);
  }

  @Override
  public Future<List<AgentBackup>> listBackups() {
    Future<Void> allowed;
    synchronized (this) {
      listings++;
      allowed = listing;
    }
    return allowed.isComplete() ? listed() : allowed.compose(now -> listed());
  }

  /** Lists no backup of that id from now on, and says that its list is not whole. */
  public synchronized void leaveOut(String backupId) {
    unlisted = Optional.of(backupId);
  }

  @Override
  public Future<BackupList> list() {
    return listBackups()
        .map(
            all -> {
              synchronized (this) {
                return unlisted
                    .map(
                        left ->
                            BackupList.partial(
                                all.stream().filter(each -> !each.backupId().equals(left)).toList(),
                                "One description cannot be read."))
                    .orElseGet(() -> BackupList.whole(all));
              }
            });
  }

  private Future<List<AgentBackup>> listed() {
    return work(
        () -> {
          synchronized (this) {
            List<AgentBackup> found = stored.values().stream().map(Stored::backup).toList();
            Optional<Runnable> action = listed;
            listed = Optional.empty();
            action.ifPresent(Runnable::run);
            return found;
          }
        });
  }

  @Override
  public Future<AgentBackup> getBackup(String backupId) {
    Future<Void> allowed;
    synchronized (this) {
      allowed = listing;
    }
    return allowed.isComplete()
        ? work(() -> find(backupId).backup())
        : allowed.compose(now -> work(() -> find(backupId).backup()));
  }

  private synchronized Stored find(String backupId) throws BackupNotFoundException {
    Stored found = stored.get(backupId);
    if (found == null) {
      throw new BackupNotFoundException(backupId);
    }
    return found;
  }

  @Override
  public Future<Void> uploadBackup(BackupUpload upload) {
    Future<Void> open;
    List<Long> reports;
    synchronized (this) {
      open = gate.map(Promise::future).orElseGet(Future::succeededFuture);
      reports = progress;
      uploading++;
      uploads++;
      latest = Optional.of(upload);
    }
    Optional<Exception> refused = uploadFailure();
    reports.forEach(bytes -> upload.progress().uploaded(bytes));
    return open.compose(
            opened ->
                refused.isPresent()
                    ? Future.<Void>failedFuture(refused.get())
                    : this.<byte[]>work(() -> taken(upload)).compose(bytes -> keep(upload, bytes)))
        .onComplete(ended -> uploadEnded());
  }

  private synchronized Optional<Exception> uploadFailure() {
    return uploadFailure;
  }

  private synchronized void uploadEnded() {
    uploading--;
  }

  private byte[] taken(BackupUpload upload) throws Exception {
    UploadStep first;
    synchronized (this) {
      first = step;
    }
    first.take(upload);
    return read(upload);
  }

  private byte[] read(BackupUpload upload) throws IOException {
    byte[] bytes = readOnce(upload);
    if (isReadingTwice() && !Arrays.equals(bytes, readOnce(upload))) {
      throw new IOException("other bytes the second time");
    }
    return bytes;
  }

  private synchronized boolean isReadingTwice() {
    return readingTwice;
  }

  private static byte[] readOnce(BackupUpload upload) throws IOException {
    try (InputStream in = upload.source().open()) {
      byte[] bytes = in.readAllBytes();
      if (bytes.length != upload.backup().size()) {
        throw new IOException("announced another size");
      }
      return bytes;
    }
  }

  private Future<Void> keep(BackupUpload upload, byte[] bytes) {
    Future<Void> allowed;
    synchronized (this) {
      allowed = storingAllowed;
      received++;
    }
    return allowed.compose(
        now ->
            work(
                () -> {
                  if (!isLosing()) {
                    put(upload.backup(), changed(bytes));
                  }
                  return nothing();
                }));
  }

  private synchronized boolean isLosing() {
    return losing;
  }

  private synchronized byte[] changed(byte[] bytes) {
    return storing.apply(bytes);
  }

  @Override
  public Future<Optional<StoredBytes>> storedBytes(String backupId) {
    Future<Void> open;
    synchronized (this) {
      asked++;
      open = questions;
    }
    return open.compose(opened -> said(backupId));
  }

  private Future<Optional<StoredBytes>> said(String backupId) {
    return work(
        () -> {
          byte[] bytes = find(backupId).content().getBytes();
          synchronized (this) {
            return says.map(words -> words.apply(bytes));
          }
        });
  }

  private synchronized void refuseDownload() throws Exception {
    if (downloadFailure.isPresent()) {
      throw downloadFailure.get();
    }
  }

  @Override
  public Future<Void> downloadBackup(String backupId, ArchiveSink sink) {
    Future<Void> open;
    synchronized (this) {
      downloads++;
      open = downloading;
    }
    return open.compose(opened -> handOver(backupId, sink));
  }

  private Future<Void> handOver(String backupId, ArchiveSink sink) {
    return work(
        () -> {
          refuseDownload();
          try (InputStream in = given(find(backupId).content().getBytes())) {
            sink.accept(in);
          }
          return nothing();
        });
  }

  @Override
  public Future<Void> deleteBackup(String backupId) {
    Runnable first;
    Future<Void> allowed;
    synchronized (this) {
      first = deleting;
      allowed = deletable;
    }
    first.run();
    return allowed.isComplete() ? deleteNow(backupId) : allowed.compose(now -> deleteNow(backupId));
  }

  private Future<Void> deleteNow(String backupId) {
    return work(
        () -> {
          find(backupId);
          synchronized (this) {
            if (deletionFailure.isPresent()) {
              throw deletionFailure.get();
            }
            stored.remove(backupId);
            deleted.add(backupId);
          }
          return nothing();
        });
  }

  @Override
  public Future<Void> cleanUp(UploadNotes notes) {
    return work(
        () -> {
          synchronized (this) {
            cleanUps.add(notes);
            if (cleanUpFailure.isPresent()) {
              throw cleanUpFailure.get();
            }
          }
          return nothing();
        });
  }

  @SuppressWarnings("NullAway")
  private static Void nothing() {
    return null;
  }
}
