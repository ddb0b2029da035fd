package org.homekeep.core.backup.engine;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.BooleanSupplier;

/** A stream that fails at the next read once nobody wants its bytes any more. */
final class EndedInput extends FilterInputStream {
  private final BooleanSupplier ended;

  EndedInput(InputStream in, BooleanSupplier ended) {
    super(in);
    this.ended = ended;
  }

  private void requireWanted() throws IOException {
    if (ended.getAsBoolean()) {
      throw new InterruptedIOException("Reading the archive was ended.");
    }
  }

  @Override
  public int read() throws IOException {
    requireWanted();
    return super.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    requireWanted();
    return super.read(bytes, offset, length);
  }
}
