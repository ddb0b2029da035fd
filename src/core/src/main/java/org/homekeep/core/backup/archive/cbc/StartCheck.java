package org.homekeep.core.backup.archive.cbc;

import org.homekeep.core.backup.archive.ArchiveException;

/**
 * Looks at the beginning of the plaintext, which is all that tells a wrong key from a right one.
 */
@FunctionalInterface
public interface StartCheck {
  /** Throws when these cannot be the first bytes. */
  void check(byte[] plaintext, int length) throws ArchiveException;

  /** Takes any beginning. */
  static StartCheck none() {
    return (plaintext, length) -> {};
  }
}
