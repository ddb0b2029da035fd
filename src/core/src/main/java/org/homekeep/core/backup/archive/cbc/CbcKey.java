package org.homekeep.core.backup.archive.cbc;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.securetar.Sha256;

/** The AES-128 key that SecureTar 1 and 2 make of a password (securetar.md, versions 1 and 2). */
public final class CbcKey {
  /** Bytes of a salt. */
  public static final int SALT = 16;

  private static final int ROUNDS = 100;
  private static final int BYTES = 16;

  private final SecretKeySpec key;

  private CbcKey(SecretKeySpec key) {
    this.key = key;
  }

  /** Derives the key. */
  public static CbcKey derive(Secret password) {
    byte[] bytes = digest(password.reveal().getBytes(StandardCharsets.UTF_8));
    CbcKey derived = new CbcKey(new SecretKeySpec(bytes, "AES"));
    Arrays.fill(bytes, (byte) 0);
    return derived;
  }

  byte[] iv(byte[] salt) {
    byte[] encoded = key.getEncoded();
    byte[] both = Arrays.copyOf(encoded, encoded.length + salt.length);
    System.arraycopy(salt, 0, both, encoded.length, salt.length);
    byte[] iv = digest(both);
    Arrays.fill(encoded, (byte) 0);
    Arrays.fill(both, (byte) 0);
    return iv;
  }

  Cipher cipher(int mode, String padding, byte[] iv) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/" + padding);
      cipher.init(mode, key, new IvParameterSpec(iv));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java runtime has AES-128-CBC.", e);
    }
  }

  byte[] encoded() {
    return key.getEncoded();
  }

  private static byte[] digest(byte[] start) {
    MessageDigest sha256 = Sha256.create();
    byte[] value = start;
    for (int i = 0; i < ROUNDS; i++) {
      value = sha256.digest(value);
    }
    return Arrays.copyOf(value, BYTES);
  }
}
