package org.homekeep.core.integration.manifest;

/**
 * One thing about an integration that is not as it should be.
 *
 * @param where what it is about: the key of a manifest or of a text, a file, or {@code code}
 * @param sentence what is wrong and what to do
 */
public record Problem(Weight weight, String where, String sentence) {

  /** What follows from a problem. */
  public enum Weight {
    /** The hub does not load the integration. */
    REFUSED,
    /** The hub bears it; whoever writes the integration mends it. */
    FAULT,
    /** It may be meant so. */
    ADVICE
  }

  /** A problem for which the hub refuses the integration. */
  public static Problem refused(String where, String sentence) {
    return new Problem(Weight.REFUSED, where, sentence);
  }

  /** A problem that is to be mended before the integration is published. */
  public static Problem fault(String where, String sentence) {
    return new Problem(Weight.FAULT, where, sentence);
  }

  /** Something to think about. */
  public static Problem advice(String where, String sentence) {
    return new Problem(Weight.ADVICE, where, sentence);
  }
}
