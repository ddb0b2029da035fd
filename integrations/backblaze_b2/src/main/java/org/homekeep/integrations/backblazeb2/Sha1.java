package org.homekeep.integrations.backblazeb2;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest that B2 uses, against damage and not against forgery. */
final class Sha1 {
  private Sha1() {}

  static MessageDigest create() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-1.", impossible);
    }
  }

  /** Of all the bytes, as B2 writes it. */
  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(create().digest(bytes));
  }
}
