package org.homekeep.integrations.backblazeb2;

import java.util.Map;
import java.util.Set;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.issue.Severity;

/**
 * What the repairs page shows about a key that works, but is not as good as it could be. Warnings
 * and not errors of the form: a person may know better, and ignore them.
 */
final class KeyIssues {
  private static final String TOO_POWERFUL = "key_too_powerful";
  private static final String ALL_BUCKETS = "key_for_all_buckets";
  private static final String HIDDEN_STAYS = "deleted_backups_stay";

  /** Of all issues that it reports. */
  static final Set<String> KEYS = Set.of(TOO_POWERFUL, ALL_BUCKETS, HIDDEN_STAYS);

  private final EntryIssues issues;

  KeyIssues(ConfigEntry entry, IntegrationContext context) {
    this.issues = new EntryIssues(entry, context);
  }

  /** Shows what B2 said about the key just now. */
  void show(Access access) {
    KeyRights rights = new KeyRights(access);
    String prefix = issues.config().prefix();
    boolean tooPowerful = !rights.excessive().isEmpty();
    show(TOO_POWERFUL, tooPowerful, String.join(", ", rights.excessive()));
    show(ALL_BUCKETS, rights.isForAllBuckets() && !tooPowerful, "");
    show(HIDDEN_STAYS, !rights.mayDelete() && !rights.hiddenGoesBySelf(prefix), "");
  }

  private void show(String key, boolean wanted, String capabilities) {
    issues.show(
        wanted,
        key,
        Severity.WARNING,
        Map.of("bucket_name", issues.config().bucket(), "capabilities", capabilities));
  }

  /** The entry is gone. */
  void resolve() {
    issues.resolve(KEYS);
  }
}
