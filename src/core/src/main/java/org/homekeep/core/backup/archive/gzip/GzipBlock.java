package org.homekeep.core.backup.archive.gzip;

import java.util.Optional;
import org.homekeep.core.backup.archive.deflate.BlockDeflater;

/**
 * A block of input with the window before it, and what it is compressed to. It belongs to one
 * thread at a time; {@link BlockRing} hands it on.
 */
final class GzipBlock {
  private static final int START = BlockDeflater.WINDOW;

  private final byte[] data;
  private final byte[] output;
  private int windowFrom = START;
  private int end = START;
  private boolean last;
  private int outputLength;

  GzipBlock(int size) {
    this.data = new byte[START + size];
    this.output = new byte[BlockDeflater.maxOutput(size)];
  }

  /** Empties it, and takes the end of the block before, if there is one, as its window. */
  void follow(Optional<GzipBlock> before) {
    windowFrom = START;
    end = START;
    last = false;
    before.ifPresent(this::copyWindow);
  }

  private void copyWindow(GzipBlock before) {
    int window = Math.min(START, before.end - before.windowFrom);
    windowFrom = START - window;
    System.arraycopy(before.data, before.end - window, data, windowFrom, window);
  }

  /** Takes what it has room for, and says how much that was. */
  int append(byte[] from, int offset, int length) {
    int count = Math.min(length, data.length - end);
    System.arraycopy(from, offset, data, end, count);
    end += count;
    return count;
  }

  boolean isFull() {
    return end == data.length;
  }

  void markLast() {
    last = true;
  }

  byte[] data() {
    return data;
  }

  int start() {
    return START;
  }

  int length() {
    return end - START;
  }

  void compress(BlockDeflater deflater) {
    outputLength = deflater.deflate(data, windowFrom, START, end, last, output);
  }

  byte[] output() {
    return output;
  }

  int outputLength() {
    return outputLength;
  }
}
