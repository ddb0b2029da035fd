package org.homekeep.core.backup.archive.transcode;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The beginning of a stream, which is so long or longer. */
final class FirstBytes extends InputStream {
  private final InputStream in;
  private long rest;

  FirstBytes(InputStream in, long size) {
    this.in = in;
    this.rest = size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    if (rest == 0) {
      return -1;
    }
    int count = in.read(buffer, offset, (int) Math.min(length, rest));
    rest -= Math.max(0, count);
    return count;
  }
}
