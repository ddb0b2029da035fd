package org.homekeep.core.backup.digest;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** A stream that knows size and checksums of what was read through it. What is skipped is read. */
public final class DigestInput extends InputStream {
  private static final int BUFFER = 256 * 1024;

  private final InputStream in;
  private final MessageDigest sha1 = digest("SHA-1");
  private final MessageDigest sha256 = digest("SHA-256");
  private final Optional<MessageDigest> md5;
  private long size;

  public DigestInput(InputStream in, Sums sums) {
    this.in = in;
    this.md5 = sums == Sums.WITH_MD5 ? Optional.of(digest("MD5")) : Optional.empty();
  }

  /** Reads what is left and says what all of it was; ends the use of this stream. */
  public Digests finish() throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (read(buffer, 0, buffer.length) >= 0) {
      // Reading is what counts.
    }
    HexFormat hex = HexFormat.of();
    return new Digests(
        size,
        hex.formatHex(sha1.digest()),
        hex.formatHex(sha256.digest()),
        md5.map(digest -> hex.formatHex(digest.digest())));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    int count = in.read(out, offset, length);
    if (count > 0) {
      sha1.update(out, offset, count);
      sha256.update(out, offset, count);
      md5.ifPresent(digest -> digest.update(out, offset, count));
      size += count;
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has " + algorithm + ".", impossible);
    }
  }
}
