package org.homekeep.core.backup.archive.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.MetadataJson;
import org.homekeep.core.backup.archive.part.CountingInput;
import org.homekeep.core.backup.archive.part.OuterMember;
import org.homekeep.core.backup.archive.part.OuterTar;
import org.homekeep.core.backup.archive.part.PartName;
import org.homekeep.core.backup.archive.part.PartOpener;
import org.homekeep.core.backup.archive.part.PartProbe;
import org.homekeep.core.backup.archive.part.PartTar;
import org.homekeep.core.backup.archive.part.ProbedPart;

/** One reading of an archive, part after part. */
final class ArchiveVerification {
  private final CountingInput in;
  private final OuterTar tar;
  private final PartOpener opener;
  private final boolean hasKey;
  private final ArchiveLimits limits;
  private final MemberCheck check;
  private final Findings findings;
  private final Set<String> names = new HashSet<>();
  private final List<VerifiedPart> parts = new ArrayList<>();
  private Optional<ArchiveMetadata> metadata = Optional.empty();
  private boolean cutShort;

  ArchiveVerification(
      InputStream in,
      PartOpener opener,
      boolean hasKey,
      ArchiveLimits limits,
      MemberCheck check,
      Findings findings) {
    this.in = new CountingInput(in);
    this.tar = new OuterTar(this.in);
    this.opener = opener;
    this.hasKey = hasKey;
    this.limits = limits;
    this.check = check;
    this.findings = findings;
  }

  void run() throws IOException {
    try {
      readMembers();
      if (metadata.isEmpty() && !names.contains("backup.json")) {
        found(ArchiveInspector.noMetadata());
      }
      if (metadata.isPresent()) {
        requireParts(metadata.get());
      }
    } catch (ArchiveException.Cancelled stopped) {
      throw stopped;
    } catch (IOException failure) {
      found(failure);
    }
  }

  private void readMembers() throws IOException {
    for (Optional<OuterMember> next = nextMember(); next.isPresent(); next = nextMember()) {
      OuterMember member = next.get();
      Optional<String> part = member.partName().map(PartName::text);
      if (!names.add(part.orElse(member.name()))) {
        found(new ArchiveException.Damaged("The archive has " + member.name() + " twice."));
      }
      if (member.isMetadata()) {
        readMetadata();
      } else if (part.isPresent()) {
        readPart(part.get(), member);
      }
    }
    requireZeros();
  }

  /** Ends quietly at a cut that a part has shown already. */
  private Optional<OuterMember> nextMember() throws IOException {
    try {
      return nextSafeMember();
    } catch (ArchiveException.Cancelled | ArchiveException.NotAnArchive hopeless) {
      throw hopeless;
    } catch (ArchiveException failure) {
      if (!cutShort) {
        found(failure);
      }
      return Optional.empty();
    }
  }

  private Optional<OuterMember> nextSafeMember() throws IOException {
    while (true) {
      try {
        return tar.next();
      } catch (ArchiveException.UnsafeMember unsafe) {
        // It is not read; what lies behind it can be.
        found(unsafe);
      }
    }
  }

  private void readMetadata() throws IOException {
    try {
      metadata = Optional.of(MetadataJson.parse(MetadataJson.readBounded(tar.body())));
    } catch (ArchiveException.InvalidMetadata unusable) {
      found(unusable);
    }
  }

  private void readPart(String name, OuterMember member) throws IOException {
    boolean maybeV1 = metadata.map(ArchiveMetadata::isProtected).orElse(hasKey);
    try {
      ProbedPart probed = PartProbe.probe(member, tar.body(), maybeV1);
      try (PartTar content = PartTar.open(probed, opener, limits)) {
        parts.add(new PartVerification(name, content, in, check, findings).verify(probed));
      }
    } catch (ArchiveException.Cancelled stopped) {
      throw stopped;
    } catch (ArchiveException failure) {
      findings.add(
          new Finding(
              Finding.kindOf(failure),
              Optional.of(name),
              Optional.empty(),
              OptionalLong.of(in.count()),
              OptionalLong.empty(),
              String.valueOf(failure.getMessage())),
          failure);
    }
    cutShort = in.ended();
  }

  private void requireZeros() throws IOException {
    byte[] buffer = new byte[64 * 1024];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      for (int i = 0; i < count; i++) {
        if (buffer[i] != 0) {
          found(new ArchiveException.Damaged("Something unknown follows the end of the archive."));
          return;
        }
      }
    }
  }

  private void requireParts(ArchiveMetadata announced) throws IOException {
    for (String name : ExpectedParts.of(announced)) {
      if (!names.contains(name)) {
        found(
            new ArchiveException.MissingPart(
                "The archive lacks part " + name + ", which its backup.json announces."));
      }
    }
  }

  private void found(IOException failure) throws IOException {
    Finding finding =
        Finding.ofArchive(
            Finding.kindOf(failure), in.count(), String.valueOf(failure.getMessage()));
    findings.add(finding, failure);
  }

  Optional<ArchiveMetadata> metadata() {
    return metadata;
  }

  List<VerifiedPart> parts() {
    return parts;
  }

  long size() {
    return in.count();
  }
}
