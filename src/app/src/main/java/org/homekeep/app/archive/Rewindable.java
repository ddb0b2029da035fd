package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * A stream whose beginning can be read several times: to try keys on an archive that comes only
 * once. The beginning ends after 8 MiB, as if the stream did.
 */
final class Rewindable extends InputStream {
  /** More than a backup.json and the first piece of a part. */
  private static final int MOST = 8 << 20;

  private final InputStream in;
  private byte[] kept = new byte[64 * 1024];
  private int size;
  private int position;
  private boolean keeping = true;

  Rewindable(InputStream in) {
    this.in = in;
  }

  /** Back to the beginning. */
  void rewind() {
    position = 0;
  }

  /** Back to the beginning, for the last time and for the whole stream. */
  void release() {
    position = 0;
    keeping = false;
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
    if (position == size && keeping && !keepMore()) {
      return -1;
    }
    if (position == size) {
      kept = new byte[0];
      position = 0;
      size = 0;
      return in.read(buffer, offset, length);
    }
    int count = Math.min(length, size - position);
    System.arraycopy(kept, position, buffer, offset, count);
    position += count;
    return count;
  }

  private boolean keepMore() throws IOException {
    if (size == MOST) {
      return false;
    }
    if (size == kept.length) {
      kept = Arrays.copyOf(kept, Math.min(MOST, 2 * kept.length));
    }
    int count = in.read(kept, size, kept.length - size);
    size += Math.max(0, count);
    return count > 0;
  }

  /** Closes the stream, once its beginning is not needed again. */
  @Override
  public void close() throws IOException {
    if (!keeping) {
      in.close();
    }
  }
}
