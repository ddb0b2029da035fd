package org.homekeep.core.backup.archive.gzip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.inflate.InflateInput;
import org.homekeep.core.backup.archive.inflate.Inflation;

/**
 * Inflates gzip and checks checksum and length; the end of the stream is only given when both
 * match.
 *
 * <p>Closing closes the source.
 */
public final class GunzipInput extends InputStream {
  private static final int MAX_HEADER_TEXT = 128 * 1024;
  private static final int AES_BLOCK = 16;
  private static final int MAX_PADDED_TRAILER = 4 * AES_BLOCK;
  private static final int FLAG_CRC = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream source;
  private final GzipTrailer trailer;
  private final InflateInput in;
  private final Inflation inflation;
  private final CRC32 crc = new CRC32();
  private int at;
  private long compressedSize;
  private boolean inMember;
  private boolean wholeMember = true;
  private long earlierMembers;
  private boolean ended;
  private boolean closed;

  public GunzipInput(InputStream source, GzipTrailer trailer) {
    this.source = source;
    this.trailer = trailer;
    this.in = new InflateInput(source);
    this.inflation = new Inflation(in);
  }

  private GunzipInput(InputStream source, GzipTrailer trailer, GunzipCheckpoint checkpoint)
      throws IOException {
    this.source = source;
    this.trailer = trailer;
    this.in = new InflateInput(source, checkpoint.inputByte());
    this.inflation = Inflation.from(checkpoint.member(), in);
    this.at = inflation.to();
    this.inMember = true;
    this.wholeMember = false;
    this.earlierMembers = checkpoint.earlierMembers();
  }

  /**
   * A stream from a checkpoint on. The checksum of the member in which it begins cannot be checked.
   *
   * @param source begins at {@link GunzipCheckpoint#inputByte}
   */
  public static GunzipInput from(
      GunzipCheckpoint checkpoint, InputStream source, GzipTrailer trailer) throws IOException {
    return new GunzipInput(source, trailer, checkpoint);
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
    if (at == inflation.to() && !nextPiece()) {
      return -1;
    }
    int count = Math.min(length, inflation.to() - at);
    System.arraycopy(inflation.data(), at, out, offset, count);
    at += count;
    return count;
  }

  /**
   * From where the stream can be read again; nothing before the first byte and after the last. It
   * may lie behind the bytes that {@code read} has given so far.
   */
  public Optional<GunzipCheckpoint> checkpoint() {
    return inMember
        ? Optional.of(new GunzipCheckpoint(earlierMembers, inflation.checkpoint()))
        : Optional.empty();
  }

  private boolean nextPiece() throws IOException {
    while (!ended) {
      if (!inMember) {
        beginMember();
      }
      if (inflation.next()) {
        at = inflation.from();
        crc.update(inflation.data(), at, inflation.to() - at);
        return true;
      }
      endMember();
    }
    return false;
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
    inflation.restart();
    at = 0;
    inMember = true;
    wholeMember = true;
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
          if (++length > MAX_HEADER_TEXT) {
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
    at = inflation.to();
    earlierMembers += inflation.total();
    compressedSize = in.position();
    if (trailer == GzipTrailer.PADDED) {
      endPadded();
      ended = true;
      return;
    }
    byte[] found = new byte[8];
    for (int i = 0; i < found.length; i++) {
      found[i] = (byte) need();
    }
    if (wholeMember && !Arrays.equals(found, expectedTrailer())) {
      throw badChecksum();
    }
    int next = in.peek();
    if (next == 0) {
      requireZeros();
    }
    if (next <= 0) {
      ended = true;
    }
  }

  private void requireZeros() throws IOException {
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next != 0) {
        throw new ArchiveException.Damaged("Something unknown follows the compressed data.");
      }
    }
  }

  /** The two layouts of securetar.md, versions 1 and 2. */
  private void endPadded() throws IOException {
    int pieceEnd = (int) ((AES_BLOCK - in.position() % AES_BLOCK) % AES_BLOCK);
    byte[] rest = new byte[MAX_PADDED_TRAILER];
    int length = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (length == rest.length) {
        throw new ArchiveException.Damaged("Something unknown follows the compressed data.");
      }
      rest[length++] = (byte) next;
    }
    if (!wholeMember) {
      return;
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
    return expected.putInt((int) crc.getValue()).putInt((int) inflation.total()).array();
  }

  private int need() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw truncated();
    }
    return next;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      source.close();
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
