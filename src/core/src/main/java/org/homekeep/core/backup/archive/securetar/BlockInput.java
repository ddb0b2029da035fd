package org.homekeep.core.backup.archive.securetar;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** What a source becomes under a transform, pulled by the reader. Closing closes the source. */
public final class BlockInput extends InputStream {
  private final InputStream in;
  private final BlockTransform transform;
  private final byte[] input;
  private final byte[] output;
  private int carried;
  private int at;
  private int filled;
  private boolean ended;

  public BlockInput(InputStream in, BlockTransform transform) {
    this.in = in;
    this.transform = transform;
    this.input = new byte[transform.blockSize() + 1];
    this.output = new byte[transform.maxOutput()];
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
    while (at == filled) {
      if (ended) {
        return -1;
      }
      nextBlock();
    }
    int count = Math.min(length, filled - at);
    System.arraycopy(output, at, buffer, offset, count);
    at += count;
    return count;
  }

  /** Reads one byte more than a block, to know whether it is the last. */
  private void nextBlock() throws IOException {
    int have = carried + in.readNBytes(input, carried, input.length - carried);
    at = 0;
    filled = 0;
    if (have == input.length) {
      filled = transform.update(input, output);
      input[0] = input[have - 1];
      carried = 1;
    } else {
      ended = true;
      filled = transform.finish(input, have, output);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
