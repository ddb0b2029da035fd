package org.homekeep.core.backup.archive.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.MetadataJson;
import org.homekeep.core.backup.archive.PartFormat;
import org.homekeep.core.backup.archive.part.OuterMember;
import org.homekeep.core.backup.archive.part.OuterTar;
import org.homekeep.core.backup.archive.part.PartOpener;
import org.homekeep.core.backup.archive.part.PartProbe;
import org.homekeep.core.backup.archive.part.ProbedPart;

/**
 * Answers questions about an archive, reading no more of it than needed.
 *
 * <p>Streams given are read from their beginning and stay open; files are opened and closed. All
 * methods throw {@link ArchiveException} for what is wrong with the archive.
 */
public final class ArchiveInspector {
  private ArchiveInspector() {}

  /** The backup.json of an archive file. */
  public static ArchiveMetadata metadata(Path archive) throws IOException {
    try (InputStream in = ArchiveInput.open(archive)) {
      return metadata(in);
    }
  }

  /** The backup.json of an archive; normally its first member, so that little is read. */
  public static ArchiveMetadata metadata(InputStream in) throws IOException {
    OuterTar tar = new OuterTar(in);
    for (Optional<OuterMember> member = tar.next(); member.isPresent(); member = tar.next()) {
      if (member.get().isMetadata()) {
        return MetadataJson.parse(MetadataJson.readBounded(tar.body()));
      }
    }
    throw noMetadata();
  }

  /** Metadata and parts of an archive file; the data of the parts is not read. */
  public static ArchiveSummary summary(Path archive) throws IOException {
    ArchiveMetadata metadata = metadata(archive);
    List<PartInfo> parts = new ArrayList<>();
    try (InputStream in = ArchiveInput.open(archive)) {
      OuterTar tar = new OuterTar(in);
      for (Optional<OuterMember> next = tar.next(); next.isPresent(); next = tar.next()) {
        OuterMember member = next.get();
        if (member.partName().isPresent()) {
          parts.add(PartInfo.of(PartProbe.probe(member, tar.body(), metadata.isProtected())));
        }
      }
    }
    return new ArchiveSummary(metadata, parts);
  }

  /** Whether a key opens an archive file, of any SecureTar version. */
  public static KeyCheck checkKey(Path archive, Secret key) throws IOException {
    try (InputStream in = ArchiveInput.open(archive)) {
      return checkKey(in, key);
    }
  }

  /** Whether a key opens an archive, of any SecureTar version. */
  public static KeyCheck checkKey(InputStream in, Secret key) throws IOException {
    Optional<ProbedPart> part = firstPart(in);
    return part.isEmpty() ? KeyCheck.NO_PART : check(part.get(), key);
  }

  /** Whether an archive can be decrypted with a key while it is downloaded (backup.md §6.5). */
  public static KeyCheck checkForDownload(InputStream in, Secret key) throws IOException {
    Optional<ProbedPart> part = firstPart(in);
    if (part.isEmpty()) {
      return KeyCheck.NO_PART;
    }
    return part.get().format() == PartFormat.SECURETAR_1
        ? KeyCheck.UNSUPPORTED_VERSION_1
        : check(part.get(), key);
  }

  private static KeyCheck check(ProbedPart part, Secret key) throws IOException {
    if (!part.format().isEncrypted()) {
      return KeyCheck.NOT_ENCRYPTED;
    }
    try (InputStream plaintext = new PartOpener(Optional.of(key)).decrypted(part)) {
      return plaintext.read() < 0 ? KeyCheck.WRONG_KEY : KeyCheck.OPENS;
    } catch (ArchiveException.WrongKey e) {
      return KeyCheck.WRONG_KEY;
    }
  }

  private static Optional<ProbedPart> firstPart(InputStream in) throws IOException {
    OuterTar tar = new OuterTar(in);
    boolean maybeV1 = true;
    for (Optional<OuterMember> member = tar.next(); member.isPresent(); member = tar.next()) {
      if (member.get().isMetadata()) {
        maybeV1 = MetadataJson.parse(MetadataJson.readBounded(tar.body())).isProtected();
      } else if (member.get().partName().isPresent()) {
        return Optional.of(PartProbe.probe(member.get(), tar.body(), maybeV1));
      }
    }
    return Optional.empty();
  }

  static ArchiveException noMetadata() {
    return new ArchiveException.NotAnArchive(
        "This is not a backup archive: there is no backup.json in it.");
  }
}
