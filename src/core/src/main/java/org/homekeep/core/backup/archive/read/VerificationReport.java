package org.homekeep.core.backup.archive.read;

import java.util.List;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveMetadata;

/**
 * All that a full reading of an archive found, good and bad.
 *
 * @param metadata absent when there is no usable backup.json
 * @param parts that were opened, whole or not
 * @param findings the first thousand
 * @param findingCount all of them
 * @param size bytes of the archive that were read
 */
public record VerificationReport(
    Optional<ArchiveMetadata> metadata,
    List<VerifiedPart> parts,
    List<Finding> findings,
    long findingCount,
    long size) {
  public VerificationReport {
    parts = List.copyOf(parts);
    findings = List.copyOf(findings);
  }

  /** Whether everything was checked and is right. */
  public boolean isWhole() {
    return findingCount == 0;
  }
}
