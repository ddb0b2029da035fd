package org.homekeep.core.integration.custom;

import java.util.Locale;

/**
 * Why an integration is not used.
 *
 * @param detail what was found, as a sentence
 */
public record LoadFailure(Kind kind, String detail) {

  /** What went wrong, which decides what to do about it. */
  public enum Kind {
    /** The file is no jar, or is damaged. */
    UNREADABLE,
    /** There is no integration in it, or more than one. */
    NO_INTEGRATION,
    /** {@code manifest.json} is missing or breaks rules. */
    MANIFEST,
    /** It was built for a newer Java. */
    JAVA_VERSION,
    /** It was built for another version of the API. */
    API_VERSION,
    /** A class that it needs is not there. */
    MISSING_CLASS,
    /** Its code threw an exception when it was made. */
    THREW,
    /** Its code did not come to an end. */
    HANGING,
    /** The process ended while its code was made. */
    ENDED_THE_PROCESS,
    /** It holds more than an integration may. */
    TOO_LARGE,
    /** Another one has the same domain. */
    DOMAIN_TAKEN,
    /** This version is known to do harm. */
    BLOCKED;

    /** The key under {@code issues} in the hub's translations. */
    public String translationKey() {
      return "integration_" + name().toLowerCase(Locale.ROOT);
    }
  }
}
