package org.homekeep.integrations.backblazeb2;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupUpload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores one backup: first the archive, then the sidecar that makes it a backup. Either both are
 * there in the end or nothing is.
 *
 * <p>The calling thread only watches, so that a source or a connection that hangs cannot keep it
 * from noticing that the upload was cancelled or stalled.
 */
final class ArchiveUpload {
  static final String ARCHIVE_CONTENT_TYPE = "application/x-tar";

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveUpload.class);
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);
  private static final Duration SHORTEST_SILENCE = Duration.ofMillis(500);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration WIND_DOWN = Duration.ofSeconds(10);

  private final Session session;
  private final Bucket bucket;
  private final BackupUpload upload;
  private final AgentBackup backup;
  private final String base;
  private final UploadWatch watch;

  /**
   * An upload.
   *
   * @param base the objects' names without their suffixes
   */
  ArchiveUpload(Session session, BackupUpload upload, String base) {
    this.session = session;
    this.bucket = new Bucket(session);
    this.upload = upload;
    this.backup = upload.backup();
    this.base = base;
    this.watch = new UploadWatch(upload, session.settings().uploadTimeout());
  }

  /** Stores both objects; blocks. */
  StoredBackup run() throws IOException {
    Transport transfer = session.openTransfer(silence());
    try {
      Stored archive = storeArchive(transfer);
      ObjectRef sidecar = storeSidecar(transfer, archive);
      watch.completed();
      return new StoredBackup(backup, archive.object(), sidecar);
    } finally {
      session.closeTransfer(transfer);
    }
  }

  /** An archive in the bucket, and the SHA-1 of all its bytes. */
  private record Stored(ObjectRef object, String sha1) {}

  private Stored storeArchive(Transport transfer) throws IOException {
    String name = base + Sidecar.ARCHIVE_SUFFIX;
    long smallestPart = session.access().authorization().forSdk().getAbsoluteMinimumPartSize();
    UploadPlan plan = UploadPlan.of(backup.size(), smallestPart, session.settings());
    if (plan.parts() == 1) {
      PartBuffer body = new PartBuffer();
      try {
        return watched(
            transfer,
            archive -> {
              body.fill(archive, (int) backup.size(), Sha1.create(), watch);
              requireEnd(archive);
              SmallFile file = new SmallFile(session, transfer, watch);
              ObjectRef stored = file.send(name, ARCHIVE_CONTENT_TYPE, Map.of(), body);
              return new Stored(stored, body.sha1());
            });
      } catch (IOException failed) {
        cleanUp(name, () -> bucket.deleteTwins(name, body.sha1(), ""), failed);
        throw failed;
      }
    }
    LargeFile file = new LargeFile(session, transfer, watch, name, backup.size(), plan);
    try {
      return watched(
          transfer,
          archive -> {
            MessageDigest whole = Sha1.create();
            ObjectRef stored = file.send(archive, whole);
            return new Stored(stored, HexFormat.of().formatHex(whole.digest()));
          });
    } catch (IOException failed) {
      cleanUp(name, file::cancel, failed);
      throw failed;
    }
  }

  private ObjectRef storeSidecar(Transport transfer, Stored archive) throws IOException {
    String name = base + Sidecar.SUFFIX;
    PartBuffer body = PartBuffer.of(Sidecar.write(backup));
    try {
      return watched(
          transfer,
          unread -> {
            SmallFile file = new SmallFile(session, transfer, watch);
            return file.send(name, Sidecar.CONTENT_TYPE, Sidecar.info(archive.sha1()), body);
          },
          Optional.empty());
    } catch (IOException failed) {
      ObjectRef stored = archive.object();
      cleanUp(stored.name(), () -> bucket.delete(stored.name(), stored.fileId()), failed);
      cleanUp(name, () -> bucket.deleteTwins(name, body.sha1(), ""), failed);
      throw failed;
    }
  }

  /** Sends with the archive's bytes at hand. */
  @FunctionalInterface
  private interface Sending<T> {
    T run(InputStream archive) throws IOException;
  }

  private <T> T watched(Transport transfer, Sending<T> sending) throws IOException {
    AtomicReference<Optional<InputStream>> opened = new AtomicReference<>(Optional.empty());
    return watched(transfer, sending, Optional.of(opened));
  }

  private <T> T watched(
      Transport transfer,
      Sending<T> sending,
      Optional<AtomicReference<Optional<InputStream>>> source)
      throws IOException {
    CountDownLatch ended = new CountDownLatch(1);
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              try {
                if (source.isEmpty()) {
                  return sending.run(InputStream.nullInputStream());
                }
                try (InputStream archive = upload.source().open()) {
                  source.get().set(Optional.of(archive));
                  return sending.run(archive);
                }
              } finally {
                ended.countDown();
              }
            });
    watch.moved();
    watch.check();
    session.threadPool().execute(task);
    try {
      return await(task);
    } catch (IOException failed) {
      watch.fail(failed);
      transfer.close();
      task.cancel(true);
      source.flatMap(AtomicReference::get).ifPresent(ArchiveUpload::closeQuietly);
      awaitEnd(ended);
      throw failed;
    }
  }

  private <T> T await(Future<T> task) throws IOException {
    while (true) {
      try {
        return task.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException running) {
        watch.checkMovement();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw Session.closedError();
      } catch (ExecutionException failed) {
        watch.check();
        if (failed.getCause() instanceof IOException known) {
          throw known;
        }
        throw new B2FailureException(
            new B2Failure.Unknown(String.valueOf(failed.getCause())), failed.getCause());
      }
    }
  }

  private static void awaitEnd(CountDownLatch ended) {
    try {
      if (!ended.await(WIND_DOWN.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atWarn().log("The reading of an archive hangs although its upload has ended");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @FunctionalInterface
  private interface CleanUp {
    void run() throws IOException;
  }

  private static void cleanUp(String name, CleanUp action, IOException why) {
    LOG.atWarn()
        .addKeyValue("object", name)
        .addKeyValue("reason", why.getMessage())
        .log("Attempting to delete partially uploaded backup file");
    try {
      action.run();
    } catch (IOException failed) {
      why.addSuppressed(failed);
      LOG.atWarn()
          .addKeyValue("object", name)
          .addKeyValue("reason", failed.getMessage())
          .log("Failed to clean up; manual deletion from Backblaze B2 may be required");
    }
  }

  /** Fails when there is more to read than was announced. */
  static void requireEnd(InputStream archive) throws IOException {
    if (archive.read() >= 0) {
      throw new IOException(
          "The archive is longer than its announced size; it changed while it was read.");
    }
  }

  private static void closeQuietly(InputStream stream) {
    try {
      stream.close();
    } catch (IOException alreadyFailed) {
      LOG.atDebug().setCause(alreadyFailed).log("An archive did not close");
    }
  }

  /** An answer that is late is worth another try before the whole upload counts as stalled. */
  private Duration silence() {
    Duration third = session.settings().uploadTimeout().dividedBy(3);
    if (third.compareTo(LONGEST_SILENCE) > 0) {
      return LONGEST_SILENCE;
    }
    return third.compareTo(SHORTEST_SILENCE) < 0 ? SHORTEST_SILENCE : third;
  }
}
