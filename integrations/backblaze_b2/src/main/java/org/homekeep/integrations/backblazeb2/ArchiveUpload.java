package org.homekeep.integrations.backblazeb2;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupUpload;
import org.homekeep.api.backup.BackupUpload.Wish;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores one backup: first the archive, then the sidecar that makes it a backup. After a failure
 * that another attempt may get over, what B2 has stays for it; after any other, nothing does.
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
  private final BackupUpload upload;
  private final AgentBackup backup;
  private final BegunUpload begun;
  private final boolean resumed;
  private final Marks marks;
  private final UploadWatch watch;

  /**
   * An upload.
   *
   * @param begun where its objects are to be
   * @param resumed whether an earlier attempt may have stored some of them
   */
  ArchiveUpload(
      Session session, BackupUpload upload, BegunUpload begun, boolean resumed, Marks marks) {
    this.session = session;
    this.upload = upload;
    this.backup = upload.backup();
    this.begun = begun;
    this.resumed = resumed;
    this.marks = marks;
    this.watch =
        new UploadWatch(
            upload, session.settings().uploadTimeout(), session.throttle(), System::nanoTime);
  }

  /** Stores both objects; blocks. */
  StoredBackup run() throws IOException {
    if (!resumed) {
      upload.note().write(begun.toNote());
    }
    Transport transfer = session.openTransfer(silence());
    try {
      StoredArchive archive = storeArchive(transfer);
      ObjectRef sidecar = storeSidecar(transfer, archive);
      watch.completed();
      return new StoredBackup(backup, archive.object(), sidecar);
    } catch (IOException failed) {
      if (!canGoOn(failed)) {
        cleanUp(failed);
      }
      throw failed;
    } finally {
      session.closeTransfer(transfer);
    }
  }

  /** Whether what B2 has is of use to another attempt. */
  private boolean canGoOn(IOException failed) {
    if (failed instanceof UploadCancelledException) {
      return upload.cancellation().wish() == Wish.PAUSE;
    }
    return failed instanceof B2FailureException known
        && (known.failure() instanceof B2Failure.CannotConnect
            || known.failure() instanceof B2Failure.BadCredentials
            || known.failure() instanceof B2Failure.AccountRefused
            || known.failure() instanceof B2Failure.HubFault
            || known.failure() instanceof B2Failure.Unknown
            || (known.failure() instanceof B2Failure.CapExceeded cap && cap.endsWithTheDay()));
  }

  private void cleanUp(IOException why) {
    BegunUpload left = upload.note().last().flatMap(BegunUpload::parse).orElse(begun);
    LOG.atWarn()
        .addKeyValue("object", left.archiveName())
        .addKeyValue("reason", FailureText.reason(why))
        .log("Attempting to delete partially uploaded backup file");
    try {
      new Leftovers(session, marks).remove(left);
    } catch (IOException failed) {
      why.addSuppressed(failed);
      LOG.atWarn()
          .addKeyValue("object", left.archiveName())
          .addKeyValue("reason", FailureText.reason(failed))
          .log("Failed to clean up after an upload; it is tried again later");
    }
  }

  private StoredArchive storeArchive(Transport transfer) throws IOException {
    long smallestPart = session.access().authorization().forSdk().getAbsoluteMinimumPartSize();
    UploadPlan plan = UploadPlan.of(backup.size(), smallestPart, session.settings());
    // The options may change while parts are on their way.
    IntSupplier most = () -> Math.min(plan.buffers(), session.options().partsInFlight());
    try (PartMemory.Share buffers = session.memory().open(most)) {
      return watched(
          transfer,
          archive ->
              plan.parts() == 1
                  ? sendWhole(transfer, archive, buffers)
                  : sendParts(transfer, archive, plan, buffers));
    }
  }

  private StoredArchive sendWhole(Transport transfer, InputStream archive, PartMemory.Share buffers)
      throws IOException {
    PartBuffer body = buffers.take((int) backup.size(), watch);
    body.fill(archive, (int) backup.size(), Sha1.create(), watch);
    requireEnd(archive);
    requireSame(upload.source().sha1(), body.sha1());
    ObjectRef stored =
        new SmallFile(session, transfer, watch, begun, marks)
            .send(begun.archiveName(), ARCHIVE_CONTENT_TYPE, marks.of(begun), body, resumed);
    return new StoredArchive(stored, body.sha1());
  }

  private StoredArchive sendParts(
      Transport transfer, InputStream archive, UploadPlan plan, PartMemory.Share buffers)
      throws IOException {
    Optional<String> sha1 = upload.source().sha1();
    StartedFile file =
        new LargeFileStart(session, transfer, watch, upload.note())
            .of(begun, backup.size(), sha1, plan, marks);
    return new LargeFile(
            session, transfer, watch, backup.size(), plan, file, begun.archiveName(), buffers)
        .send(archive, sha1);
  }

  private ObjectRef storeSidecar(Transport transfer, StoredArchive archive) throws IOException {
    PartBuffer body = PartBuffer.of(Sidecar.write(backup));
    return watched(
        transfer,
        unread ->
            new SmallFile(session, transfer, watch, begun, marks)
                .send(
                    begun.sidecarName(),
                    Sidecar.CONTENT_TYPE,
                    Sidecar.info(archive.sha1(), marks.of(begun)),
                    body,
                    resumed),
        Optional.empty());
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
      end(failed, transfer, task, source.flatMap(AtomicReference::get));
      awaitEnd(ended);
      throw failed;
    } catch (RuntimeException | Error fault) {
      B2FailureException failed = session.fault(fault);
      end(failed, transfer, task, source.flatMap(AtomicReference::get));
      awaitEnd(ended);
      throw failed;
    }
  }

  private void end(
      IOException why, Transport transfer, Future<?> task, Optional<InputStream> archive) {
    watch.fail(why);
    transfer.close();
    task.cancel(true);
    archive.ifPresent(ArchiveUpload::closeQuietly);
  }

  private <T> T await(Future<T> task) throws IOException {
    while (true) {
      try {
        return task.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException running) {
        watch.checkMovement();
        watch.report();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw Session.closedError();
      } catch (ExecutionException failed) {
        watch.check();
        if (session.isClosed()) {
          // Its threads were interrupted, of which every stream tells in another way.
          throw Session.closedError();
        }
        if (failed.getCause() instanceof IOException known) {
          throw known;
        }
        throw session.fault(failed.getCause());
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

  /** Fails when there is more to read than was announced. */
  static void requireEnd(InputStream archive) throws IOException {
    if (archive.read() >= 0) {
      throw new IOException(
          "The archive is longer than its announced size; it changed while it was read.");
    }
  }

  /** Fails when the bytes are not those that were announced. */
  static void requireSame(Optional<String> announced, String sha1) throws IOException {
    if (announced.isPresent() && !announced.get().equals(sha1)) {
      throw new IOException(
          "The archive does not have its announced SHA-1; it changed while it was read.");
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
