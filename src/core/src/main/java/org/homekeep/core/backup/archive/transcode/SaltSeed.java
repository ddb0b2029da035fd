package org.homekeep.core.backup.archive.transcode;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.homekeep.core.backup.archive.securetar.Randomness;
import org.homekeep.core.backup.archive.securetar.Sha256;

/**
 * One random value that all salts and nonces of an encryption are derived from: SHA-256 of the
 * value and a counter.
 *
 * <p>The salts of all parts are thus settled before the first part is seen, also of parts that
 * backup.json does not name, and a journal is written once. Salts are no secrets, so neither is
 * this.
 */
public final class SaltSeed {
  private static final int BYTES = 32;

  private final byte[] value;

  private SaltSeed(byte[] value) {
    this.value = value;
  }

  static SaltSeed draw(Randomness random) {
    return new SaltSeed(random.next(BYTES));
  }

  /** Reads what {@link #toString} wrote. */
  static SaltSeed parse(String hex) {
    byte[] value = HexFormat.of().parseHex(hex);
    if (value.length != BYTES) {
      throw new IllegalArgumentException("A seed has " + BYTES + " bytes.");
    }
    return new SaltSeed(value);
  }

  /** The salts from the first on, always the same. For one thread. */
  Randomness salts() {
    return new Randomness() {
      private final MessageDigest sha256 = Sha256.create();
      private ByteBuffer block = ByteBuffer.allocate(0);
      private int count;

      @Override
      public void fill(byte[] bytes) {
        for (int done = 0; done < bytes.length; ) {
          if (!block.hasRemaining()) {
            sha256.update(value);
            block = ByteBuffer.wrap(sha256.digest(ByteBuffer.allocate(4).putInt(count++).array()));
          }
          int next = Math.min(block.remaining(), bytes.length - done);
          block.get(bytes, done, next);
          done += next;
        }
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SaltSeed that && MessageDigest.isEqual(value, that.value);
  }

  @Override
  public int hashCode() {
    return ByteBuffer.wrap(value).hashCode();
  }

  /** The value in hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(value);
  }
}
