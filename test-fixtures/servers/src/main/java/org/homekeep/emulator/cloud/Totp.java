package org.homekeep.emulator.cloud;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Second factors by time (RFC 6238): six digits, 30 seconds, one step before and after. Knows the
 * last code of each user, which is good once. Touched on its context only.
 */
final class Totp {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int STEP_SECONDS = 30;
  private static final int DIGITS = 1_000_000;

  private final Map<String, Long> used = new HashMap<>();

  /** What a code is. */
  enum Verdict {
    RIGHT,
    WRONG,
    USED
  }

  /** Looks at a code, which is used up when it is right. */
  Verdict check(String userId, String secret, String code, Instant now) {
    byte[] key = decoded(secret);
    long current = now.getEpochSecond() / STEP_SECONDS;
    for (long step = current - 1; step <= current + 1; step++) {
      if (code(key, step).equals(code)) {
        boolean fresh = step > used.getOrDefault(userId, Long.MIN_VALUE);
        used.merge(userId, step, Math::max);
        return fresh ? Verdict.RIGHT : Verdict.USED;
      }
    }
    return Verdict.WRONG;
  }

  /** Forgets which codes were used. */
  void clear() {
    used.clear();
  }

  /** A secret as it may be given: in base 32, with spaces and padding or without. */
  static String checked(String secret) {
    if (decoded(secret).length == 0) {
      throw new IllegalArgumentException("The field \"totp_secret\" must be base 32.");
    }
    return secret;
  }

  private static String code(byte[] key, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int truncated = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
      return String.format(Locale.ROOT, "%06d", truncated % DIGITS);
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      throw new IllegalStateException("This Java has no HMAC with SHA-1", impossible);
    }
  }

  private static byte[] decoded(String secret) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int buffer = 0;
    int bits = 0;
    for (char letter : secret.toUpperCase(Locale.ROOT).replaceAll("[\\s=-]", "").toCharArray()) {
      int value = ALPHABET.indexOf(letter);
      if (value < 0) {
        throw new IllegalArgumentException("The field \"totp_secret\" must be base 32.");
      }
      buffer = ((buffer << 5) | value) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.write(buffer >> bits);
      }
    }
    return bytes.toByteArray();
  }
}
