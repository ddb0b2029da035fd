package org.homekeep.app.archive;

import java.io.PrintWriter;
import java.time.Duration;

/** Shows on a terminal how far something is, a few times a second, and tidies up when closed. */
final class Progress implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final PrintWriter err;
  private final boolean shown;
  private final String title;
  private final long total;
  private final long start = System.nanoTime();
  private long last = start;
  private boolean drawn;

  /**
   * A progress of so many bytes.
   *
   * @param shown whether anything is printed at all
   * @param total 0 when unknown
   */
  Progress(PrintWriter err, boolean shown, String title, long total) {
    this.err = err;
    this.shown = shown;
    this.title = title;
    this.total = total;
  }

  /** So many bytes are done since the beginning. */
  void reached(long done) {
    long now = System.nanoTime();
    if (!shown || now - last < PAUSE.toNanos()) {
      return;
    }
    last = now;
    drawn = true;
    err.print(new ProgressLine(title, done, total, Duration.ofNanos(now - start)).drawn());
    err.flush();
  }

  /** Takes the line away. */
  void hide() {
    if (drawn) {
      drawn = false;
      err.print(ProgressLine.TAKEN_AWAY);
      err.flush();
    }
  }

  @Override
  public void close() {
    hide();
  }
}
