package org.homekeep.core.backup.archive.transcode;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Passes a stream on, and tells the SHA-256 of all of it before it gives the end. */
final class OutcomeCheck extends InputStream {
  /** Gets the digest of the whole, and throws when it must not be so. */
  @FunctionalInterface
  interface Outcome {
    void check(String sha256) throws IOException;
  }

  private final InputStream in;
  private final long size;
  private final Outcome outcome;
  private final MessageDigest digest = Sha256.create();
  private long given;

  OutcomeCheck(InputStream in, long size, Outcome outcome) {
    this.in = in;
    this.size = size;
    this.outcome = outcome;
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
      digest.update(buffer, offset, count);
      given += count;
      if (given == size) {
        // Before the last bytes leave: an upload counts them and asks for no end.
        outcome.check(Sha256.hex(digest.digest()));
      }
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
