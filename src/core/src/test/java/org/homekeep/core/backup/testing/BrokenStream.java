package org.homekeep.core.backup.testing;

import java.io.IOException;
import java.io.InputStream;

/** A stream that gives nothing but an error. */
public final class BrokenStream extends InputStream {
  private final IOException why;

  public BrokenStream(IOException why) {
    this.why = why;
  }

  @Override
  public int read() throws IOException {
    throw why;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    throw why;
  }
}
