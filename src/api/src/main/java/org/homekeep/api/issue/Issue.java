package org.homekeep.api.issue;

import java.util.Map;
import java.util.Optional;

/**
 * Something that a person should mend, shown on the repairs page (framework.md §9.1).
 *
 * @param issueId unique in the domain; creating an issue again replaces it
 * @param persistent whether it is shown again after a restart before its cause is found again
 * @param translationKey under {@code issues} in the translations
 */
public record Issue(
    String issueId,
    Severity severity,
    boolean fixable,
    boolean persistent,
    String translationKey,
    Map<String, String> placeholders,
    Optional<String> learnMoreUrl) {
  public Issue {
    placeholders = Map.copyOf(placeholders);
  }

  /** An issue that is neither fixable in the page nor kept over a restart. */
  public static Issue of(
      String issueId, Severity severity, String translationKey, Map<String, String> placeholders) {
    return new Issue(
        issueId, severity, false, false, translationKey, placeholders, Optional.empty());
  }
}
