package org.homekeep.core.backup.archive.gzip;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;
import org.homekeep.core.backup.archive.inflate.InflateInput;
import org.homekeep.core.backup.archive.inflate.Inflation;

/**
 * Inflates gzip and checks checksum and length; the end of the stream is only given when both
 * match.
 *
 * <p>Closing closes the source.
 */
public final class GunzipInput extends InputStream {
  private final InputStream source;
  private final InflateInput in;
  private final Inflation inflation;
  private final TrailerCheck trailer;
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
    this.in = new InflateInput(source);
    this.inflation = new Inflation(in);
    this.trailer = new TrailerCheck(in, trailer);
  }

  private GunzipInput(InputStream source, GzipTrailer trailer, GunzipCheckpoint checkpoint)
      throws IOException {
    this.source = source;
    this.in = new InflateInput(source, checkpoint.inputByte());
    this.inflation = Inflation.from(checkpoint.member(), in);
    this.trailer = new TrailerCheck(in, trailer);
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
    return GzipHeader.begins(data, length);
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
    GzipHeader.skip(in);
    crc.reset();
    inflation.restart();
    at = 0;
    inMember = true;
    wholeMember = true;
  }

  private void endMember() throws IOException {
    inMember = false;
    at = inflation.to();
    earlierMembers += inflation.total();
    compressedSize = in.position();
    ended = !trailer.another(wholeMember ? Optional.of(expectedTrailer()) : Optional.empty());
  }

  private byte[] expectedTrailer() {
    return GzipTrailer.bytes(crc.getValue(), inflation.total());
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      source.close();
    }
  }
}
