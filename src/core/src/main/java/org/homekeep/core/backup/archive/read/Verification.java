package org.homekeep.core.backup.archive.read;

import java.util.List;
import org.homekeep.core.backup.archive.ArchiveMetadata;

/**
 * What a full reading of an archive found.
 *
 * @param size bytes of the archive, padding included
 */
public record Verification(ArchiveMetadata metadata, List<VerifiedPart> parts, long size) {
  public Verification {
    parts = List.copyOf(parts);
  }

  /** Whether every part is encrypted, measured and not believed; false when there is none. */
  public boolean measuredProtected() {
    return !parts.isEmpty() && parts.stream().allMatch(part -> part.format().isEncrypted());
  }

  /** Whether some parts are encrypted and others are not. */
  public boolean mixed() {
    return !measuredProtected() && parts.stream().anyMatch(part -> part.format().isEncrypted());
  }

  /** The members of all parts. */
  public long members() {
    return parts.stream().mapToLong(VerifiedPart::members).sum();
  }

  /** The bytes of all files in all parts. */
  public long fileBytes() {
    return parts.stream().mapToLong(VerifiedPart::fileBytes).sum();
  }
}
