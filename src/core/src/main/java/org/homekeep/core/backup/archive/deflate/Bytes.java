package org.homekeep.core.backup.archive.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Several bytes at once, the first one lowest. */
final class Bytes {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int HASH_FACTOR = 0x9E3779B1;
  private static final long LONG_HASH_FACTOR = 0x9E3779B97F4A7C15L;
  private static final int THREE_BYTES = 24;

  private Bytes() {}

  /** The four bytes at a place. */
  static int four(byte[] data, int at) {
    return (int) INT.get(data, at);
  }

  /** A number of so many bits for four bytes. */
  static int hash(int four, int bits) {
    return (four * HASH_FACTOR) >>> (Integer.SIZE - bits);
  }

  /** A number of so many bits for the five bytes at a place, after which there are three more. */
  static int hashOfFive(byte[] data, int at, int bits) {
    long five = (long) LONG.get(data, at) << THREE_BYTES;
    return (int) ((five * LONG_HASH_FACTOR) >>> (Long.SIZE - bits));
  }

  /**
   * How many bytes two places have in common, at most a limit.
   *
   * @param known so many are known to be
   */
  static int common(byte[] data, int one, int other, int known, int limit) {
    int length = known;
    while (length + Long.BYTES <= limit) {
      long difference = (long) LONG.get(data, one + length) ^ (long) LONG.get(data, other + length);
      if (difference != 0) {
        return length + (Long.numberOfTrailingZeros(difference) >>> 3);
      }
      length += Long.BYTES;
    }
    while (length < limit && data[one + length] == data[other + length]) {
      length++;
    }
    return length;
  }
}
