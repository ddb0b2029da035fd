package org.homekeep.core.backup.archive.index;

import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.ArchiveObserver;

/**
 * How an index is made.
 *
 * @param limits beyond which the archive counts as an attack
 * @param observer is told the bytes of the inner tars
 * @param spacing bytes of an inner tar between two places from which it can be read; more when the
 *     part is larger than 256 times as much
 */
public record IndexOptions(ArchiveLimits limits, ArchiveObserver observer, long spacing) {
  private static final long STANDARD_SPACING = 4L << 20;

  public IndexOptions {
    if (spacing < 1) {
      throw new IllegalArgumentException("The spacing must be positive.");
    }
  }

  /** Standard limits, nobody who looks on, and 4 MiB. */
  public static IndexOptions standard() {
    return new IndexOptions(ArchiveLimits.standard(), ArchiveObserver.none(), STANDARD_SPACING);
  }

  /** The same with another observer. */
  public IndexOptions withObserver(ArchiveObserver other) {
    return new IndexOptions(limits, other, spacing);
  }
}
