package org.homekeep.core.frontend.directory;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash that browsers know. */
final class Sha256 {
  private Sha256() {}

  static byte[] of(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
