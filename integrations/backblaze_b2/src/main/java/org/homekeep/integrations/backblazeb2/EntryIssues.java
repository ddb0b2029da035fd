package org.homekeep.integrations.backblazeb2;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;

/**
 * The issues of one entry on the repairs page: one for each key, {@code <key>_<entry id>}. May be
 * used from any thread.
 */
final class EntryIssues {
  private final ConfigEntry entry;
  private final IntegrationContext context;

  EntryIssues(ConfigEntry entry, IntegrationContext context) {
    this.entry = entry;
    this.context = context;
  }

  /** What the entry is about. */
  BucketConfig config() {
    return BucketConfig.of(entry.data());
  }

  /**
   * Shows an issue, or shows it anew.
   *
   * @param key in the translations
   * @param more placeholders beside the title of the entry
   */
  void report(String key, Severity severity, Map<String, String> more) {
    Map<String, String> placeholders = new HashMap<>(more);
    placeholders.put("brand_name", BackblazeB2Integration.BRAND_NAME);
    placeholders.put("title", entry.title());
    context
        .issues()
        .report(
            Issue.of(id(key), severity, key, placeholders).about(BackblazeB2Integration.DOMAIN));
  }

  /** Shows an issue, or shows it no longer. */
  void show(boolean wanted, String key, Severity severity, Map<String, String> more) {
    if (wanted) {
      report(key, severity, more);
    } else {
      resolve(key);
    }
  }

  /** Shows an issue no longer. */
  void resolve(String key) {
    context.issues().resolve(id(key));
  }

  void resolve(Collection<String> keys) {
    keys.forEach(this::resolve);
  }

  private String id(String key) {
    return key + "_" + entry.entryId();
  }
}
