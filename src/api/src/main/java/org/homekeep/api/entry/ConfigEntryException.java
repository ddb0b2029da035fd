package org.homekeep.api.entry;

import java.util.Map;
import java.util.Optional;

/**
 * The set-up of a config entry did not succeed; the subclass says what the hub does next.
 *
 * <p>The message is a sentence for the log; the translation key, under {@code exceptions} in the
 * integration's translations, is what a person reads.
 */
public abstract sealed class ConfigEntryException extends Exception
    permits ConfigEntryNotReady, ConfigEntryAuthFailed, ConfigEntryError {

  private final Optional<String> translationKey;
  private final transient Map<String, String> placeholders;

  ConfigEntryException(
      String message, Optional<String> translationKey, Map<String, String> placeholders) {
    super(message);
    this.translationKey = translationKey;
    this.placeholders = Map.copyOf(placeholders);
  }

  /** The key under {@code exceptions} in the translations, where there is one. */
  public Optional<String> translationKey() {
    return translationKey;
  }

  /** What fills the translation's placeholders. */
  public Map<String, String> placeholders() {
    return placeholders;
  }
}
