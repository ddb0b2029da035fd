package org.homekeep.core.backup.archive.tar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text as the bytes that stand in an archive or on a disk: nearly always UTF-8, but not surely. */
public final class RawText implements Comparable<RawText> {
  /** The text of no bytes. */
  public static final RawText EMPTY = new RawText(new byte[0]);

  private final byte[] bytes;

  private RawText(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The UTF-8 bytes of a text. */
  public static RawText of(String text) {
    return new RawText(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A copy of the bytes. */
  public static RawText of(byte[] bytes) {
    return new RawText(bytes.clone());
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The number of bytes. */
  public int length() {
    return bytes.length;
  }

  /** The byte at an index, 0 to 255. */
  public int at(int index) {
    return bytes[index] & 0xff;
  }

  /** Where a byte, 0 to 255, is for the first time; -1 when it is not there. */
  public int indexOf(int wanted) {
    for (int i = 0; i < bytes.length; i++) {
      if (at(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Whether there are no bytes. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** Whether all bytes are ASCII. */
  public boolean isAscii() {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the bytes are well-formed UTF-8. */
  public boolean isUtf8() {
    if (isAscii()) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException notUtf8) {
      return false;
    }
  }

  /** The bytes from one index to before another. */
  public RawText slice(int from, int to) {
    return new RawText(Arrays.copyOfRange(bytes, from, to));
  }

  /** This text, then another. */
  public RawText concat(RawText other) {
    byte[] both = Arrays.copyOf(bytes, bytes.length + other.bytes.length);
    System.arraycopy(other.bytes, 0, both, bytes.length, other.bytes.length);
    return new RawText(both);
  }

  /** This path, a slash, and another; the other alone when this is empty. */
  public RawText child(RawText other) {
    return isEmpty() ? other : concat(of("/")).concat(other);
  }

  /** Whether the first bytes are those of another text. */
  public boolean startsWith(RawText other) {
    return length() >= other.length()
        && Arrays.equals(bytes, 0, other.length(), other.bytes, 0, other.length());
  }

  /** Whether the last bytes are those of another text. */
  public boolean endsWith(RawText other) {
    int from = length() - other.length();
    return from >= 0 && Arrays.equals(bytes, from, length(), other.bytes, 0, other.length());
  }

  /** Whether the last byte is a slash. */
  public boolean endsWithSlash() {
    return bytes.length > 0 && bytes[bytes.length - 1] == '/';
  }

  /** Orders by bytes, as unsigned numbers: the order of a sorted walk. */
  @Override
  public int compareTo(RawText other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawText that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The text as UTF-8; bytes that are none show as U+FFFD. */
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
