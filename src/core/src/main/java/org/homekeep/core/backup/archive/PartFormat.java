package org.homekeep.core.backup.archive;

/** How a part is protected: not at all, or by one of the SecureTar versions. */
public enum PartFormat {
  /** Readable by anybody. */
  NOT_ENCRYPTED,
  /** AES-128 without a header; written by Home Assistant before 2025.2, only read here. */
  SECURETAR_1,
  /** AES-128 with a header that carries the size. */
  SECURETAR_2,
  /** XChaCha20-Poly1305 with Argon2id: authenticated. */
  SECURETAR_3;

  /** Whether a key is needed. */
  public boolean isEncrypted() {
    return this != NOT_ENCRYPTED;
  }

  /** Whether every change of the data is noticed, also one made on purpose. */
  public boolean isAuthenticated() {
    return this == SECURETAR_3;
  }
}
