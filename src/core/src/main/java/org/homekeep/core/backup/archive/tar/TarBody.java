package org.homekeep.core.backup.archive.tar;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.homekeep.core.backup.archive.ArchiveException;

/** The data of one member: a window of the tar's stream. */
final class TarBody extends InputStream {
  private final InputStream in;
  private long remaining;

  TarBody(InputStream in, long size) {
    this.in = in;
    this.remaining = size;
  }

  long remaining() {
    return remaining;
  }

  void end() {
    remaining = 0;
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
    if (remaining == 0) {
      return -1;
    }
    int read = in.read(buffer, offset, (int) Math.min(length, remaining));
    if (read < 0) {
      throw new ArchiveException.Truncated(
          "The tar ends in the middle of a member: it was cut short.");
    }
    remaining -= read;
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = in.skip(Math.max(0, Math.min(bytes, remaining)));
    remaining -= skipped;
    return skipped;
  }
}
