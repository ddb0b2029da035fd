package org.homekeep.contract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Bytes of which the second half comes when the test wants it. */
final class HalfwayStream extends InputStream {
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch half = new CountDownLatch(1);
  private final CountDownLatch wanted = new CountDownLatch(1);
  private final InputStream first;
  private final InputStream second;

  HalfwayStream(byte[] bytes) {
    first = new ByteArrayInputStream(bytes, 0, bytes.length / 2);
    second = new ByteArrayInputStream(Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length));
  }

  /** Waits until the first half was read. */
  void awaitHalf() throws InterruptedException {
    if (!half.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("The archive was not read within " + PATIENCE_SECONDS + " s.");
    }
  }

  /** Gives the second half. */
  void goOn() {
    wanted.countDown();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    int read = first.read(target, offset, count);
    if (read >= 0) {
      return read;
    }
    half.countDown();
    try {
      if (!wanted.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("Nobody wanted the second half.");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The reading was interrupted.");
    }
    return second.read(target, offset, count);
  }
}
