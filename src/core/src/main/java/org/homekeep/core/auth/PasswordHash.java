package org.homekeep.core.auth;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.homekeep.api.Secret;

/**
 * Passwords as Home Assistant stores them: base64 of a bcrypt string (framework.md §2.1). Takes a
 * quarter of a second, so it is never called on the event loop.
 */
final class PasswordHash {
  private static final int COST = 12;
  private static final int SALT_BYTES = 16;
  private static final int PASSWORD_BYTES = 72;

  /** Belongs to nobody; checking against it takes as long as against a real one. */
  static final Secret OF_NOBODY = encoded("$2b$12$" + ".".repeat(53));

  private PasswordHash() {}

  /** A new hash with a salt of its own. Blocking. */
  static Secret make(Secret password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return encoded(OpenBSDBCrypt.generate("2b", bytes(password), salt, COST));
  }

  /** Whether the hash was made of the password. Blocking. A hash that is none matches nothing. */
  static boolean matches(Secret hash, Secret password) {
    try {
      String bcrypt =
          new String(Base64.getDecoder().decode(hash.reveal()), StandardCharsets.US_ASCII);
      return OpenBSDBCrypt.checkPassword(bcrypt, bytes(password));
    } catch (IllegalArgumentException notAHash) {
      return false;
    }
  }

  private static Secret encoded(String bcrypt) {
    return Secret.of(
        Base64.getEncoder().encodeToString(bcrypt.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Bcrypt itself knows no more than 72 bytes. */
  private static byte[] bytes(Secret password) {
    byte[] all = password.reveal().getBytes(StandardCharsets.UTF_8);
    return all.length <= PASSWORD_BYTES ? all : Arrays.copyOf(all, PASSWORD_BYTES);
  }
}
