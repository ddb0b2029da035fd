package org.homekeep.api.entry;

import java.util.Map;
import java.util.Optional;

/** The service cannot be used now; the hub tries again with growing pauses. */
public final class ConfigEntryNotReady extends ConfigEntryException {

  public ConfigEntryNotReady(String message) {
    super(message, Optional.empty(), Map.of());
  }

  public ConfigEntryNotReady(
      String message, String translationKey, Map<String, String> placeholders) {
    super(message, Optional.of(translationKey), placeholders);
  }
}
