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

  /** The checksums that the hub can compare. */
  public enum Algorithm {
    /**
     * Known of what was sent to a location that {@linkplain BackupAgent#needsMd5 needs it}. Stores
     * give an MD5 by convention and not by promise, so that another one than was expected proves
     * nothing: the hub reads the copy back then.
     */
    MD5(32),
    /** Known of everything that was sent. */
    SHA_1(40),
    /** Known of everything that was sent. */
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
