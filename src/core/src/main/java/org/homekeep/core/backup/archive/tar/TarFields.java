package org.homekeep.core.backup.archive.tar;

import org.homekeep.core.backup.archive.ArchiveException;

/** Reads the fields of a header block, as the many writers of the last forty years filled them. */
final class TarFields {
  private TarFields() {}

  static RawText text(byte[] block, int at, int width) {
    int length = 0;
    while (length < width && block[at + length] != 0) {
      length++;
    }
    return RawText.of(block).slice(at, at + length);
  }

  /** A number: octal digits among blanks, or binary when the first bit is set. */
  static long number(byte[] block, int at, int width) throws ArchiveException {
    return (block[at] & 0x80) != 0 ? binary(block, at, width) : octal(block, at, width);
  }

  private static long binary(byte[] block, int at, int width) throws ArchiveException {
    boolean negative = (block[at] & 0xff) == 0xff;
    if (!negative && (block[at] & 0x7f) != 0) {
      throw badNumber();
    }
    long value = negative ? -1 : 0;
    for (int i = at + 1; i < at + width; i++) {
      boolean overflow = negative ? value < Long.MIN_VALUE >> 8 : value > Long.MAX_VALUE >> 8;
      if (overflow) {
        throw badNumber();
      }
      value = (value << 8) | (block[i] & 0xff);
    }
    return value;
  }

  private static long octal(byte[] block, int at, int width) throws ArchiveException {
    long value = 0;
    boolean ended = false;
    boolean begun = false;
    for (int i = at; i < at + width; i++) {
      int c = block[i];
      if (c >= '0' && c <= '7' && !ended) {
        value = (value << 3) | (c - '0');
        begun = true;
      } else if (c == ' ' || c == 0) {
        ended = begun;
      } else {
        throw badNumber();
      }
    }
    return value;
  }

  static boolean checksumMatches(byte[] block) throws ArchiveException {
    long expected = number(block, TarFormat.CHECKSUM_AT, 8);
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < TarFormat.BLOCK; i++) {
      boolean own = i >= TarFormat.CHECKSUM_AT && i < TarFormat.CHECKSUM_AT + 8;
      int b = own ? ' ' : block[i];
      unsigned += b & 0xff;
      signed += b;
    }
    return expected == unsigned || expected == signed;
  }

  private static ArchiveException badNumber() {
    return new ArchiveException.Damaged("A tar header has a number that cannot be read.");
  }
}
