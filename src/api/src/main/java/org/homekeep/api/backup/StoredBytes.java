package org.homekeep.api.backup;

import java.util.regex.Pattern;

/**
 * What a location itself says of the bytes that it holds of a backup.
 *
 * @param size in bytes
 * @param algorithm of the checksum
 * @param checksum of all bytes from the first to the last, in lower-case hex
 */
public record StoredBytes(long size, Algorithm algorithm, String checksum) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]*");

  /** The checksums that the hub knows of everything that it sends. */
  public enum Algorithm {
    SHA_1(40),
    SHA_256(64);

    private final int digits;

    Algorithm(int digits) {
      this.digits = digits;
    }
  }

  /**
   * @throws IllegalArgumentException when the checksum is none of that algorithm
   */
  public StoredBytes {
    if (checksum.length() != algorithm.digits || !HEX.matcher(checksum).matches()) {
      throw new IllegalArgumentException("Not a checksum of %s: %s".formatted(algorithm, checksum));
    }
  }
}
