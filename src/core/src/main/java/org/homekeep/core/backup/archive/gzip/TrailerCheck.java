package org.homekeep.core.backup.archive.gzip;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.inflate.InflateInput;

/** Reads what follows the deflate data of a member, and compares it with the data. */
final class TrailerCheck {
  private static final int AES_BLOCK = 16;
  private static final int MAX_PADDED = 4 * AES_BLOCK;

  private final InflateInput in;
  private final GzipTrailer kind;

  TrailerCheck(InflateInput in, GzipTrailer kind) {
    this.in = in;
    this.kind = kind;
  }

  /**
   * Reads a trailer; says whether another member follows.
   *
   * @param expected checksum and length; absent when not all of the data was seen
   */
  boolean another(Optional<byte[]> expected) throws IOException {
    if (kind == GzipTrailer.PADDED) {
      endPadded(expected);
      return false;
    }
    byte[] found = new byte[GzipTrailer.SIZE];
    for (int i = 0; i < found.length; i++) {
      found[i] = (byte) in.require();
    }
    if (expected.isPresent() && !Arrays.equals(found, expected.get())) {
      throw badChecksum();
    }
    int next = in.peek();
    if (next == 0) {
      requireZeros();
    }
    return next > 0;
  }

  private void requireZeros() throws IOException {
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next != 0) {
        throw unknown();
      }
    }
  }

  /** The two layouts of securetar.md, versions 1 and 2. */
  private void endPadded(Optional<byte[]> expected) throws IOException {
    int pieceEnd = (int) ((AES_BLOCK - in.position() % AES_BLOCK) % AES_BLOCK);
    byte[] rest = new byte[MAX_PADDED];
    int length = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (length == rest.length) {
        throw unknown();
      }
      rest[length++] = (byte) next;
    }
    if (expected.isEmpty()) {
      return;
    }
    byte[] whole = Arrays.copyOf(rest, GzipTrailer.SIZE);
    if (length >= whole.length && Arrays.equals(whole, expected.get())) {
      return;
    }
    if (length < pieceEnd + 2 * AES_BLOCK) {
      throw in.truncated();
    }
    byte[] pieces = new byte[GzipTrailer.SIZE];
    System.arraycopy(rest, pieceEnd, pieces, 0, 4);
    System.arraycopy(rest, pieceEnd + AES_BLOCK, pieces, 4, 4);
    if (!Arrays.equals(pieces, expected.get())) {
      throw badChecksum();
    }
  }

  private static ArchiveException unknown() {
    return new ArchiveException.Damaged("Something unknown follows the compressed data.");
  }

  private static ArchiveException badChecksum() {
    return new ArchiveException.Damaged(
        "The compressed data is damaged: its checksum does not match.");
  }
}
