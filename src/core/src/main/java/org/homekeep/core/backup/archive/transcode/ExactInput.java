package org.homekeep.core.backup.archive.transcode;

import java.io.IOException;
import java.io.InputStream;
import org.homekeep.core.backup.archive.ArchiveException;

/** Insists that a stream has exactly the bytes that were announced for it. */
final class ExactInput extends InputStream {
  private final InputStream in;
  private long missing;

  ExactInput(InputStream in, long size) {
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
    int count = in.read(buffer, offset, length);
    missing -= Math.max(0, count);
    if (missing < 0 || (count < 0 && missing > 0)) {
      throw new ArchiveException.Damaged("A part has another size than its header announces.");
    }
    return count;
  }
}
