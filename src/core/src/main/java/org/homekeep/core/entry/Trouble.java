package org.homekeep.core.entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.Secret;
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

  /** The same without any of the secrets: an integration may have put one into a message. */
  Trouble without(List<Secret> secrets) {
    Map<String, String> clean = new LinkedHashMap<>();
    placeholders.forEach((name, text) -> clean.put(name, without(secrets, text)));
    return new Trouble(reason.map(text -> without(secrets, text)), translationKey, clean);
  }

  private static String without(List<Secret> secrets, String text) {
    String clean = text;
    for (Secret secret : secrets) {
      if (!secret.isEmpty()) {
        clean = clean.replace(secret.reveal(), Secret.REDACTED);
      }
    }
    return clean;
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
