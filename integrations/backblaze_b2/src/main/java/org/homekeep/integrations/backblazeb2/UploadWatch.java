package org.homekeep.integrations.backblazeb2;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.homekeep.api.backup.BackupUpload;
import org.jspecify.annotations.Nullable;

/**
 * Knows how far an upload is and whether it may go on: not cancelled, not stalled, not failed.
 * Asked by all threads of the upload; the first reason to stop is the one that all of them hear.
 */
final class UploadWatch implements Stop {
  /** Every report may become a message to a browser. */
  private static final long REPORT_STEP = 512 * 1024;

  /** On a slow line so many bytes take long, and from seldom reports no speed can be told. */
  private static final Duration REPORT_TIME = Duration.ofSeconds(1);

  private final BackupUpload upload;
  private final Duration patience;
  private final Throttle throttle;
  private final LongSupplier nanos;
  private final Arrival arrival;
  private final AtomicLong found = new AtomicLong();
  private final AtomicLong reported = new AtomicLong();
  private final AtomicReference<@Nullable IOException> reason = new AtomicReference<>();
  private final AtomicLong reportedAt;
  private final AtomicBoolean sending = new AtomicBoolean();
  private volatile long movedAt;

  /**
   * A watch over one upload.
   *
   * @param patience how long nothing may move; waiting for one's turn under a limit does not count
   * @param nanos tells how much time passes
   */
  UploadWatch(BackupUpload upload, Duration patience, Throttle throttle, LongSupplier nanos) {
    this.upload = upload;
    this.patience = patience;
    this.throttle = throttle;
    this.nanos = nanos;
    this.arrival = new Arrival(nanos);
    this.movedAt = nanos.getAsLong();
    this.reportedAt = new AtomicLong(movedAt);
  }

  /** Something went forward. */
  void moved() {
    movedAt = nanos.getAsLong();
  }

  /** Ends the upload for a reason, unless there is one already. */
  void fail(IOException why) {
    reason.compareAndSet(null, why);
  }

  @Override
  public void check() throws IOException {
    if (upload.cancellation().isCancelled()) {
      fail(new UploadCancelledException());
    }
    IOException why = reason.get();
    if (why != null) {
      throw why;
    }
  }

  /** As {@link #check()}, and fails when nothing moved for too long. */
  void checkMovement() throws IOException {
    if (nanos.getAsLong() - movedAt > patience.toNanos()) {
      fail(
          new B2FailureException(
              new B2Failure.CannotConnect(
                  "the upload made no progress for " + patience.toSeconds() + " s")));
    }
    check();
  }

  /** So many more bytes need not be sent, because B2 has them. */
  void found(int bytes) {
    moved();
    upload.progress().found(found.addAndGet(bytes));
    report();
  }

  /** All bytes are stored. */
  void completed() {
    upload.progress().uploaded(upload.backup().size());
  }

  /** A meter for one try to send one body. */
  Meter meter() {
    if (sending.compareAndSet(false, true)) {
      // Until now it was no line that took its time, as whoever measures a speed has to know.
      upload.progress().uploaded(reported.get());
    }
    return new Meter();
  }

  /** Tells how much has arrived, if that is some more; to be called again and again. */
  void report() {
    // The sidecar's bytes are none of the archive.
    long now = Math.min(found.get() + arrival.bytes(), upload.backup().size());
    long last = reported.get();
    long time = nanos.getAsLong();
    boolean due =
        Math.abs(now - last) >= REPORT_STEP
            || (now != last && time - reportedAt.get() >= REPORT_TIME.toNanos());
    if (due && reported.compareAndSet(last, now)) {
      reportedAt.set(time);
      upload.progress().uploaded(now);
    }
  }

  /** Counts what one try has sent, and takes it back when the try failed. */
  final class Meter {
    private final Arrival.Body body = arrival.begin();

    /** Waits for its turn; gives how many of the wanted bytes may go now. */
    int pass(int wanted) throws IOException {
      return throttle.pass(
          wanted,
          () -> {
            UploadWatch.this.check();
            moved();
          });
    }

    void sent(int more) {
      body.handedOver(more);
      moved();
    }

    void arrived() {
      body.confirmed();
      moved();
      report();
    }

    void takeBack() {
      body.lost();
      report();
    }
  }
}
