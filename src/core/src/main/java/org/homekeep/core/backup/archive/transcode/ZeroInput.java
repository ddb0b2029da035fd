package org.homekeep.core.backup.archive.transcode;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/** So many zero bytes. */
final class ZeroInput extends InputStream {
  private long remaining;

  ZeroInput(long count) {
    this.remaining = count;
  }

  @Override
  public int read() {
    if (remaining == 0) {
      return -1;
    }
    remaining--;
    return 0;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    if (remaining == 0) {
      return -1;
    }
    int count = (int) Math.min(length, remaining);
    Arrays.fill(buffer, offset, offset + count, (byte) 0);
    remaining -= count;
    return count;
  }
}
