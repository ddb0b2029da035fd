package org.homekeep.core.backup.manager;

import java.util.Locale;
import java.util.Optional;
import org.homekeep.core.backup.ledger.Verification;

/**
 * What came of it when somebody had a copy verified.
 *
 * @param verified how and when, if it was found whole
 * @param message what was found, as a sentence
 */
public record CopyCheck(Result result, Optional<Verification> verified, String message) {

  /** What was found. */
  public enum Result {
    /** Every byte was read, and is what was sent. */
    VERIFIED,
    /** It is something else. */
    DAMAGED,
    /** The location does not have it any more. */
    MISSING,
    /** It could not be read to its end; nothing is known that was not known before. */
    UNKNOWN,
    /** Nobody knows what was sent. */
    NOT_CHECKABLE,
    /** Somebody ended it. */
    CANCELLED;

    /** The name on the wire. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
