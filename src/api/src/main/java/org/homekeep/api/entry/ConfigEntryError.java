package org.homekeep.api.entry;

import java.util.Map;
import java.util.Optional;

/** The entry cannot work as it is; the hub does not try again by itself. */
public final class ConfigEntryError extends ConfigEntryException {

  public ConfigEntryError(String message) {
    super(message, Optional.empty(), Map.of());
  }

  public ConfigEntryError(String message, String translationKey, Map<String, String> placeholders) {
    super(message, Optional.of(translationKey), placeholders);
  }
}
