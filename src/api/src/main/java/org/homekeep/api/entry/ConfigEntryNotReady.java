package org.homekeep.api.entry;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The service cannot be used now; the hub tries again with growing pauses. */
public final class ConfigEntryNotReady extends ConfigEntryException {
  private final Optional<Duration> retryAfter;

  public ConfigEntryNotReady(String message) {
    super(message, Optional.empty(), Map.of());
    this.retryAfter = Optional.empty();
  }

  public ConfigEntryNotReady(
      String message, String translationKey, Map<String, String> placeholders) {
    this(message, translationKey, placeholders, Optional.empty());
  }

  /**
   * The service said when it may be asked again.
   *
   * @param retryAfter the least pause before the next attempt; an hour is the most that counts
   */
  public ConfigEntryNotReady(
      String message,
      String translationKey,
      Map<String, String> placeholders,
      Optional<Duration> retryAfter) {
    super(message, Optional.of(translationKey), placeholders);
    this.retryAfter = retryAfter;
  }

  /** The least pause before the next attempt, where the service said one. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
