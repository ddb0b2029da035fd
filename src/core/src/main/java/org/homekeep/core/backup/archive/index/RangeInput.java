package org.homekeep.core.backup.archive.index;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** A range of a file as a stream with a place of its own, whose {@code skip} costs nothing. */
final class RangeInput extends InputStream {
  private final FileChannel file;
  private final long end;
  private long at;

  RangeInput(FileChannel file, long at, long end) {
    this.file = file;
    this.at = at;
    this.end = end;
  }

  /** The place in the file of the next byte. */
  long position() {
    return at;
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
    if (at >= end) {
      return -1;
    }
    int wanted = (int) Math.min(length, end - at);
    int count = file.read(ByteBuffer.wrap(buffer, offset, wanted), at);
    at += Math.max(0, count);
    return count;
  }

  @Override
  public long skip(long bytes) {
    long skipped = Math.max(0, Math.min(bytes, end - at));
    at += skipped;
    return skipped;
  }
}
