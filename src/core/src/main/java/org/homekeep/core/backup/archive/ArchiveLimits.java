package org.homekeep.core.backup.archive;

/**
 * How much an archive may hold before it counts as an attack.
 *
 * @param maxMembers members of one part
 * @param maxBytes bytes of all files of one part
 * @param maxRatio bytes of tar for each byte in the archive, counted above the first MiB of tar;
 *     deflate itself never gives more than about 1,032
 */
public record ArchiveLimits(long maxMembers, long maxBytes, long maxRatio) {
  public ArchiveLimits {
    if (maxMembers < 1 || maxBytes < 0 || maxRatio < 1) {
      throw new IllegalArgumentException("Limits must be positive.");
    }
  }

  /**
   * Generous limits that no real home meets: 20 million members, 16 TiB, and any ratio, since a
   * file of zeros is data, too.
   */
  public static ArchiveLimits standard() {
    return new ArchiveLimits(20_000_000, 1L << 44, 2_000);
  }
}
