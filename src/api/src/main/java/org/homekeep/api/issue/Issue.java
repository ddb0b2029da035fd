package org.homekeep.api.issue;

import java.util.Map;
import java.util.Optional;

/**
 * Something that a person should mend, shown on the repairs page (framework.md §9.1).
 *
 * @param issueId unique in the domain; creating an issue again replaces it
 * @param persistent whether it is shown again after a restart before its cause is found again
 * @param translationKey under {@code issues} in the translations
 * @param issueDomain the integration that it is about, {@code issue_domain} to clients; they take
 *     the one that reports it when there is none
 */
public record Issue(
    String issueId,
    Severity severity,
    boolean fixable,
    boolean persistent,
    String translationKey,
    Map<String, String> placeholders,
    Optional<String> learnMoreUrl,
    Optional<String> issueDomain) {
  public Issue {
    placeholders = Map.copyOf(placeholders);
  }

  /** An issue that names no integration. */
  public Issue(
      String issueId,
      Severity severity,
      boolean fixable,
      boolean persistent,
      String translationKey,
      Map<String, String> placeholders,
      Optional<String> learnMoreUrl) {
    this(
        issueId,
        severity,
        fixable,
        persistent,
        translationKey,
        placeholders,
        learnMoreUrl,
        Optional.empty());
  }

  /** An issue that is neither fixable in the page nor kept over a restart. */
  public static Issue of(
      String issueId, Severity severity, String translationKey, Map<String, String> placeholders) {
    return new Issue(
        issueId, severity, false, false, translationKey, placeholders, Optional.empty());
  }

  /** The same with other texts in its sentences. */
  public Issue with(Map<String, String> otherPlaceholders) {
    return new Issue(
        issueId,
        severity,
        fixable,
        persistent,
        translationKey,
        otherPlaceholders,
        learnMoreUrl,
        issueDomain);
  }

  /** The same about that integration. */
  public Issue about(String domain) {
    return new Issue(
        issueId,
        severity,
        fixable,
        persistent,
        translationKey,
        placeholders,
        learnMoreUrl,
        Optional.of(domain));
  }
}
