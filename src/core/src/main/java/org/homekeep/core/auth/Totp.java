package org.homekeep.core.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;
import org.bouncycastle.util.encoders.DecoderException;
import org.homekeep.api.Secret;

/** Codes that an app and the hub make of a common secret and the time (RFC 6238, RFC 4226). */
final class Totp {
  /** What every app shows, whatever its address asks for. */
  static final int DIGITS = 6;

  private static final Duration STEP = Duration.ofSeconds(30);

  /** A clock that goes wrong by a step, or a code that was typed in slowly. */
  private static final int SKEW = 1;

  private static final String HMAC = "HmacSHA1";
  private static final int BASE32_BLOCK = 8;

  private Totp() {}

  /** The step that a time lies in, counted from 1970. */
  static long stepAt(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), STEP.toSeconds());
  }

  /**
   * The step that a code belongs to: that of the time, or the one before or after it.
   *
   * @param secret in base32, as apps take it
   */
  static OptionalLong stepOf(Secret secret, String code, Instant time) {
    byte[] key = key(secret);
    byte[] given = code.replace(" ", "").getBytes(StandardCharsets.UTF_8);
    long now = stepAt(time);
    OptionalLong found = OptionalLong.empty();
    // All of them, so that the time it takes does not tell which one was near.
    for (long step = now - SKEW; step <= now + SKEW; step++) {
      byte[] right = code(key, step, DIGITS).getBytes(StandardCharsets.UTF_8);
      if (MessageDigest.isEqual(right, given) && key.length > 0) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  /** The code of a step. */
  static String code(byte[] key, long step, int digits) {
    byte[] hash = hmac(key, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    int offset = hash[hash.length - 1] & 0x0f;
    int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
    String all = "%010d".formatted(number);
    return all.substring(all.length() - digits);
  }

  static Secret encode(byte[] key) {
    return Secret.of(Base32.toBase32String(key).replace("=", ""));
  }

  /** The bytes of a secret; none when it is not base32. */
  static byte[] key(Secret secret) {
    String text = secret.reveal().replace("=", "").replace(" ", "").toUpperCase(Locale.ROOT);
    String padding = "=".repeat(Math.floorMod(-text.length(), BASE32_BLOCK));
    try {
      return Base32.decode(text + padding);
    } catch (DecoderException | IllegalArgumentException | IndexOutOfBoundsException notBase32) {
      return new byte[0];
    }
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, HMAC));
      return mac.doFinal(message);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("Every Java has " + HMAC + ".", missing);
    }
  }
}
