package org.homekeep.core.backup.archive.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bits put into an array, the lowest first (RFC 1951 §3.1.1).
 *
 * <p>{@link #add} collects up to 56 bits; {@link #flush} moves the whole bytes out and may write
 * eight bytes to move one, so that the array needs that much room at its end.
 */
final class BitWriter {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** A place between two bits. */
  record Mark(int position, long bits, int count) {}

  private final byte[] out;
  private int position;
  private long bits;
  private int count;

  BitWriter(byte[] out) {
    this.out = out;
  }

  /** Adds bits above those that are there; after a flush there is room for 56. */
  void add(long value, int length) {
    bits |= value << count;
    count += length;
  }

  void flush() {
    LONG.set(out, position, bits);
    position += count >>> 3;
    bits >>>= count & 56;
    count &= 7;
  }

  /** Adds a few bits, at most 56, and flushes. */
  void put(long value, int length) {
    add(value, length);
    flush();
  }

  /** Fills the current byte with zeros. */
  void alignToByte() {
    put(0, -count & 7);
  }

  /** Bytes from an array; only when aligned. */
  void copy(byte[] data, int from, int length) {
    System.arraycopy(data, from, out, position, length);
    position += length;
  }

  /** Where it is. */
  Mark mark() {
    return new Mark(position, bits, count);
  }

  /** Goes back, and forgets what was written since, or on to where another wrote to the array. */
  void goTo(Mark mark) {
    position = mark.position;
    bits = mark.bits;
    count = mark.count;
  }

  byte[] array() {
    return out;
  }

  /** Bits in the byte that is not full yet. */
  int pendingBits() {
    return count;
  }

  /** Whole bytes written. */
  int position() {
    return position;
  }
}
