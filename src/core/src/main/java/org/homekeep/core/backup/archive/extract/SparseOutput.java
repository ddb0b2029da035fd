package org.homekeep.core.backup.archive.extract;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Writes a new file and leaves holes where it is zeros, as disk images and databases have them. */
final class SparseOutput {
  /** Less is no hole on most disks. */
  static final int BLOCK = 64 * 1024;

  private static final byte[] ZEROS = new byte[BLOCK];

  private final FileChannel out;
  private long end;

  SparseOutput(FileChannel out) {
    this.out = out;
  }

  void write(byte[] bytes, int count) throws IOException {
    for (int at = 0; at < count; at += BLOCK) {
      int length = Math.min(BLOCK, count - at);
      if (!isHole(bytes, at, length)) {
        write(ByteBuffer.wrap(bytes, at, length), end);
      }
      end += length;
    }
  }

  /** Whether a block is left out. */
  static boolean isHole(byte[] bytes, int at, int length) {
    return length == BLOCK && Arrays.equals(bytes, at, at + length, ZEROS, 0, length);
  }

  /** A hole at the end has to be told from no end. */
  void finish() throws IOException {
    if (out.size() < end) {
      write(ByteBuffer.wrap(new byte[1]), end - 1);
    }
  }

  private void write(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += out.write(bytes, at);
    }
  }
}
