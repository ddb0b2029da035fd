package org.homekeep.core.backup.archive.inflate;

import java.io.IOException;
import java.io.InputStream;
import org.homekeep.core.backup.archive.ArchiveException;

/**
 * A buffer over compressed bytes that are read bit by bit, and byte by byte between the streams.
 *
 * <p>Bits wait in a {@code long}, of which the low {@code count} are valid; what stands above is
 * either zero or what comes next anyway. For one thread.
 */
public final class InflateInput {
  private static final int SIZE = 128 * 1024;

  final byte[] buffer = new byte[SIZE];
  private final InputStream in;
  int at;
  int limit;
  long bits;
  int count;
  private long base;

  /** A buffer over a stream, which belongs to the caller. */
  public InflateInput(InputStream in) {
    this(in, 0);
  }

  /**
   * A buffer over the rest of a stream.
   *
   * @param base the bytes that came before, for positions
   */
  public InflateInput(InputStream in, long base) {
    this.in = in;
    this.base = base;
  }

  /** The bytes that are used up; a byte of which one bit was used counts. */
  public long position() {
    return base + at - (count >>> 3);
  }

  /** The next byte, which stays, or -1 at the end; skips the rest of a byte in use. */
  public int peek() throws IOException {
    toByte();
    return at == limit && !fill() ? -1 : buffer[at] & 0xff;
  }

  /** The next byte, or -1 at the end; skips the rest of a byte in use. */
  public int read() throws IOException {
    int next = peek();
    at += next < 0 ? 0 : 1;
    return next;
  }

  /**
   * The next byte; skips the rest of a byte in use.
   *
   * @throws ArchiveException.Truncated at the end
   */
  public int require() throws IOException {
    int next = read();
    if (next < 0) {
      throw truncated();
    }
    return next;
  }

  /** The bits that are used up. */
  long bitPosition() {
    return (base + at) * 8 - count;
  }

  /** Drops the rest of a byte in use, and gives whole bytes back to the buffer. */
  void toByte() {
    at -= count >>> 3;
    count = 0;
    bits = 0;
  }

  /** Makes so many bits valid, at most 48; false when the stream ends before. */
  boolean want(int wanted) throws IOException {
    while (count < wanted) {
      if (at == limit && !fill()) {
        return false;
      }
      bits |= (buffer[at++] & 0xffL) << count;
      count += 8;
    }
    return true;
  }

  /** The next bits as a number; at most 31. */
  int take(int wanted) throws IOException {
    if (!want(wanted)) {
      throw truncated();
    }
    int value = (int) bits & ((1 << wanted) - 1);
    drop(wanted);
    return value;
  }

  void drop(int used) {
    bits >>>= used;
    count -= used;
  }

  /** Gets more bytes; false at the end. Bytes whose bits are waiting stay in the buffer. */
  boolean fill() throws IOException {
    int kept = Math.max(0, at - Long.BYTES);
    System.arraycopy(buffer, kept, buffer, 0, limit - kept);
    base += kept;
    limit -= kept;
    at -= kept;
    int more = in.read(buffer, limit, SIZE - limit);
    limit += Math.max(0, more);
    return more > 0;
  }

  /** The exception for a stream that ends before it should. */
  public ArchiveException truncated() {
    return new ArchiveException.Truncated(
        "The compressed data ends too early, after " + position() + " bytes: it was cut short.");
  }

  ArchiveException damaged(String what) {
    return new ArchiveException.Damaged(
        "The compressed data is damaged at byte " + position() + ": " + what + ".");
  }
}
