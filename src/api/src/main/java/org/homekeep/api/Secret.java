package org.homekeep.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A value that must never be shown: an application key, a password, an encryption key.
 *
 * <p>It has no text form, no JSON form and no diagnostics form; {@link #reveal()} is the only way
 * to the value, so that a reader of the code finds every place where a secret leaves its type.
 * Equality takes the same time wherever two values differ.
 */
public final class Secret {
  /** What stands in the place of a secret wherever one would be shown (framework.md §8.3). */
  public static final String REDACTED = "**REDACTED**";

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** Wraps a value; the empty text is a secret, too. */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /** The value itself. Hand it on at once; never keep it in a field, a log or a message. */
  public String reveal() {
    return value;
  }

  /** Whether the value is the empty text, which gives nothing away. */
  public boolean isEmpty() {
    return value.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return REDACTED;
  }
}
