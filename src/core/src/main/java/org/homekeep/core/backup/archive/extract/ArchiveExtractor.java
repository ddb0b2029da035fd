package org.homekeep.core.backup.archive.extract;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.MetadataJson;
import org.homekeep.core.backup.archive.part.OuterMember;
import org.homekeep.core.backup.archive.part.OuterTar;
import org.homekeep.core.backup.archive.part.PartOpener;
import org.homekeep.core.backup.archive.part.PartProbe;
import org.homekeep.core.backup.archive.part.PartTar;
import org.homekeep.core.backup.archive.part.ProbedPart;
import org.homekeep.core.backup.archive.read.ArchiveInput;

/**
 * Extracts parts of archives into empty directories; nothing is ever written outside of them.
 *
 * <p>An archive that tries is refused with {@link ArchiveException.UnsafeMember}. Symlinks are
 * data: they are restored wherever they point to, and never followed. Pipes and devices are left
 * out with a warning. Permission bits and times are restored, owners where root extracts. Only a
 * call that returns has checked everything: after an exception the caller deletes the directory.
 */
public final class ArchiveExtractor {
  private final Optional<Secret> key;
  private final ExtractOptions options;

  public ArchiveExtractor(Optional<Secret> key, ExtractOptions options) {
    this.key = key;
    this.options = options;
  }

  /** Extracts a part of an archive file. */
  public ExtractedPart extract(Path archive, String part, Path target, ArchiveObserver observer)
      throws IOException {
    try (InputStream in = ArchiveInput.open(archive)) {
      return extract(in, part, target, observer);
    }
  }

  /**
   * Extracts a part of an archive that is read once, from its beginning, to the end of the part.
   *
   * @param part its name, for instance {@code homeassistant}
   * @param target a directory that is empty, or does not exist while its parent does
   * @throws ArchiveException.MissingPart when the archive does not have the part
   * @throws ArchiveException.UnsafeMember when the target is not empty, or for the archive's sake
   */
  public ExtractedPart extract(InputStream in, String part, Path target, ArchiveObserver observer)
      throws IOException {
    OuterTar tar = new OuterTar(in);
    boolean maybeV1 = key.isPresent();
    for (Optional<OuterMember> next = tar.next(); next.isPresent(); next = tar.next()) {
      OuterMember member = next.get();
      if (member.isMetadata()) {
        ArchiveMetadata metadata = MetadataJson.parse(MetadataJson.readBounded(tar.body()));
        maybeV1 = metadata.isProtected();
      } else if (member.partName().filter(name -> name.text().equals(part)).isPresent()) {
        ProbedPart probed = PartProbe.probe(member, tar.body(), maybeV1);
        return extract(probed, prepared(target), true, observer);
      }
    }
    throw new ArchiveException.MissingPart("The archive has no part " + part + ".");
  }

  /**
   * Extracts a part that the caller has found into a directory that may hold other things.
   *
   * <p>Nothing that is there is replaced or written through. What was written before an exception
   * stays, but for the file that is not whole.
   *
   * @param target a directory, which stays as it is with all that is in it; or nothing yet, while
   *     its parent exists
   * @throws ArchiveException.UnsafeMember also when something of a member's name is there
   */
  public ExtractedPart extractInto(ProbedPart probed, Path target, ArchiveObserver observer)
      throws IOException {
    boolean isNew = !Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS);
    if (isNew) {
      Files.createDirectory(target);
    }
    return extract(probed, target, isNew, observer);
  }

  private ExtractedPart extract(
      ProbedPart probed, Path target, boolean isNew, ArchiveObserver observer) throws IOException {
    try (PartTar tar = PartTar.open(probed, new PartOpener(key), options.limits())) {
      PartExtraction extraction = new PartExtraction(tar, target, isNew, options, observer);
      ExtractedPart extracted = extraction.run();
      tar.finish();
      if (options.sync()) {
        observer.syncing();
        TreeSync.sync(target);
      }
      return extracted;
    }
  }

  private static Path prepared(Path target) throws IOException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return Files.createDirectory(target);
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(target)) {
      if (children.iterator().hasNext()) {
        throw new ArchiveException.UnsafeMember(
            "The directory to extract to is not empty; files in it could be overwritten.");
      }
    }
    return target;
  }
}
