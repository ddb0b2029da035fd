package org.homekeep.core.backup.archive.transcode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.gzip.GunzipInput;
import org.homekeep.core.backup.archive.gzip.GzipTrailer;
import org.homekeep.core.backup.archive.part.BoundedInput;
import org.homekeep.core.backup.archive.part.PartOpener;
import org.homekeep.core.backup.archive.part.PlainPart;
import org.homekeep.core.backup.archive.part.ProbedPart;
import org.homekeep.core.backup.archive.tar.TarFormat;

/**
 * What is the content of a part of SecureTar 1 and what is padding of its cipher.
 *
 * <p>Without a noted size, a gzip part ends in a trailer with padding in and behind it, which is
 * replaced by a proper one (securetar.md, versions 1 and 2).
 */
final class V1Content {
  private static final int AES_BLOCK = 16;

  private final long kept;
  private final byte[] trailer;

  /**
   * A content.
   *
   * @param kept bytes of the decrypted part that are content
   * @param trailer what follows them
   */
  private V1Content(long kept, byte[] trailer) {
    this.kept = kept;
    this.trailer = trailer;
  }

  /** Reads a part to its end, and so checks it. */
  static V1Content measure(ProbedPart part, PartOpener opener) throws IOException {
    OptionalLong noted = PartOpener.plaintextSizeOfV1(part);
    try (PlainPart plain = PlainPart.of(opener.decrypted(part))) {
      if (noted.isPresent()) {
        drain(plain.data(), new CRC32());
        return new V1Content(noted.getAsLong(), new byte[0]);
      }
      return plain.isGzip() ? gzip(plain.data()) : tar(plain.data());
    }
  }

  private static V1Content gzip(InputStream plain) throws IOException {
    GunzipInput gunzip = new GunzipInput(plain, GzipTrailer.PADDED);
    CRC32 crc = new CRC32();
    long size = drain(gunzip, crc);
    byte[] trailer = GzipTrailer.bytes(crc.getValue(), size);
    return new V1Content(gunzip.compressedSize(), trailer);
  }

  /** A tar ends in zeros; the padding behind them says how long it is. */
  private static V1Content tar(InputStream plain) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long size = 0;
    int last = 0;
    for (int count = plain.read(buffer); count >= 0; count = plain.read(buffer)) {
      size += count;
      last = count == 0 ? last : buffer[count - 1];
    }
    if (last < 1 || last > AES_BLOCK || (size - last) % TarFormat.BLOCK != 0) {
      throw new ArchiveException.Damaged("The end of an encrypted part is damaged.");
    }
    return new V1Content(size - last, new byte[0]);
  }

  private static long drain(InputStream in, CRC32 crc) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long size = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      crc.update(buffer, 0, count);
      size += count;
    }
    return size;
  }

  /** The content alone; closing its data closes what it is taken from. */
  RecodedPart of(InputStream decrypted) {
    InputStream content =
        new SequenceInputStream(
            new BoundedInput(decrypted, kept), new ByteArrayInputStream(trailer));
    return new RecodedPart(kept + trailer.length, content);
  }
}
