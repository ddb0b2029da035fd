package org.homekeep.integrations.cloud.srp;

import java.math.BigInteger;
import java.util.Base64;
import org.homekeep.api.Secret;

/**
 * What the service asks of somebody who wants to log in.
 *
 * @param poolName the part of the user pool's id after the underscore
 * @param userId the name that the service has for the user
 * @param serverNumber {@code SRP_B}
 * @param secretBlock in base64
 */
public record SrpChallenge(
    String poolName, String userId, BigInteger serverNumber, BigInteger salt, String secretBlock) {
  private static final int LONGEST_HEX = 2048;

  /**
   * Reads the parameters of a challenge as they are sent: numbers in hex, the block in base64.
   *
   * @throws SrpException when they are something else
   */
  public static SrpChallenge read(
      String poolName, String userId, String serverNumber, String salt, String secretBlock)
      throws SrpException {
    try {
      return new SrpChallenge(
          poolName,
          userId,
          hex(serverNumber),
          hex(salt),
          Base64.getEncoder().encodeToString(Base64.getDecoder().decode(secretBlock)));
    } catch (IllegalArgumentException malformed) {
      throw new SrpException("The challenge is not written as one.");
    }
  }

  private static BigInteger hex(String text) {
    if (!text.matches("[0-9A-Fa-f]{1," + LONGEST_HEX + "}")) {
      throw new NumberFormatException("no number");
    }
    return new BigInteger(text, 16);
  }

  byte[] secretBlockBytes() {
    return Base64.getDecoder().decode(secretBlock);
  }

  /** The private exponent that salt and password make. */
  BigInteger exponent(Secret password) {
    byte[] identity = SrpGroup.hash(SrpGroup.utf8(poolName + userId + ":" + password.reveal()));
    return SrpGroup.number(SrpGroup.hash(SrpGroup.bytes(salt), identity));
  }
}
