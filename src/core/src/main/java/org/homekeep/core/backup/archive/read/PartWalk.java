package org.homekeep.core.backup.archive.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.MetadataJson;
import org.homekeep.core.backup.archive.PartFormat;
import org.homekeep.core.backup.archive.part.OuterMember;
import org.homekeep.core.backup.archive.part.OuterTar;
import org.homekeep.core.backup.archive.part.PartOpener;
import org.homekeep.core.backup.archive.part.PartProbe;
import org.homekeep.core.backup.archive.part.PartTar;
import org.homekeep.core.backup.archive.part.ProbedPart;

/**
 * The parts of an archive, one after the other, from a stream that is read once and belongs to the
 * caller. A part need not be opened, nor read to its end.
 */
public final class PartWalk {
  private final OuterTar tar;
  private final PartOpener opener;
  private final boolean hasKey;
  private Optional<ArchiveMetadata> metadata = Optional.empty();
  private boolean insidePart;

  public PartWalk(InputStream in, Optional<Secret> key) {
    this.tar = new OuterTar(in);
    this.opener = new PartOpener(key);
    this.hasKey = key.isPresent();
  }

  /**
   * The next part, untouched.
   *
   * @throws ArchiveException.UnsafeMember for a part whose name could do harm
   * @throws ArchiveException.NotAnArchive at the end, when there was no backup.json
   */
  public Optional<ProbedPart> next() throws IOException {
    insidePart = false;
    for (Optional<OuterMember> next = member(); next.isPresent(); next = member()) {
      OuterMember member = next.get();
      if (member.isMetadata()) {
        metadata = Optional.of(MetadataJson.parse(MetadataJson.readBounded(tar.body())));
      } else if (member.partName().isPresent()) {
        boolean maybeV1 = metadata.map(ArchiveMetadata::isProtected).orElse(hasKey);
        insidePart = true;
        return Optional.of(PartProbe.probe(member, tar.body(), maybeV1));
      }
    }
    if (metadata.isEmpty()) {
      throw ArchiveInspector.noMetadata();
    }
    return Optional.empty();
  }

  private Optional<OuterMember> member() throws IOException {
    try {
      return tar.next();
    } catch (ArchiveException.UnsafeMember unsafe) {
      insidePart = true;
      throw unsafe;
    }
  }

  /**
   * Whether what failed last concerns one part alone, so that {@link #next} may be asked for the
   * one behind it.
   */
  public boolean canGoOn() {
    return insidePart;
  }

  /** The backup.json, once it was passed: normally before the first part. */
  public Optional<ArchiveMetadata> metadata() {
    return metadata;
  }

  /** The members of the part that {@link #next} gave last. */
  public PartTar open(ProbedPart part) throws IOException {
    return PartTar.open(part, opener, ArchiveLimits.standard());
  }

  /** Whether the key opens the part that {@link #next} gave last; a little of it is read. */
  public KeyCheck tryKey(ProbedPart part) throws IOException {
    if (part.format() == PartFormat.NOT_ENCRYPTED) {
      return KeyCheck.NOT_ENCRYPTED;
    }
    try (InputStream plaintext = opener.decrypted(part)) {
      return plaintext.read() < 0 ? KeyCheck.WRONG_KEY : KeyCheck.OPENS;
    } catch (ArchiveException.WrongKey wrong) {
      return KeyCheck.WRONG_KEY;
    }
  }
}
