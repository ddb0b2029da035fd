package org.homekeep.core.backup.archive.part;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.PartFormat;
import org.homekeep.core.backup.archive.gzip.GunzipInput;
import org.homekeep.core.backup.archive.gzip.GzipTrailer;
import org.homekeep.core.backup.archive.securetar.SecureTarHeader;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarFormat;
import org.homekeep.core.backup.archive.v1.SecureTarV1;
import org.homekeep.core.backup.archive.v2.SecureTarV2;
import org.homekeep.core.backup.archive.v3.V3Opener;

/** Opens the parts of one archive with one key, or none. For one thread. */
public final class PartOpener {
  private final Optional<Secret> key;
  private final Optional<V3Opener> v3;

  public PartOpener(Optional<Secret> key) {
    this.key = key;
    this.v3 = key.map(V3Opener::new);
  }

  /**
   * The inner tar: decrypted and inflated.
   *
   * @throws ArchiveException.KeyRequired when it is encrypted and there is no key
   * @throws ArchiveException.WrongKey when the key does not open it
   */
  public InputStream openTar(ProbedPart part) throws IOException {
    PushbackInputStream plain = peekable(decrypted(part));
    byte[] start = peek(plain);
    if (!GunzipInput.looksLikeGzip(start, start.length)) {
      return plain;
    }
    GzipTrailer trailer = paddingIsLeft(part) ? GzipTrailer.PADDED : GzipTrailer.STANDARD;
    return new GunzipInput(plain, trailer);
  }

  /**
   * The part without its encryption, still compressed when it is.
   *
   * @throws ArchiveException.KeyRequired when it is encrypted and there is no key
   * @throws ArchiveException.WrongKey when the key does not open it; AES parts say so at the first
   *     read
   */
  public InputStream decrypted(ProbedPart part) throws IOException {
    if (part.format() == PartFormat.NOT_ENCRYPTED) {
      return part.body();
    }
    Secret password =
        key.orElseThrow(
            () ->
                new ArchiveException.KeyRequired(
                    "Part " + part.member().name() + " is encrypted; its key is needed."));
    return decrypt(part, password);
  }

  private InputStream decrypt(ProbedPart part, Secret password) throws IOException {
    return switch (part.format()) {
      case NOT_ENCRYPTED -> part.body();
      case SECURETAR_1 ->
          SecureTarV1.decrypt(
              part.body(), password, plaintextSizeOfV1(part), PartOpener::requirePlaintext);
      case SECURETAR_2 ->
          SecureTarV2.decrypt(
              commonHeader(part), part.body(), password, PartOpener::requirePlaintext);
      case SECURETAR_3 -> v3.orElseThrow().decrypt(commonHeader(part), part.body());
    };
  }

  private static void requirePlaintext(byte[] start, int length) throws ArchiveException {
    if (!PartProbe.isPlaintext(start, length)) {
      throw new ArchiveException.WrongKey("The key does not open this backup.");
    }
  }

  private static SecureTarHeader commonHeader(ProbedPart part) throws IOException {
    part.body().skipNBytes(SecureTarHeader.SIZE);
    return part.header().orElseThrow();
  }

  private static boolean paddingIsLeft(ProbedPart part) {
    return part.format() == PartFormat.SECURETAR_1 && plaintextSizeOfV1(part).isEmpty();
  }

  /** The size that writers of 2025.1 noted beside a part of SecureTar 1. */
  public static OptionalLong plaintextSizeOfV1(ProbedPart part) {
    RawText record = part.member().entry().extra().get(SecureTarV1.SIZE_RECORD);
    if (record == null) {
      return OptionalLong.empty();
    }
    try {
      long size = Long.parseLong(record.toString());
      return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
    } catch (NumberFormatException notANumber) {
      return OptionalLong.empty();
    }
  }

  private static PushbackInputStream peekable(InputStream in) {
    return new PushbackInputStream(in, TarFormat.BLOCK);
  }

  private static byte[] peek(PushbackInputStream in) throws IOException {
    byte[] start = in.readNBytes(TarFormat.BLOCK);
    in.unread(start);
    return start;
  }
}
