package org.homekeep.core.backup.archive.part;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.PartFormat;
import org.homekeep.core.backup.archive.gzip.GunzipInput;
import org.homekeep.core.backup.archive.gzip.GzipTrailer;
import org.homekeep.core.backup.archive.pipe.PipeThreads;
import org.homekeep.core.backup.archive.pipe.ReadAheadInput;
import org.homekeep.core.backup.archive.securetar.SecureTarHeader;
import org.homekeep.core.backup.archive.securetar.Seekable;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.v1.SecureTarV1;
import org.homekeep.core.backup.archive.v2.SecureTarV2;
import org.homekeep.core.backup.archive.v3.StreamMarks;
import org.homekeep.core.backup.archive.v3.V3Opener;

/** Opens the parts of one archive with one key, or none. For one thread. */
public final class PartOpener {
  /** What is smaller has been read before a thread would have begun. */
  private static final long WORTH_A_THREAD = 256 * 1024;

  private final Optional<Secret> key;
  private final Optional<V3Opener> v3;

  public PartOpener(Optional<Secret> key) {
    this.key = key;
    this.v3 = key.map(V3Opener::new);
  }

  /**
   * The inner tar: decrypted and inflated, each on a thread of its own, so that both go on while
   * the reader does something else, unless it is small. Closing ends them; the part's own data is
   * never closed.
   *
   * @throws ArchiveException.KeyRequired when it is encrypted and there is no key
   * @throws ArchiveException.WrongKey when the key does not open it
   */
  public InputStream openTar(ProbedPart part) throws IOException {
    InputStream ahead = ahead(part, decrypted(part), "archive-decrypt");
    try {
      PlainPart plain = PlainPart.of(ahead);
      return plain.isGzip()
          ? ahead(part, new GunzipInput(plain.data(), trailer(part)), "archive-inflate")
          : plain.data();
    } catch (Throwable e) {
      try {
        ahead.close();
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  private static InputStream ahead(ProbedPart part, InputStream in, String name) {
    return part.member().entry().size() < WORTH_A_THREAD
        ? in
        : new ReadAheadInput(in, PipeThreads.daemons(name));
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
    return decrypt(part, password(part));
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

  /**
   * {@link #decrypted} for a part that is read from any place on.
   *
   * @param whole the part from its first byte; the body of {@code part} is not read
   * @param marks of SecureTar 3: what is known of the stream, and learns more as it is read
   */
  public Seekable decrypted(ProbedPart part, Seekable whole, StreamMarks marks) throws IOException {
    if (part.format() == PartFormat.NOT_ENCRYPTED) {
      return whole;
    }
    Secret password = password(part);
    return switch (part.format()) {
      case NOT_ENCRYPTED -> whole;
      case SECURETAR_1 ->
          SecureTarV1.decrypt(
              whole, password, plaintextSizeOfV1(part), PartOpener::requirePlaintext);
      case SECURETAR_2 ->
          SecureTarV2.decrypt(
              part.header().orElseThrow(), whole, password, PartOpener::requirePlaintext);
      case SECURETAR_3 -> v3.orElseThrow().decrypt(part.header().orElseThrow(), whole, marks);
    };
  }

  /** What follows the data in a gzip stream that is such a part. */
  public static GzipTrailer trailer(ProbedPart part) {
    return paddingIsLeft(part) ? GzipTrailer.PADDED : GzipTrailer.STANDARD;
  }

  private Secret password(ProbedPart part) throws ArchiveException {
    return key.orElseThrow(
        () ->
            new ArchiveException.KeyRequired(
                "Part " + part.member().name() + " is encrypted; its key is needed."));
  }

  private static void requirePlaintext(byte[] start, int length) throws ArchiveException {
    if (!PartProbe.isPlaintext(start, length)) {
      throw new ArchiveException.WrongKey();
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
}
