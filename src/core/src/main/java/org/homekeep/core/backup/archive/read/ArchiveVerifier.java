package org.homekeep.core.backup.archive.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.MetadataJson;
import org.homekeep.core.backup.archive.part.OuterMember;
import org.homekeep.core.backup.archive.part.OuterTar;
import org.homekeep.core.backup.archive.part.PartOpener;
import org.homekeep.core.backup.archive.part.PartProbe;
import org.homekeep.core.backup.archive.part.PartTar;
import org.homekeep.core.backup.archive.part.ProbedPart;

/**
 * Reads an archive to its last byte: every part decrypted, inflated, walked as a tar, and its
 * checksums, authentication and sizes checked.
 */
public final class ArchiveVerifier {
  private final Optional<Secret> key;
  private final ArchiveLimits limits;

  /**
   * A verifier.
   *
   * @param key opens encrypted parts
   */
  public ArchiveVerifier(Optional<Secret> key, ArchiveLimits limits) {
    this.key = key;
    this.limits = limits;
  }

  /** Verifies an archive file. */
  public Verification verify(Path archive) throws IOException {
    try (InputStream in = ArchiveInput.open(archive)) {
      return verify(in);
    }
  }

  /**
   * Verifies an archive that is read once, from its beginning; the stream stays open.
   *
   * @throws ArchiveException that says what is wrong and where; {@link
   *     ArchiveException.MissingPart} when a part that backup.json announces is not there
   */
  public Verification verify(InputStream in) throws IOException {
    CountingInput counted = new CountingInput(in);
    OuterTar tar = new OuterTar(counted);
    PartOpener opener = new PartOpener(key);
    Optional<ArchiveMetadata> metadata = Optional.empty();
    Set<String> names = new HashSet<>();
    List<VerifiedPart> parts = new ArrayList<>();
    for (Optional<OuterMember> next = tar.next(); next.isPresent(); next = tar.next()) {
      OuterMember member = next.get();
      Optional<String> name = member.partName();
      if (!names.add(name.orElse(member.name()))) {
        throw new ArchiveException.Damaged("The archive has " + member.name() + " twice.");
      }
      if (member.isMetadata()) {
        metadata = Optional.of(MetadataJson.parse(MetadataJson.readBounded(tar.body())));
      } else if (name.isPresent()) {
        boolean maybeV1 = metadata.map(ArchiveMetadata::isProtected).orElse(key.isPresent());
        ProbedPart probed = PartProbe.probe(member, tar.body(), maybeV1);
        parts.add(verify(name.get(), probed, opener));
      }
    }
    requireZeros(counted);
    ArchiveMetadata found = metadata.orElseThrow(ArchiveInspector::noMetadata);
    requireParts(found, names);
    return new Verification(found, parts, counted.count());
  }

  private VerifiedPart verify(String name, ProbedPart probed, PartOpener opener)
      throws IOException {
    try (PartTar tar = PartTar.open(probed, opener, limits)) {
      while (tar.next().isPresent()) {
        tar.skipBody();
      }
      tar.finish();
      return new VerifiedPart(name, probed.format(), tar.members(), tar.fileBytes());
    }
  }

  private static void requireZeros(InputStream in) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      for (int i = 0; i < count; i++) {
        if (buffer[i] != 0) {
          throw new ArchiveException.Damaged("Something unknown follows the end of the archive.");
        }
      }
    }
  }

  private static void requireParts(ArchiveMetadata metadata, Set<String> names)
      throws ArchiveException {
    List<String> expected = new ArrayList<>();
    metadata.homeAssistant().ifPresent(included -> expected.add("homeassistant"));
    metadata.addOns().forEach(addOn -> expected.add(addOn.slug()));
    metadata.folders().forEach(folder -> expected.add(folder.replace('/', '_')));
    for (String name : expected) {
      if (!names.contains(name)) {
        throw new ArchiveException.MissingPart(
            "The archive lacks part " + name + ", which its backup.json announces.");
      }
    }
  }
}
