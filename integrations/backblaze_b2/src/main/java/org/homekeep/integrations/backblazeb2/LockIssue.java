package org.homekeep.integrations.backblazeb2;

import java.util.Map;
import java.util.Set;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.issue.Severity;

/** What the repairs page shows about copies that shall be protected and are not. */
final class LockIssue {
  private static final String NOT_PROTECTED = "copies_not_protected";

  /** Of the issue that it reports. */
  static final Set<String> KEYS = Set.of(NOT_PROTECTED);

  private final EntryIssues issues;

  LockIssue(ConfigEntry entry, IntegrationContext context) {
    this.issues = new EntryIssues(entry, context);
  }

  /** Shows the issue, or shows it no longer. May be called from any thread. */
  void show(boolean unprotected) {
    issues.show(
        unprotected,
        NOT_PROTECTED,
        Severity.ERROR,
        Map.of("bucket_name", issues.config().bucket()));
  }
}
