package org.homekeep.core.backup.archive.securetar;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Writes what its input becomes under a transform. Closing writes the end and leaves the target
 * open.
 */
public final class BlockOutput extends OutputStream {
  private final OutputStream out;
  private final BlockTransform transform;
  private final byte[] input;
  private final byte[] output;
  private int filled;
  private boolean closed;

  public BlockOutput(OutputStream out, BlockTransform transform) {
    this.out = out;
    this.transform = transform;
    this.input = new byte[transform.blockSize()];
    this.output = new byte[transform.maxOutput()];
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, data.length);
    int done = 0;
    while (done < length) {
      if (filled == input.length) {
        out.write(output, 0, transform.update(input, output));
        filled = 0;
      }
      int count = Math.min(length - done, input.length - filled);
      System.arraycopy(data, offset + done, input, filled, count);
      filled += count;
      done += count;
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      out.write(output, 0, transform.finish(input, filled, output));
    }
  }
}
