package org.homekeep.core.backup.archive.deflate;

import java.io.Closeable;

/**
 * Compresses blocks of one deflate stream (RFC 1951), each on its own, so that several of these can
 * work on one stream at the same time.
 *
 * <p>What a block becomes depends on the block, its window and whether it is the last, and on
 * nothing before it. For one thread at a time; it may be used for any number of blocks.
 */
public interface BlockDeflater extends Closeable {
  /** Bytes before a block that matches may reach back to. */
  int WINDOW = 32 * 1024;

  /**
   * Compresses {@code data[from..to)}, which follows {@code data[windowFrom..from)} in the stream.
   *
   * <p>The output begins and ends on a byte, so that outputs are simply put one after the other:
   * the last one ends with a final deflate block, the others with an empty stored block.
   *
   * @param windowFrom at most {@link #WINDOW} before {@code from}
   * @param out has room for {@link #maxOutput} bytes, which are written from its beginning
   * @return the bytes written
   */
  int deflate(byte[] data, int windowFrom, int from, int to, boolean last, byte[] out);

  /** The most that a block of so many bytes can become. */
  static int maxOutput(int length) {
    return length + length / 1_000 + 1_024;
  }

  @Override
  void close();
}
