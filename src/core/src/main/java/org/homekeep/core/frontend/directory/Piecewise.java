package org.homekeep.core.frontend.directory;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** A body in pieces that fit into memory, compressed on the way when that is wanted. Blocking. */
final class Piecewise implements Closeable {
  private static final int PIECE = 64 * 1024;

  private final InputStream in;
  private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
  private final Optional<GZIPOutputStream> gzip;
  private boolean ended;

  Piecewise(InputStream in, boolean compressed) throws IOException {
    this.in = in;
    this.gzip = compressed ? Optional.of(new GZIPOutputStream(packed)) : Optional.empty();
  }

  /** The next piece; an empty one at the end. */
  byte[] next() throws IOException {
    return gzip.isPresent() ? packed(gzip.get()) : in.readNBytes(PIECE);
  }

  private byte[] packed(GZIPOutputStream out) throws IOException {
    while (!ended && packed.size() < PIECE) {
      byte[] read = in.readNBytes(PIECE);
      if (read.length == 0) {
        out.finish();
        ended = true;
      } else {
        out.write(read);
      }
    }
    byte[] piece = packed.toByteArray();
    packed.reset();
    return piece;
  }

  @Override
  public void close() throws IOException {
    try (InputStream closing = in) {
      if (gzip.isPresent()) {
        gzip.get().close();
      }
    }
  }
}
