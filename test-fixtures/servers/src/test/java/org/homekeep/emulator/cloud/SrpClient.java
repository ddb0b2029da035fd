package org.homekeep.emulator.cloud;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.Formatter;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A login with SRP as a client makes it, written of RFC 5054 and of what Cognito's clients send,
 * with nothing of the server's: numbers are texts in hex wherever they are hashed.
 */
final class SrpClient {
  /** 2^3072 - 2^3008 - 1 + 2^64 * ([2^2942 pi] + 1690314) of RFC 3526, group 15. */
  static final BigInteger N = group15();

  static final BigInteger G = BigInteger.valueOf(2);
  static final String POOL = "87ll5WOP8";
  private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private final String password;
  private final BigInteger secret = new BigInteger(1024, new SecureRandom());

  SrpClient(String password) {
    this.password = password;
  }

  /** The public value to begin with, in hex. */
  String open() {
    return G.modPow(secret, N).toString(16);
  }

  /** The answer to the challenge. */
  JsonObject answer(JsonObject challenge, Instant at) {
    String user = challenge.getString("USER_ID_FOR_SRP");
    String block = challenge.getString("SECRET_BLOCK");
    String timestamp = timestamp(at);
    byte[] key = key(user, challenge.getString("SALT"), challenge.getString("SRP_B"));
    byte[] claim =
        hmac(key, concat(ascii(POOL + user), Base64.getDecoder().decode(block), ascii(timestamp)));
    return new JsonObject()
        .put("USERNAME", user)
        .put("PASSWORD_CLAIM_SECRET_BLOCK", block)
        .put("PASSWORD_CLAIM_SIGNATURE", Base64.getEncoder().encodeToString(claim))
        .put("TIMESTAMP", timestamp);
  }

  private byte[] key(String user, String salt, String serverOpen) {
    BigInteger open = new BigInteger(serverOpen, 16);
    BigInteger k = new BigInteger(hash("00" + N.toString(16) + "0" + G.toString(16)), 16);
    BigInteger u = new BigInteger(hash(padded(open()) + padded(serverOpen)), 16);
    String identity = hex(digest((POOL + user + ":" + password).getBytes(StandardCharsets.UTF_8)));
    BigInteger x = new BigInteger(hash(padded(salt) + identity), 16);
    BigInteger shared =
        open.subtract(k.multiply(G.modPow(x, N))).modPow(secret.add(u.multiply(x)), N);
    byte[] extracted = hmac(bytes(padded(u.toString(16))), bytes(padded(shared.toString(16))));
    byte[] expanded = hmac(extracted, concat(ascii("Caldera Derived Key"), new byte[] {1}));
    byte[] key = new byte[16];
    System.arraycopy(expanded, 0, key, 0, 16);
    return key;
  }

  static String timestamp(Instant at) {
    ZonedDateTime time = at.atZone(ZoneOffset.UTC);
    return String.format(
        Locale.ROOT,
        "%s %s %d %02d:%02d:%02d UTC %d",
        DAYS[time.getDayOfWeek().getValue() - 1],
        MONTHS[time.getMonthValue() - 1],
        time.getDayOfMonth(),
        time.getHour(),
        time.getMinute(),
        time.getSecond(),
        time.getYear());
  }

  private static String padded(String hex) {
    String whole = hex.length() % 2 == 0 ? hex : "0" + hex;
    return "89abcdef".indexOf(Character.toLowerCase(whole.charAt(0))) < 0 ? whole : "00" + whole;
  }

  private static String hash(String hex) {
    return hex(digest(bytes(hex)));
  }

  private static byte[] bytes(String hex) {
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    return bytes;
  }

  private static String hex(byte[] bytes) {
    Formatter text = new Formatter();
    for (byte each : bytes) {
      text.format("%02x", each);
    }
    return text.toString();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static byte[] hmac(byte[] key, byte[] bytes) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /**
   * Computes the group from pi, so that no digit of it is copied (Machin: 16 atan 1/5 - 4 atan
   * 1/239).
   */
  private static BigInteger group15() {
    int bits = 2942;
    int guard = 64;
    BigInteger one = BigInteger.ONE.shiftLeft(bits + guard);
    BigInteger pi =
        atan(one, 5).multiply(BigInteger.valueOf(16)).subtract(atan(one, 239).shiftLeft(2));
    BigInteger middle = pi.shiftRight(guard).add(BigInteger.valueOf(1_690_314));
    return BigInteger.TWO
        .pow(3072)
        .subtract(BigInteger.TWO.pow(3008))
        .subtract(BigInteger.ONE)
        .add(middle.shiftLeft(64));
  }

  /** The angle whose tangent is 1/n, times one. */
  private static BigInteger atan(BigInteger one, int n) {
    BigInteger square = BigInteger.valueOf((long) n * n);
    BigInteger power = one.divide(BigInteger.valueOf(n));
    BigInteger sum = power;
    for (int i = 3; power.signum() != 0; i += 2) {
      power = power.divide(square).negate();
      sum = sum.add(power.divide(BigInteger.valueOf(i)));
    }
    return sum;
  }
}
