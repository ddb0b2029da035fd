package org.homekeep.core.entry;

import java.util.Map;
import java.util.Optional;
import org.homekeep.api.entry.ConfigEntryException;

/**
 * Why an entry is in the state it is in.
 *
 * @param reason a sentence; none when there is nothing to say
 * @param translationKey under {@code exceptions} of the integration
 */
public record Trouble(
    Optional<String> reason, Optional<String> translationKey, Map<String, String> placeholders) {
  static final Trouble NONE = new Trouble(Optional.empty(), Optional.empty(), Map.of());

  public Trouble {
    placeholders = Map.copyOf(placeholders);
  }

  static Trouble because(String reason) {
    return new Trouble(Optional.of(reason), Optional.empty(), Map.of());
  }

  static Trouble of(ConfigEntryException failure) {
    return new Trouble(
        Optional.ofNullable(failure.getMessage()),
        failure.translationKey(),
        failure.placeholders());
  }
}
