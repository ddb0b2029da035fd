package org.homekeep.browser;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator app (RFC 6238). */
final class Codes {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int STEP_SECONDS = 30;

  private Codes() {}

  /**
   * The code of a moment.
   *
   * @param secret as the page shows it for typing
   */
  static String at(String secret, Instant moment) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(bytes(secret), "HmacSHA1"));
      long step = moment.getEpochSecond() / STEP_SECONDS;
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int at = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash, at, Integer.BYTES).getInt() & Integer.MAX_VALUE;
      return "%06d".formatted(number % 1_000_000);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] bytes(String secret) {
    String letters = secret.replaceAll("[ =-]", "");
    ByteBuffer bytes = ByteBuffer.allocate(letters.length() * 5 / 8);
    int held = 0;
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      held = held << 5 | BASE32.indexOf(letters.charAt(i));
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.put((byte) (held >> bits));
        held &= (1 << bits) - 1;
      }
    }
    return bytes.array();
  }
}
