package org.homekeep.core.backup.archive.securetar;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveException;

/**
 * The 32 bytes that versions from 2 on begin with (securetar.md, "Which format a part has").
 *
 * @param version 2 or 3
 * @param plaintextSize bytes of the inner tar, after gzip when it is compressed
 */
public record SecureTarHeader(int version, long plaintextSize) {
  /** Bytes of the common header. */
  public static final int SIZE = 32;

  private static final byte[] MAGIC = "SecureTar".getBytes(StandardCharsets.US_ASCII);
  private static final int SIZE_AT = 16;
  private static final int SIZE_END = 24;

  /**
   * Reads the header.
   *
   * @param start the first bytes of a part
   * @param length how many there are
   * @return nothing when the part does not begin with the magic
   * @throws ArchiveException.Unsupported for a version, or reserved bytes, from the future
   */
  public static Optional<SecureTarHeader> parse(byte[] start, int length) throws ArchiveException {
    if (length < MAGIC.length || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return Optional.empty();
    }
    if (length < SIZE) {
      throw new ArchiveException.Truncated("The header of an encrypted part is cut short.");
    }
    int version = start[MAGIC.length] & 0xff;
    boolean reserved = anySet(start, MAGIC.length + 1, SIZE_AT) || anySet(start, SIZE_END, SIZE);
    if (reserved || version < 2 || version > 3) {
      throw new ArchiveException.Unsupported(
          "A part is encrypted with SecureTar version "
              + version
              + (reserved ? " and unknown options" : "")
              + ", which this version of Homekeep does not read. Update it and try again.");
    }
    long size = ByteBuffer.wrap(start).getLong(SIZE_AT);
    if (size < 0) {
      throw new ArchiveException.Damaged("The header of an encrypted part has a bad size.");
    }
    return Optional.of(new SecureTarHeader(version, size));
  }

  /** Nothing authenticates the header, so that whatever is in it must be known. */
  private static boolean anySet(byte[] start, int from, int to) {
    boolean any = false;
    for (int i = from; i < to; i++) {
      any |= start[i] != 0;
    }
    return any;
  }

  /** The header as bytes. */
  public byte[] encode() {
    return ByteBuffer.allocate(SIZE)
        .put(MAGIC)
        .put((byte) version)
        .putLong(SIZE_AT, plaintextSize)
        .array();
  }
}
