package org.homekeep.core.backup.archive.securetar;

import java.security.SecureRandom;

/** Where salts come from. */
@FunctionalInterface
public interface Randomness {
  /** Fills an array with random bytes. */
  void fill(byte[] bytes);

  /** The random bytes of the operating system. */
  static Randomness secure() {
    SecureRandom random = new SecureRandom();
    return random::nextBytes;
  }

  /** So many random bytes. */
  default byte[] next(int count) {
    byte[] bytes = new byte[count];
    fill(bytes);
    return bytes;
  }
}
