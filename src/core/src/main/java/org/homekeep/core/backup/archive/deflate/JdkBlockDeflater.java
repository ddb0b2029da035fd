package org.homekeep.core.backup.archive.deflate;

import java.util.Objects;
import java.util.zip.Deflater;

/** The JDK's zlib, block by block; what it gives depends on the zlib that the runtime has. */
final class JdkBlockDeflater implements BlockDeflater {
  private final Deflater deflater;

  JdkBlockDeflater(CompressionLevel level) {
    this.deflater = new Deflater(number(level), true);
  }

  private static int number(CompressionLevel level) {
    return switch (level) {
      case FAST -> 1;
      case STANDARD -> 6;
      case SMALL -> 9;
    };
  }

  @Override
  public int deflate(byte[] data, int windowFrom, int from, int to, boolean last, byte[] out) {
    Objects.checkFromToIndex(windowFrom, from, to);
    Objects.checkFromToIndex(from, to, data.length);
    deflater.reset();
    if (windowFrom < from) {
      deflater.setDictionary(data, windowFrom, from - windowFrom);
    }
    deflater.setInput(data, from, to - from);
    if (last) {
      deflater.finish();
    }
    int flush = last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
    int count = deflater.deflate(out, 0, out.length, flush);
    boolean whole = last ? deflater.finished() : deflater.needsInput() && count < out.length;
    if (!whole) {
      throw new IllegalStateException("The block became larger than any block should.");
    }
    return count;
  }

  @Override
  public void close() {
    deflater.end();
  }
}
