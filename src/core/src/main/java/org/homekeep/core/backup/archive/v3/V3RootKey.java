package org.homekeep.core.backup.archive.v3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.homekeep.api.Secret;

/** The key that Argon2id makes of a password and a salt, and the keys derived from it. */
final class V3RootKey {
  static final int SALT = 16;
  static final int KEY = 32;

  private static final int PASSES = 8;
  private static final int MEMORY_KIB = 16 * 1024;
  private static final int PERSONALISATION_BYTES = 16;

  private final byte[] salt;
  private final byte[] root;

  private V3RootKey(byte[] salt, byte[] root) {
    this.salt = salt;
    this.root = root;
  }

  /** Takes about a tenth of a second and 16 MiB, on purpose. */
  static V3RootKey derive(Secret password, byte[] salt) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withIterations(PASSES)
            .withMemoryAsKB(MEMORY_KIB)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] bytes = password.reveal().getBytes(StandardCharsets.UTF_8);
    byte[] root = new byte[KEY];
    argon2.generateBytes(bytes, root);
    Arrays.fill(bytes, (byte) 0);
    return new V3RootKey(salt.clone(), root);
  }

  boolean hasSalt(byte[] other) {
    return Arrays.equals(salt, other);
  }

  byte[] salt() {
    return salt.clone();
  }

  byte[] root() {
    return root.clone();
  }

  /** BLAKE2b-256 of nothing, keyed with the root key. */
  byte[] subkey(byte[] subkeySalt) {
    byte[] personalisation =
        Arrays.copyOf("SecureTarv3".getBytes(StandardCharsets.US_ASCII), PERSONALISATION_BYTES);
    Blake2bDigest blake2b = new Blake2bDigest(root, KEY, subkeySalt, personalisation);
    byte[] key = new byte[KEY];
    blake2b.doFinal(key, 0);
    return key;
  }
}
