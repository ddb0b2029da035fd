package org.homekeep.core.backup.archive.tar;

/** The constants of the format (POSIX.1-2001 pax interchange). */
public final class TarFormat {
  /** Headers and data come in blocks of this many bytes. */
  public static final int BLOCK = 512;

  /** A tar is filled with zeros to a multiple of this. */
  public static final int RECORD = 10_240;

  static final int NAME = 100;
  static final int MODE_AT = 100;
  static final int UID_AT = 108;
  static final int GID_AT = 116;
  static final int SIZE_AT = 124;
  static final int MTIME_AT = 136;
  static final int CHECKSUM_AT = 148;
  static final int TYPE_AT = 156;
  static final int LINK_AT = 157;
  static final int MAGIC_AT = 257;
  static final int PREFIX_AT = 345;
  static final int PREFIX = 155;

  /** The largest extended header that is read: names and attributes, never file data. */
  static final int MAX_EXTENDED = 1 << 20;

  private TarFormat() {}

  /** The zero bytes that follow data of this size to fill its last block. */
  public static int padding(long size) {
    return (int) ((BLOCK - size % BLOCK) % BLOCK);
  }

  /** The zero bytes that end a tar whose members take this many bytes. */
  public static int endSize(long members) {
    long end = members + 2 * BLOCK;
    return (int) (2 * BLOCK + (RECORD - end % RECORD) % RECORD);
  }

  /** Whether a block begins a tar: it has the magic of ustar, or is the end of an empty one. */
  public static boolean looksLikeTar(byte[] block, int length) {
    if (length < BLOCK) {
      return false;
    }
    if (block[MAGIC_AT] == 'u'
        && block[MAGIC_AT + 1] == 's'
        && block[MAGIC_AT + 2] == 't'
        && block[MAGIC_AT + 3] == 'a'
        && block[MAGIC_AT + 4] == 'r') {
      return true;
    }
    return isZero(block);
  }

  static boolean isZero(byte[] block) {
    for (int i = 0; i < BLOCK; i++) {
      if (block[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
