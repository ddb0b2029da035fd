package org.homekeep.core.backup.archive.gzip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What may follow the deflate data of a gzip stream. */
public enum GzipTrailer {
  /** Checksum and length, then the end, more gzip members, or zeros. */
  STANDARD,
  /**
   * As in SecureTar 1, where the end of the data is not known: checksum and length with cipher
   * padding after each piece, or after the whole.
   */
  PADDED;

  /** Bytes of checksum and length. */
  static final int SIZE = 8;

  /**
   * Checksum and length as they stand in a stream.
   *
   * @param crc of the data, in the low 32 bits
   * @param length bytes of data, of which the low 32 bits count
   */
  public static byte[] bytes(long crc, long length) {
    return ByteBuffer.allocate(SIZE)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) crc)
        .putInt((int) length)
        .array();
  }
}
