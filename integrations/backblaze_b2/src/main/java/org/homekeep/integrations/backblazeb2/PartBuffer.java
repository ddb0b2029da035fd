package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.contentSources.B2ContentSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * The bytes of one part in memory, with their SHA-1, to be sent as often as needed.
 *
 * <p>In pieces of 256 KiB: an array of many megabytes needs a hole of that size in the heap, which
 * a small heap does not have after some days. Filled by one thread, then read by another; handing
 * it over through a queue makes that safe.
 */
final class PartBuffer {
  static final int PIECE = 256 * 1024;

  private final int room;
  private final List<byte[]> pieces = new ArrayList<>();
  private int length;
  private String sha1 = "";

  /**
   * An empty one.
   *
   * @param room how many pieces it may have; they are made when they are needed
   */
  PartBuffer(int room) {
    this.room = room;
  }

  /** How many pieces so many bytes fill. */
  static int pieces(int bytes) {
    return (int) (((long) bytes + PIECE - 1) / PIECE);
  }

  /** The given bytes. */
  static PartBuffer of(byte[] bytes) {
    PartBuffer buffer = new PartBuffer(pieces(bytes.length));
    for (int at = 0; at < bytes.length; at += PIECE) {
      buffer.pieces.add(Arrays.copyOfRange(bytes, at, Math.min(at + PIECE, bytes.length)));
    }
    buffer.length = bytes.length;
    buffer.sha1 = Sha1.hex(bytes);
    return buffer;
  }

  /**
   * Reads exactly that many bytes.
   *
   * @param whole the digest of the whole archive, fed as well
   */
  void fill(InputStream archive, int wanted, MessageDigest whole, UploadWatch watch)
      throws IOException {
    MessageDigest digest = Sha1.create();
    int filled = 0;
    while (filled < wanted) {
      watch.check();
      byte[] piece = piece(filled / PIECE);
      int offset = filled % PIECE;
      int read = archive.read(piece, offset, Math.min(PIECE - offset, wanted - filled));
      if (read < 0) {
        throw new EOFException(
            "The archive ended before its size was reached; it changed while it was read.");
      }
      digest.update(piece, offset, read);
      whole.update(piece, offset, read);
      filled += read;
      watch.moved();
    }
    length = filled;
    sha1 = HexFormat.of().formatHex(digest.digest());
  }

  int length() {
    return length;
  }

  /** How many pieces it may have. */
  int room() {
    return room;
  }

  boolean lacksPieces() {
    return pieces.size() < room;
  }

  /** A piece that was used before, so that it need not be made. */
  void add(byte[] piece) {
    pieces.add(piece);
  }

  /** Lets go of its pieces. */
  List<byte[]> release() {
    List<byte[]> released = List.copyOf(pieces);
    pieces.clear();
    length = 0;
    return released;
  }

  /** Forty hex digits. */
  String sha1() {
    return sha1;
  }

  /** The bytes as the SDK sends them, telling the meter what was taken. */
  B2ContentSource content(UploadWatch.Meter meter) {
    return new Content(meter);
  }

  private byte[] piece(int index) {
    while (pieces.size() <= index) {
      pieces.add(new byte[PIECE]);
    }
    return pieces.get(index);
  }

  private final class Content implements B2ContentSource {
    private final UploadWatch.Meter meter;

    Content(UploadWatch.Meter meter) {
      this.meter = meter;
    }

    @Override
    public long getContentLength() {
      return length;
    }

    @Override
    public String getSha1OrNull() {
      return sha1;
    }

    @Override
    @SuppressWarnings("NullAway") // The SDK's contract: null stands for unknown.
    public Long getSrcLastModifiedMillisOrNull() {
      return null;
    }

    @Override
    public InputStream createInputStream() {
      return new Reader(meter);
    }
  }

  private final class Reader extends InputStream {
    private final UploadWatch.Meter meter;
    private int position;

    Reader(UploadWatch.Meter meter) {
      this.meter = meter;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, target.length);
      if (count == 0) {
        return 0;
      }
      if (position >= length) {
        return -1;
      }
      byte[] piece = pieces.get(position / PIECE);
      int from = position % PIECE;
      int read = meter.pass(Math.min(count, Math.min(piece.length - from, length - position)));
      System.arraycopy(piece, from, target, offset, read);
      position += read;
      meter.sent(read);
      return read;
    }
  }
}
