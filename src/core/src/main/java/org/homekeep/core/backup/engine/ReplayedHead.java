package org.homekeep.core.backup.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The beginning of an archive that comes once and is read several times: metadata, the head of the
 * first part and its first block.
 */
final class ReplayedHead {
  /** Of an archive that hides its first part behind more than this, one key is tried at most. */
  private static final int MOST_BYTES = 8 << 20;

  private final InputStream source;
  private final Kept kept = new Kept();

  ReplayedHead(InputStream source) {
    this.source = source;
  }

  /** The archive from its first byte on; readers take turns. */
  InputStream again() {
    return new Reader();
  }

  /** What was read so far, without copying it for each look. */
  private static final class Kept extends ByteArrayOutputStream {
    int copy(int position, byte[] target, int offset, int length) {
      int available = Math.min(length, count - position);
      System.arraycopy(buf, position, target, offset, available);
      return available;
    }
  }

  private final class Reader extends InputStream {
    private int position;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int count;
      if (position < kept.size()) {
        count = kept.copy(position, target, offset, length);
      } else {
        count = source.read(target, offset, length);
        if (count < 0) {
          return -1;
        }
        if (kept.size() + count > MOST_BYTES) {
          throw new IOException(
              "The first part of the archive begins too late for trying keys on it.");
        }
        kept.write(target, offset, count);
      }
      position += count;
      return count;
    }
  }
}
