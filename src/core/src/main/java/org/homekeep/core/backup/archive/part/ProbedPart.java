package org.homekeep.core.backup.archive.part;

import java.io.InputStream;
import java.util.Optional;
import org.homekeep.core.backup.archive.PartFormat;
import org.homekeep.core.backup.archive.securetar.SecureTarHeader;

/**
 * A part whose format is known and whose data is untouched.
 *
 * @param header the common header, when the version has one
 * @param body the part from its first byte
 */
public record ProbedPart(
    OuterMember member, PartFormat format, Optional<SecureTarHeader> header, InputStream body) {
  /** Its name. */
  public PartName name() {
    return member.partName().orElseThrow();
  }
}
