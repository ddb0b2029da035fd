package org.homekeep.core.backup.archive.gzip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.homekeep.core.backup.archive.ArchiveException;

/**
 * Inflates gzip and checks checksum and length; the end of the stream is only given when both
 * match.
 *
 * <p>Closing frees the inflater and closes the source.
 */
public final class GunzipInput extends InputStream {
  private static final int BUFFER = 128 * 1024;
  private static final int AES_BLOCK = 16;
  private static final int MAX_PADDED_TRAILER = 4 * AES_BLOCK;
  private static final int FLAG_CRC = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final GzipTrailer trailer;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int filled;
  private long consumed;
  private long compressedSize;
  private boolean inMember;
  private boolean ended;
  private boolean closed;

  public GunzipInput(InputStream in, GzipTrailer trailer) {
    this.in = in;
    this.trailer = trailer;
  }

  /** Whether bytes begin a gzip stream: magic, deflate, no reserved flag. */
  public static boolean looksLikeGzip(byte[] data, int length) {
    return length >= 4
        && data[0] == 0x1f
        && data[1] == (byte) 0x8b
        && data[2] == 8
        && (data[3] & RESERVED) == 0;
  }

  /** Bytes of headers and deflate data before the last trailer that was read. */
  public long compressedSize() {
    return compressedSize;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, out.length);
    if (closed) {
      throw new IOException("The stream is closed.");
    }
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      if (!inMember) {
        beginMember();
      }
      int count = inflate(out, offset, length);
      if (count > 0) {
        crc.update(out, offset, count);
        return count;
      }
      if (inflater.finished()) {
        endMember();
      }
    }
    return -1;
  }

  private int inflate(byte[] out, int offset, int length) throws IOException {
    try {
      int count = inflater.inflate(out, offset, length);
      if (count == 0 && inflater.needsDictionary()) {
        throw new ArchiveException.Damaged("The compressed data is damaged.");
      }
      if (count == 0 && inflater.needsInput() && !inflater.finished()) {
        if (!fill()) {
          throw truncated();
        }
        inflater.setInput(buffer, 0, filled);
        consumed += filled;
        at = filled;
      }
      return count;
    } catch (DataFormatException e) {
      throw new ArchiveException.Damaged("The compressed data is damaged.", e);
    }
  }

  private void beginMember() throws IOException {
    byte[] header = new byte[10];
    for (int i = 0; i < header.length; i++) {
      header[i] = (byte) need();
    }
    if (!looksLikeGzip(header, header.length)) {
      throw new ArchiveException.Damaged("The compressed data has no gzip header.");
    }
    skipOptional(header[3]);
    crc.reset();
    inflater.reset();
    inflater.setInput(buffer, at, filled - at);
    consumed += filled - at;
    at = filled;
    inMember = true;
  }

  private void skipOptional(int flags) throws IOException {
    if ((flags & FLAG_EXTRA) != 0) {
      int length = need() | (need() << 8);
      for (int i = 0; i < length; i++) {
        need();
      }
    }
    for (int text : new int[] {FLAG_NAME, FLAG_COMMENT}) {
      if ((flags & text) != 0) {
        int length = 0;
        while (need() != 0) {
          if (++length > BUFFER) {
            throw new ArchiveException.Damaged("The gzip header is damaged: its name is endless.");
          }
        }
      }
    }
    if ((flags & FLAG_CRC) != 0) {
      need();
      need();
    }
  }

  private void endMember() throws IOException {
    inMember = false;
    int rest = inflater.getRemaining();
    at = filled - rest;
    consumed -= rest;
    compressedSize = consumed;
    if (trailer == GzipTrailer.PADDED) {
      endPadded();
      ended = true;
      return;
    }
    byte[] found = new byte[8];
    for (int i = 0; i < found.length; i++) {
      found[i] = (byte) need();
    }
    if (!Arrays.equals(found, expectedTrailer())) {
      throw badChecksum();
    }
    int next = peek();
    if (next == 0) {
      requireZeros();
    }
    if (next <= 0) {
      ended = true;
    }
  }

  private void requireZeros() throws IOException {
    for (int next = peek(); next >= 0; next = peek()) {
      if (need() != 0) {
        throw new ArchiveException.Damaged("Something unknown follows the compressed data.");
      }
    }
  }

  /** The two layouts of securetar.md, versions 1 and 2. */
  private void endPadded() throws IOException {
    int pieceEnd = (int) ((AES_BLOCK - consumed % AES_BLOCK) % AES_BLOCK);
    byte[] rest = new byte[MAX_PADDED_TRAILER];
    int length = 0;
    while (peek() >= 0) {
      if (length == rest.length) {
        throw new ArchiveException.Damaged("Something unknown follows the compressed data.");
      }
      rest[length++] = (byte) need();
    }
    byte[] expected = expectedTrailer();
    byte[] whole = Arrays.copyOf(rest, 8);
    if (length >= 8 && Arrays.equals(whole, expected)) {
      return;
    }
    if (length < pieceEnd + 2 * AES_BLOCK) {
      throw truncated();
    }
    byte[] pieces = new byte[8];
    System.arraycopy(rest, pieceEnd, pieces, 0, 4);
    System.arraycopy(rest, pieceEnd + AES_BLOCK, pieces, 4, 4);
    if (!Arrays.equals(pieces, expected)) {
      throw badChecksum();
    }
  }

  private byte[] expectedTrailer() {
    ByteBuffer expected = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    return expected.putInt((int) crc.getValue()).putInt((int) inflater.getBytesWritten()).array();
  }

  private int need() throws IOException {
    int next = peek();
    if (next < 0) {
      throw truncated();
    }
    at++;
    consumed++;
    return next;
  }

  private int peek() throws IOException {
    if (at == filled && !fill()) {
      return -1;
    }
    return buffer[at] & 0xff;
  }

  private boolean fill() throws IOException {
    at = 0;
    filled = Math.max(0, in.read(buffer, 0, BUFFER));
    return filled > 0;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      inflater.end();
      in.close();
    }
  }

  private static ArchiveException truncated() {
    return new ArchiveException.Truncated("The compressed data ends too early: it was cut short.");
  }

  private static ArchiveException badChecksum() {
    return new ArchiveException.Damaged(
        "The compressed data is damaged: its checksum does not match.");
  }
}
