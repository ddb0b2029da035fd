package org.homekeep.core.backup.archive.part;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that were read or skipped, and knows how the source ended. */
public final class CountingInput extends FilterInputStream {
  private long count;
  private boolean ended;
  private boolean failed;

  public CountingInput(InputStream in) {
    super(in);
  }

  /** Bytes that passed so far. */
  public long count() {
    return count;
  }

  /** Whether the source was read to its end. */
  public boolean ended() {
    return ended;
  }

  /** Whether the source itself failed. */
  public boolean failed() {
    return failed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int read = in.read(buffer, offset, length);
      count += Math.max(0, read);
      ended |= read < 0;
      return read;
    } catch (IOException failure) {
      failed = true;
      throw failure;
    }
  }

  @Override
  public long skip(long bytes) throws IOException {
    try {
      long skipped = in.skip(bytes);
      count += skipped;
      return skipped;
    } catch (IOException failure) {
      failed = true;
      throw failure;
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
