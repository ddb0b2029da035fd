package org.homekeep.core.backup.archive.transcode;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * A stream from an offset on. What lies before is read over at the first read, so that opening
 * blocks nobody; closing from another thread ends it.
 */
final class OffsetInput extends InputStream {
  private static final int SCRATCH = 256 * 1024;

  private final InputStream in;
  private long before;

  OffsetInput(InputStream in, long from) {
    this.in = in;
    this.before = from;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (before > 0) {
      readOver();
    }
    return in.read(buffer, offset, length);
  }

  /** Reads, since the bytes before count in the check of the whole. */
  private void readOver() throws IOException {
    byte[] scratch = new byte[(int) Math.min(SCRATCH, before)];
    while (before > 0) {
      int count = in.read(scratch, 0, (int) Math.min(scratch.length, before));
      if (count < 0) {
        before = 0;
        return;
      }
      before -= count;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
