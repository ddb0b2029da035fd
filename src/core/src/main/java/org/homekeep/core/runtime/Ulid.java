package org.homekeep.core.runtime;

import java.security.SecureRandom;
import java.time.Clock;

/** Makes ULIDs: 48 bits of time and 80 random bits as 26 characters of Crockford's base 32. */
public final class Ulid {
  private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final int TIME_CHARACTERS = 10;
  private static final int RANDOM_CHARACTERS = 16;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public Ulid(Clock clock) {
    this.clock = clock;
  }

  /** A new id. */
  public String next() {
    char[] id = new char[TIME_CHARACTERS + RANDOM_CHARACTERS];
    long millis = clock.millis();
    for (int i = TIME_CHARACTERS - 1; i >= 0; i--) {
      id[i] = ALPHABET[(int) (millis & 31)];
      millis >>>= 5;
    }
    for (int i = TIME_CHARACTERS; i < id.length; i++) {
      id[i] = ALPHABET[random.nextInt(ALPHABET.length)];
    }
    return new String(id);
  }
}
