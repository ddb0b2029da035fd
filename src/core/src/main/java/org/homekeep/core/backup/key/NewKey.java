package org.homekeep.core.backup.key;

import java.security.SecureRandom;
import org.homekeep.api.Secret;

/** A new key in Home Assistant's form: seven groups of four letters and digits (backup.md §8). */
public final class NewKey {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final int GROUPS = 7;
  private static final int GROUP = 4;

  private NewKey() {}

  /** Draws a key; every letter and digit is as likely as every other. */
  public static Secret make() {
    SecureRandom random = new SecureRandom();
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP; i++) {
      key.append(i > 0 && i % GROUP == 0 ? "-" : "");
      key.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return Secret.of(key.toString());
  }
}
