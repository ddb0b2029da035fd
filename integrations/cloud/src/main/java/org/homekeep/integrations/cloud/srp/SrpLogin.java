package org.homekeep.integrations.cloud.srp;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.homekeep.api.Secret;

/**
 * One login: the number that opens it, and the signature that answers the challenge. The password
 * goes into the signature and cannot be had from it.
 */
public final class SrpLogin {
  private static final int SECRET_BITS = 1024;
  private static final byte[] DERIVED = SrpGroup.utf8("Caldera Derived Key\u0001");
  private static final int KEY_BYTES = 16;
  private static final String MAC = "HmacSHA256";

  private final BigInteger secret;
  private final BigInteger opening;

  private SrpLogin(BigInteger secret) {
    this.secret = secret;
    this.opening = SrpGroup.G.modPow(secret, SrpGroup.N);
  }

  /** A login that was never before. */
  public static SrpLogin begin(SecureRandom random) {
    return of(new BigInteger(SECRET_BITS, random).setBit(SECRET_BITS - 1));
  }

  static SrpLogin of(BigInteger secret) {
    return new SrpLogin(secret);
  }

  /** What the service gets first: {@code SRP_A}, in hex. */
  public String opening() {
    return opening.toString(16);
  }

  /**
   * The signature that proves that both know the password, in base64.
   *
   * @param timestamp as it is sent beside the signature
   * @throws SrpException when the challenge is none
   */
  public String sign(SrpChallenge challenge, Secret password, String timestamp)
      throws SrpException {
    byte[] signature =
        mac(
            key(challenge, password),
            SrpGroup.utf8(challenge.poolName()),
            SrpGroup.utf8(challenge.userId()),
            challenge.secretBlockBytes(),
            SrpGroup.utf8(timestamp));
    return Base64.getEncoder().encodeToString(signature);
  }

  private byte[] key(SrpChallenge challenge, Secret password) throws SrpException {
    BigInteger theirs = challenge.serverNumber();
    if (theirs.mod(SrpGroup.N).signum() == 0) {
      throw new SrpException("The challenge opens every password.");
    }
    BigInteger u = SrpGroup.number(SrpGroup.hash(SrpGroup.bytes(opening), SrpGroup.bytes(theirs)));
    if (u.signum() == 0) {
      throw new SrpException("The challenge scrambles nothing.");
    }
    BigInteger x = challenge.exponent(password);
    BigInteger base =
        theirs.subtract(SrpGroup.K.multiply(SrpGroup.G.modPow(x, SrpGroup.N))).mod(SrpGroup.N);
    BigInteger shared = base.modPow(secret.add(u.multiply(x)), SrpGroup.N);
    byte[] extracted = mac(SrpGroup.bytes(u), SrpGroup.bytes(shared));
    return Arrays.copyOf(mac(extracted, DERIVED), KEY_BYTES);
  }

  private static byte[] mac(byte[] key, byte[]... pieces) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      for (byte[] piece : pieces) {
        mac.update(piece);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every Java has " + MAC + ".", impossible);
    }
  }
}
