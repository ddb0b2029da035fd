package org.homekeep.core.web;

import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator app, written from RFC 4226 and RFC 6238 without a look at the hub's code. */
record App(String secret) {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  /** The app after it was shown the form of a set-up. */
  static App of(JsonObject form) {
    return new App(form.getJsonObject("description_placeholders").getString("code"));
  }

  /** What the app shows now. */
  String code(WebHub hub) {
    return code(hub, 0);
  }

  /** What an app shows whose clock is wrong by so many steps. */
  String code(WebHub hub, int wrongBy) {
    return code(hub.clock.instant().getEpochSecond() / 30 + wrongBy);
  }

  private String code(long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key(), "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
      int offset = hash[19] & 15;
      int number =
          (hash[offset] & 127) << 24
              | (hash[offset + 1] & 255) << 16
              | (hash[offset + 2] & 255) << 8
              | (hash[offset + 3] & 255);
      return String.format(Locale.ROOT, "%06d", number % 1_000_000);
    } catch (GeneralSecurityException missing) {
      throw new AssertionError(missing);
    }
  }

  private byte[] key() {
    byte[] key = new byte[secret.length() * 5 / 8];
    int bits = 0;
    int buffer = 0;
    int next = 0;
    for (int i = 0; i < secret.length(); i++) {
      buffer = buffer << 5 | ALPHABET.indexOf(secret.charAt(i));
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        key[next++] = (byte) (buffer >> bits);
        buffer &= (1 << bits) - 1;
      }
    }
    return key;
  }
}
