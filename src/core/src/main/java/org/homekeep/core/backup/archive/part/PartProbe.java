package org.homekeep.core.backup.archive.part;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.PartFormat;
import org.homekeep.core.backup.archive.gzip.GunzipInput;
import org.homekeep.core.backup.archive.securetar.SecureTarHeader;
import org.homekeep.core.backup.archive.tar.TarFormat;
import org.homekeep.core.backup.archive.v1.SecureTarV1;

/** Recognises the format of a part by its first block (securetar.md, "Which format a part has"). */
public final class PartProbe {
  private PartProbe() {}

  /**
   * Looks at the first block.
   *
   * @param maybeV1 whether a part without any magic may be SecureTar 1, which has none: true when
   *     backup.json says that the backup is protected
   * @throws ArchiveException.Unsupported for a SecureTar version from the future
   * @throws ArchiveException.Damaged when the part is nothing that is known
   */
  public static ProbedPart probe(OuterMember member, InputStream in, boolean maybeV1)
      throws IOException {
    PushbackInputStream body = new PushbackInputStream(in, TarFormat.BLOCK);
    byte[] start = body.readNBytes(TarFormat.BLOCK);
    body.unread(start);
    Optional<SecureTarHeader> header = SecureTarHeader.parse(start, start.length);
    if (header.isPresent()) {
      PartFormat format =
          header.get().version() == 2 ? PartFormat.SECURETAR_2 : PartFormat.SECURETAR_3;
      return new ProbedPart(member, format, header, body);
    }
    if (isPlaintext(start, start.length)) {
      return new ProbedPart(member, PartFormat.NOT_ENCRYPTED, header, body);
    }
    if (maybeV1 || member.entry().extra().containsKey(SecureTarV1.SIZE_RECORD)) {
      return new ProbedPart(member, PartFormat.SECURETAR_1, header, body);
    }
    throw new ArchiveException.Damaged(
        "Part " + member.name() + " is neither a tar, nor compressed, nor encrypted.");
  }

  /** Whether a block begins a tar or a compressed tar. */
  static boolean isPlaintext(byte[] start, int length) {
    return GunzipInput.looksLikeGzip(start, length) || TarFormat.looksLikeTar(start, length);
  }
}
