package org.homekeep.core.backup.archive.extract;

import java.io.IOException;
import java.io.InputStream;

/** How much of a disk files take once they are extracted: where they are zeros, nothing. */
public final class TakenSpace {
  /** Most file systems have blocks of this size. */
  private static final long BLOCK = 4096;

  private final byte[] buffer = new byte[TargetTree.BUFFER];

  /** Bytes that a file takes; it is read to its end. */
  public long of(InputStream body) throws IOException {
    long bytes = 0;
    // Holes are told from whole blocks, however few bytes a stream gives at a time.
    for (int count = fill(body); count > 0; count = fill(body)) {
      for (int at = 0; at < count; at += SparseOutput.BLOCK) {
        int length = Math.min(SparseOutput.BLOCK, count - at);
        bytes += SparseOutput.isHole(buffer, at, length) ? 0 : length;
      }
    }
    return (bytes / BLOCK + 1) * BLOCK;
  }

  private int fill(InputStream body) throws IOException {
    return body.readNBytes(buffer, 0, buffer.length);
  }

  /** Bytes that a directory or a link takes. */
  public long ofEntry() {
    return BLOCK;
  }
}
