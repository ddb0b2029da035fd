package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.exceptions.B2Exception;
import java.time.Duration;

/** How long to wait before a call is made again: 1, 2, 4 … 64 s, or what the service asks for. */
final class Backoff {
  private static final int MAX_DOUBLINGS = 6;
  private static final int MAX_ASKED_SECONDS = 64;

  private Backoff() {}

  /**
   * The pause after a failure.
   *
   * @param failures how many there have been in a row, at least 1
   */
  static Duration after(int failures, B2Exception error) {
    Integer asked = error.getRetryAfterSecondsOrNull();
    if (asked != null && asked >= 0) {
      return Duration.ofSeconds(Math.min(asked, MAX_ASKED_SECONDS));
    }
    return after(failures);
  }

  static Duration after(int failures) {
    return Duration.ofSeconds(1L << Math.min(Math.max(failures, 1) - 1, MAX_DOUBLINGS));
  }
}
