package org.homekeep.core.backup.testing;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Streams that give some bytes, and the rest of them when they are let go. */
public final class HeldStream {
  private final int first;
  private final CountDownLatch rest = new CountDownLatch(1);
  private final AtomicBoolean held = new AtomicBoolean();

  public HeldStream(int first) {
    this.first = first;
  }

  /** Whether somebody has read the first bytes and waits. */
  public boolean isHeld() {
    return held.get();
  }

  /** Gives the rest. */
  public void letGo() {
    rest.countDown();
  }

  /** A stream that waits after its first bytes. */
  public InputStream hold(InputStream whole) {
    return new FilterInputStream(whole) {
      private int left = first;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
          await();
          return super.read(buffer, offset, length);
        }
        int count = super.read(buffer, offset, Math.min(left, length));
        left -= Math.max(0, count);
        return count;
      }
    };
  }

  private void await() throws InterruptedIOException {
    held.set(true);
    try {
      if (!rest.await(60, TimeUnit.SECONDS)) {
        throw new InterruptedIOException("nobody let it go");
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("ended");
    }
  }
}
