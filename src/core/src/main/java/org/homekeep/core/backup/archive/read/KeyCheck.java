package org.homekeep.core.backup.archive.read;

/** Whether a key opens an archive (backup.md §6.5). */
public enum KeyCheck {
  /** The key opens the first part. */
  OPENS,
  /** The first part is encrypted with another key. */
  WRONG_KEY,
  /** The first part is readable without any key. */
  NOT_ENCRYPTED,
  /**
   * SecureTar 1, which is not decrypted while downloading; only {@code checkForDownload} says so.
   */
  UNSUPPORTED_VERSION_1,
  /** The archive has no part at all. */
  NO_PART
}
