package org.homekeep.core.issues;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.issue.Issue;
import org.homekeep.core.wire.ShownText;
import org.homekeep.core.wire.UtcTime;

/**
 * An issue as the registry keeps it.
 *
 * @param details what the issue says; empty for one of an earlier run of which only is known
 *     whether it was ignored
 * @param data what a client needs to act on it, such as a flow id
 * @param dismissedVersion the version at which a person chose to ignore it
 */
record RegisteredIssue(
    String domain,
    String issueId,
    Instant created,
    Optional<String> dismissedVersion,
    Optional<Issue> details,
    Map<String, String> data) {
  /** All issues are kept in memory and written at each change. */
  private static final int LONGEST_TEXT = 4096;

  RegisteredIssue {
    details = details.map(RegisteredIssue::shown);
    data = Map.copyOf(data);
  }

  /** Whoever reports it may have its texts from outside. */
  private static Issue shown(Issue issue) {
    Map<String, String> placeholders = new HashMap<>(issue.placeholders());
    placeholders.replaceAll((key, text) -> ShownText.ofLines(text, LONGEST_TEXT));
    return issue.with(placeholders);
  }

  boolean active() {
    return details.isPresent();
  }

  boolean persistent() {
    return details.filter(Issue::persistent).isPresent();
  }

  String createdText() {
    return UtcTime.format(created);
  }

  RegisteredIssue dismissed(Optional<String> version) {
    return new RegisteredIssue(domain, issueId, created, version, details, data);
  }

  /** What a client sees (framework.md §9.2); empty for one that is not active. */
  Optional<JsonObject> wire() {
    return details.map(
        issue ->
            describe(issue)
                .put("dismissed_version", dismissedVersion.orElse(null))
                .put("ignored", dismissedVersion.isPresent())
                .put("created", createdText()));
  }

  /** What is stored, and what diagnostics show (framework.md §9.1). */
  JsonObject stored() {
    JsonObject json = persistent() ? describe(details.orElseThrow()) : new JsonObject();
    if (persistent()) {
      JsonObject held = new JsonObject();
      data.forEach(held::put);
      json.put("active", true).put("data", held.isEmpty() ? null : held);
    }
    return json.put("created", createdText())
        .put("dismissed_version", dismissedVersion.orElse(null))
        .put("domain", domain)
        .put("is_persistent", persistent())
        .put("issue_id", issueId);
  }

  private JsonObject describe(Issue issue) {
    JsonObject placeholders = new JsonObject();
    issue.placeholders().forEach(placeholders::put);
    return new JsonObject()
        .put("domain", domain)
        .put("issue_id", issueId)
        .put("issue_domain", issue.issueDomain().orElse(null))
        .put("is_fixable", issue.fixable())
        .put("severity", issue.severity().wireName())
        .put("translation_key", issue.translationKey())
        .put("translation_placeholders", placeholders.isEmpty() ? null : placeholders)
        .put("breaks_in_ha_version", null)
        .put("learn_more_url", issue.learnMoreUrl().orElse(null));
  }
}
