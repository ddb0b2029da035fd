package org.homekeep.core.backup.archive.write;

import java.io.IOException;
import java.io.OutputStream;

/** Counts what passes; closing leaves the target open. */
final class CountingOutput extends OutputStream {
  private final OutputStream out;
  private long count;

  CountingOutput(OutputStream out) {
    this.out = out;
  }

  long count() {
    return count;
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    count++;
  }

  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    out.write(data, offset, length);
    count += length;
  }
}
