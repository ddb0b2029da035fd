package org.homekeep.core.backup.archive.index;

import java.io.IOException;
import java.io.InputStream;

/** Passes a stream on and tells somebody how far it is. */
final class PositionInput extends InputStream {
  /** Hears of every piece. */
  @FunctionalInterface
  interface Listener {
    void reached(long position) throws IOException;
  }

  private final InputStream in;
  private final Listener listener;
  private long position;

  PositionInput(InputStream in, Listener listener) {
    this.in = in;
    this.listener = listener;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count > 0) {
      position += count;
      listener.reached(position);
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
