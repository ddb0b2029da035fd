package org.homekeep.core.backup.archive.gzip;

import java.io.IOException;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.inflate.InflateInput;

/** The header of a gzip member (RFC 1952 §2.3), of which only the end matters. */
final class GzipHeader {
  private static final int FIXED_SIZE = 10;
  private static final int MAX_TEXT = 128 * 1024;
  private static final int FLAG_CRC = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private GzipHeader() {}

  /** Whether bytes begin a header: magic, deflate, no reserved flag. */
  static boolean begins(byte[] data, int length) {
    return length >= 4
        && data[0] == 0x1f
        && data[1] == (byte) 0x8b
        && data[2] == 8
        && (data[3] & RESERVED) == 0;
  }

  /** Reads over a header. */
  static void skip(InflateInput in) throws IOException {
    byte[] fixed = new byte[FIXED_SIZE];
    for (int i = 0; i < fixed.length; i++) {
      fixed[i] = (byte) in.require();
    }
    if (!begins(fixed, fixed.length)) {
      throw new ArchiveException.Damaged("The compressed data has no gzip header.");
    }
    int flags = fixed[3];
    if ((flags & FLAG_EXTRA) != 0) {
      skip(in, in.require() | (in.require() << 8));
    }
    if ((flags & FLAG_NAME) != 0) {
      skipText(in);
    }
    if ((flags & FLAG_COMMENT) != 0) {
      skipText(in);
    }
    if ((flags & FLAG_CRC) != 0) {
      skip(in, 2);
    }
  }

  private static void skip(InflateInput in, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      in.require();
    }
  }

  private static void skipText(InflateInput in) throws IOException {
    int length = 0;
    while (in.require() != 0) {
      if (++length > MAX_TEXT) {
        throw new ArchiveException.Damaged("The gzip header is damaged: its name is endless.");
      }
    }
  }
}
