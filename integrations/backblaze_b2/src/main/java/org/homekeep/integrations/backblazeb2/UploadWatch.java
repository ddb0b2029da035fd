package org.homekeep.integrations.backblazeb2;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.homekeep.api.backup.BackupUpload;
import org.jspecify.annotations.Nullable;

/**
 * Knows how far an upload is and whether it may go on: not cancelled, not stalled, not failed.
 * Asked by all threads of the upload; the first reason to stop is the one that all of them hear.
 */
final class UploadWatch implements Stop {
  /** Every report may become a message to a browser. */
  private static final long REPORT_STEP = 512 * 1024;

  private final BackupUpload upload;
  private final Duration patience;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong found = new AtomicLong();
  private final AtomicLong reported = new AtomicLong();
  private final AtomicReference<@Nullable IOException> reason = new AtomicReference<>();
  private volatile long movedAt = System.nanoTime();

  UploadWatch(BackupUpload upload, Duration patience) {
    this.upload = upload;
    this.patience = patience;
  }

  /** Something went forward. */
  void moved() {
    movedAt = System.nanoTime();
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
    if (System.nanoTime() - movedAt > patience.toNanos()) {
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
    count(bytes);
  }

  /** All bytes are stored. */
  void completed() {
    upload.progress().uploaded(upload.backup().size());
  }

  /** A meter for one try to send one body. */
  Meter meter() {
    return new Meter();
  }

  private void count(long bytes) {
    long now = sent.addAndGet(bytes);
    long last = reported.get();
    if (Math.abs(now - last) >= REPORT_STEP && reported.compareAndSet(last, now)) {
      upload.progress().uploaded(now);
    }
  }

  /** Counts what one try has sent, and takes it back when the try failed. */
  final class Meter {
    private long bytes;

    void check() throws IOException {
      UploadWatch.this.check();
    }

    void sent(int more) {
      bytes += more;
      moved();
      count(more);
    }

    void takeBack() {
      count(-bytes);
      bytes = 0;
    }
  }
}
