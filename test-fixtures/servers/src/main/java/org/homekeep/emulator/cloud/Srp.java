package org.homekeep.emulator.cloud;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.homekeep.emulator.server.BodySink;

/**
 * The arithmetic of SRP-6a as Amazon Cognito has it, on the side of the server: with SHA-256, in
 * the group of 3072 bits of RFC 5054. All of it computes for a while.
 */
final class Srp {
  private static final HexFormat HEX = HexFormat.of();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int EXPONENT_BITS = 1024;
  private static final int SALT_BITS = 128;
  private static final int KEY_BYTES = 16;
  private static final BigInteger G = BigInteger.TWO;
  private static final BigInteger N =
      new BigInteger(
          "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD1"
              + "29024E088A67CC74020BBEA63B139B22514A08798E3404DD"
              + "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245"
              + "E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
              + "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3D"
              + "C2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
              + "83655D23DCA3AD961C62F356208552BB9ED529077096966D"
              + "670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
              + "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9"
              + "DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
              + "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64"
              + "ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
              + "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6B"
              + "F12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
              + "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB31"
              + "43DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
          16);
  private static final BigInteger K = number(sha256(padded(N), padded(G)));

  private Srp() {}

  /** What is kept of a password. */
  static User.Verifier verifier(String pool, String userId, String password) {
    return verifier(pool, userId, password, new BigInteger(SALT_BITS, RANDOM));
  }

  /** Whether a password is the one that a verifier was made of. */
  static boolean isPassword(String pool, String userId, String password, User.Verifier known) {
    return verifier(pool, userId, password, known.salt()).value().equals(known.value());
  }

  private static User.Verifier verifier(
      String pool, String userId, String password, BigInteger salt) {
    byte[] identity = sha256(utf8(pool + userId + ":" + password));
    BigInteger x = number(sha256(padded(salt), identity));
    return new User.Verifier(salt, G.modPow(x, N));
  }

  /** Whether a client's public value is one: a multiple of N would make the key known to all. */
  static boolean isPublicValue(BigInteger value) {
    return value.signum() > 0 && value.mod(N).signum() != 0;
  }

  /** Begins a login: the server's secret and public values. */
  static Pair begin(User.Verifier verifier) {
    BigInteger secret = new BigInteger(EXPONENT_BITS, RANDOM);
    return new Pair(secret, K.multiply(verifier.value()).add(G.modPow(secret, N)).mod(N));
  }

  /** The key that both sides have when the password is right. */
  static byte[] key(Pair server, BigInteger client, User.Verifier verifier) {
    BigInteger u = number(sha256(padded(client), padded(server.open())));
    BigInteger shared = client.multiply(verifier.value().modPow(u, N)).modPow(server.secret(), N);
    byte[] extracted = hmac(padded(u), padded(shared));
    byte[] expanded = hmac(extracted, utf8("Caldera Derived Key"), new byte[] {1});
    return Arrays.copyOf(expanded, KEY_BYTES);
  }

  /** The claim that only somebody with the key can make. */
  static byte[] claim(byte[] key, String pool, String userId, byte[] block, String timestamp) {
    return hmac(key, utf8(pool), utf8(userId), block, utf8(timestamp));
  }

  /** Two values of one side: a secret one, and the one that the other side gets. */
  record Pair(BigInteger secret, BigInteger open) {
    @Override
    public String toString() {
      return "Pair";
    }
  }

  /** The bytes of a number in hex: a zero goes before a first digit that would be a sign. */
  private static byte[] padded(BigInteger number) {
    String hex = number.toString(16);
    String even = hex.length() % 2 == 1 ? "0" + hex : hex;
    return HEX.parseHex(Character.digit(even.charAt(0), 16) >= 8 ? "00" + even : even);
  }

  private static BigInteger number(byte[] bytes) {
    return new BigInteger(1, bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sha256(byte[]... parts) {
    MessageDigest digest = BodySink.digest("SHA-256");
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      throw new IllegalStateException("This Java has no HMAC with SHA-256", impossible);
    }
  }
}
