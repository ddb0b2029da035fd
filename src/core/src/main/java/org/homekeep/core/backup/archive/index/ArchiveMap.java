package org.homekeep.core.backup.archive.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.MetadataJson;
import org.homekeep.core.backup.archive.part.OuterMember;
import org.homekeep.core.backup.archive.part.OuterTar;
import org.homekeep.core.backup.archive.part.PartProbe;
import org.homekeep.core.backup.archive.part.ProbedPart;
import org.homekeep.core.backup.archive.securetar.Sha256;

/**
 * Where the parts of an archive are, and a fingerprint that another archive does not have.
 *
 * <p>The fingerprint is made of the size, the names and places of all members and the first and
 * last bytes of each: salts, checksums and authentication stand there, so that no archive that was
 * written anew has it. A byte that changes in the middle of a part leaves it as it is.
 *
 * @param parts by their names, in the order of the archive
 */
record ArchiveMap(Map<String, LocatedPart> parts, String fingerprint) {
  private static final int EDGE = 512;

  /** Walks over the members without reading their data. */
  static ArchiveMap of(FileChannel file, boolean keyGiven) throws IOException {
    MessageDigest digest = Sha256.create();
    digest.update(number(file.size()));
    Map<String, LocatedPart> parts = new LinkedHashMap<>();
    boolean maybeV1 = keyGiven;
    RangeInput in = new FileRange(file, 0, file.size()).from(0);
    OuterTar tar = new OuterTar(in);
    for (Optional<OuterMember> next = tar.next(); next.isPresent(); next = tar.next()) {
      OuterMember member = next.get();
      FileRange range = new FileRange(file, in.position(), member.entry().size());
      note(digest, member, range);
      if (member.isMetadata()) {
        maybeV1 = MetadataJson.parse(MetadataJson.readBounded(tar.body())).isProtected();
      } else if (member.partName().isPresent()) {
        String name = member.partName().get().text();
        ProbedPart probed = PartProbe.probe(member, tar.body(), maybeV1);
        if (parts.put(name, new LocatedPart(name, probed, range)) != null) {
          throw new ArchiveException.Damaged("The archive has " + member.name() + " twice.");
        }
      }
    }
    return new ArchiveMap(parts, Sha256.hex(digest.digest()));
  }

  /** Whether a part is encrypted, so that an index must be, too. */
  boolean isEncrypted() {
    return parts.values().stream().anyMatch(part -> part.probed().format().isEncrypted());
  }

  private static void note(MessageDigest digest, OuterMember member, FileRange range)
      throws IOException {
    byte[] name = member.entry().name().bytes();
    digest.update(number(name.length));
    digest.update(name);
    digest.update(number(range.start()));
    digest.update(number(range.size()));
    digest.update(range.from(0).readNBytes(EDGE));
    digest.update(range.from(Math.max(0, range.size() - EDGE)).readNBytes(EDGE));
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }
}
