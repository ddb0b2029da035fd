package org.homekeep.integrations.cloud;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.homekeep.api.backup.BackupUpload;
import org.jspecify.annotations.Nullable;

/**
 * Tells how far an upload is, and ends it when nobody wants it or nothing moves: a write to a
 * socket has no end of its own. Used by the thread that sends and the one that looks.
 */
final class UploadWatch {
  /** Every report may become a message to a browser. */
  private static final long REPORT_STEP = 512 * 1024;

  private final BackupUpload upload;
  private final Duration patience;
  private final AtomicReference<@Nullable IOException> reason = new AtomicReference<>();
  private final AtomicLong movedAt = new AtomicLong(System.nanoTime());
  private volatile long bytes;
  private volatile long reported = -1;

  UploadWatch(BackupUpload upload, Duration patience) {
    this.upload = upload;
    this.patience = patience;
  }

  /** So many bytes of this attempt are on their way. */
  void sent(long total) {
    bytes = total;
    movedAt.set(System.nanoTime());
    if (total == 0 || total - reported >= REPORT_STEP) {
      report();
    }
  }

  private void report() {
    long now = bytes;
    if (now != reported) {
      reported = now;
      upload.progress().uploaded(now);
    }
  }

  /** Looks whether it may go on; to be called again and again. */
  void look(HttpUriRequestBase request) {
    report();
    if (upload.cancellation().isCancelled()) {
      end(request, new UploadCancelledException());
    } else if (System.nanoTime() - movedAt.get() > patience.toNanos()) {
      end(
          request,
          new CloudFailureException(
              new CloudFailure.Unreachable(
                  "nothing moved for %d s".formatted(patience.toSeconds()))));
    }
  }

  private void end(HttpUriRequestBase request, IOException why) {
    if (reason.compareAndSet(null, why)) {
      request.cancel();
    }
  }

  /** Why it was ended, if that was done here. */
  Optional<IOException> reason() {
    return Optional.ofNullable(reason.get());
  }
}
