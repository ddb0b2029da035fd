package org.homekeep.core.backup.archive.securetar;

/** Encrypts one part; its random values are fixed, so that it can do the same again. */
public interface PartCipher {
  /** The header before the encrypted data; always of the same length. */
  byte[] header(long plaintextSize);

  /** The size of header and encrypted data for so many bytes of plaintext. */
  long encryptedSize(long plaintextSize);

  /** A new transform over the part from its first byte. */
  BlockTransform encryptor();
}
