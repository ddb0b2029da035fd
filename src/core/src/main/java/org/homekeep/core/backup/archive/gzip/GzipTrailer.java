package org.homekeep.core.backup.archive.gzip;

/** What may follow the deflate data of a gzip stream. */
public enum GzipTrailer {
  /** Checksum and length, then the end, more gzip members, or zeros. */
  STANDARD,
  /**
   * As in SecureTar 1, where the end of the data is not known: checksum and length with cipher
   * padding after each piece, or after the whole.
   */
  PADDED
}
