package org.homekeep.core.backup.testing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.ArchiveSink;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.api.backup.BackupNotFoundException;
import org.homekeep.api.backup.BackupUpload;

/** A location in memory that can be told to fail, to throw or to wait. */
public final class MemoryAgent implements BackupAgent {
  private record Stored(AgentBackup backup, Buffer content) {}

  private final Vertx vertx;
  private final String uniqueId;
  private final Map<String, Stored> stored = new LinkedHashMap<>();
  private Optional<Exception> failure = Optional.empty();
  private Optional<Exception> uploadFailure = Optional.empty();
  private Optional<RuntimeException> thrown = Optional.empty();
  private Optional<Promise<Void>> gate = Optional.empty();
  private List<Long> progress = List.of();
  private int downloads;
  private final List<String> deleted = new ArrayList<>();

  public MemoryAgent(Vertx vertx, String uniqueId) {
    this.vertx = vertx;
    this.uniqueId = uniqueId;
  }

  /** Every call fails from now on. */
  public synchronized void failWith(Exception why) {
    failure = Optional.of(why);
  }

  /** Uploads fail from now on. */
  public synchronized void failUploadsWith(Exception why) {
    uploadFailure = Optional.of(why);
  }

  /** Every call throws, instead of returning a future. */
  public synchronized void throwAlways(RuntimeException why) {
    thrown = Optional.of(why);
  }

  /** Calls work again. */
  public synchronized void recover() {
    failure = Optional.empty();
    uploadFailure = Optional.empty();
    thrown = Optional.empty();
  }

  /** Uploads wait until the promise is completed. */
  public synchronized Promise<Void> holdUploads() {
    Promise<Void> promise = Promise.promise();
    gate = Optional.of(promise);
    return promise;
  }

  /** What an upload reports before it has finished. */
  public synchronized void reportProgress(Long... bytes) {
    progress = List.of(bytes);
  }

  /** Puts a backup here that nobody uploaded. */
  public synchronized void put(AgentBackup backup, byte[] bytes) {
    stored.put(backup.backupId(), new Stored(backup, Buffer.buffer(bytes)));
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
    synchronized (this) {
      now = thrown;
      later = failure;
    }
    if (now.isPresent()) {
      throw now.get();
    }
    return later.isPresent()
        ? Future.failedFuture(later.get())
        : vertx.executeBlocking(work::run, false);
  }

  @Override
  public Future<List<AgentBackup>> listBackups() {
    return work(
        () -> {
          synchronized (this) {
            return stored.values().stream().map(Stored::backup).toList();
          }
        });
  }

  @Override
  public Future<AgentBackup> getBackup(String backupId) {
    return work(() -> find(backupId).backup());
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
    Optional<Exception> refused;
    List<Long> reports;
    synchronized (this) {
      open = gate.map(Promise::future).orElseGet(Future::succeededFuture);
      refused = uploadFailure;
      reports = progress;
    }
    reports.forEach(bytes -> upload.progress().uploaded(bytes));
    return open.compose(
        opened ->
            refused.isPresent()
                ? Future.failedFuture(refused.get())
                : work(
                    () -> {
                      try (InputStream in = upload.source().open()) {
                        byte[] bytes = in.readAllBytes();
                        if (bytes.length != upload.backup().size()) {
                          throw new IOException("announced another size");
                        }
                        put(upload.backup(), bytes);
                      }
                      return nothing();
                    }));
  }

  /** How often a download began. */
  public synchronized int downloads() {
    return downloads;
  }

  @Override
  public Future<Void> downloadBackup(String backupId, ArchiveSink sink) {
    synchronized (this) {
      downloads++;
    }
    return work(
        () -> {
          try (InputStream in = new ByteArrayInputStream(find(backupId).content().getBytes())) {
            sink.accept(in);
          }
          return nothing();
        });
  }

  @Override
  public Future<Void> deleteBackup(String backupId) {
    return work(
        () -> {
          find(backupId);
          synchronized (this) {
            stored.remove(backupId);
            deleted.add(backupId);
          }
          return nothing();
        });
  }

  @SuppressWarnings("NullAway")
  private static Void nothing() {
    return null;
  }
}
