package org.homekeep.core.backup.archive.part;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.homekeep.core.backup.archive.ArchiveException;

/** The next so many bytes of a stream, neither more nor less. Closing closes the stream. */
public final class BoundedInput extends InputStream {
  private final InputStream in;
  private long missing;

  /**
   * Bounds a stream.
   *
   * @param size how many bytes there must be at least; reading throws {@link
   *     ArchiveException.Truncated} when there are fewer
   */
  public BoundedInput(InputStream in, long size) {
    this.in = in;
    this.missing = size;
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
    if (missing == 0) {
      return -1;
    }
    int count = in.read(buffer, offset, (int) Math.min(length, missing));
    if (count < 0) {
      throw new ArchiveException.Truncated(
          "The data ends " + missing + " bytes too early: it was cut short.");
    }
    missing -= count;
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
