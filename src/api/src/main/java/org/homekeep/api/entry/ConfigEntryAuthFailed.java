package org.homekeep.api.entry;

import java.util.Map;
import java.util.Optional;

/** The credentials are refused; the hub asks the user for new ones (reauth). */
public final class ConfigEntryAuthFailed extends ConfigEntryException {

  public ConfigEntryAuthFailed(String message) {
    super(message, Optional.empty(), Map.of());
  }

  public ConfigEntryAuthFailed(
      String message, String translationKey, Map<String, String> placeholders) {
    super(message, Optional.of(translationKey), placeholders);
  }
}
