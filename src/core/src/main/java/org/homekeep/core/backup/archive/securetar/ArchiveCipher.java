package org.homekeep.core.backup.archive.securetar;

/** Encrypts the parts of one archive under one key: a SecureTar version at work. */
public interface ArchiveCipher {
  /** The cipher of the next part, with random values of its own. */
  PartCipher nextPart();
}
