package org.homekeep.core.backup.archive.transcode;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.homekeep.core.backup.archive.securetar.Sha256;

/**
 * Passes a stream of known size on, and lets its last bytes go only when the SHA-256 of all of it
 * was approved.
 */
final class ChecksumGate extends InputStream {
  /** Gets the digest of the whole, in hexadecimal, and throws when it must not be so. */
  @FunctionalInterface
  interface Approval {
    void check(String sha256) throws IOException;
  }

  private final InputStream in;
  private final Approval approval;
  private final MessageDigest digest = Sha256.create();
  private long missing;
  private boolean approved;

  ChecksumGate(InputStream in, long size, Approval approval) {
    this.in = in;
    this.missing = size;
    this.approval = approval;
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
      missing -= count;
    }
    // Before the last bytes leave: an upload counts them and asks for no end.
    if (!approved && missing <= 0) {
      approval.check(Sha256.hex(digest.digest()));
      approved = true;
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
