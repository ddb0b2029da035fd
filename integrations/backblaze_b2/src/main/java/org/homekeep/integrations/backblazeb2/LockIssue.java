package org.homekeep.integrations.backblazeb2;

import java.util.Map;
import java.util.Set;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;

/** What the repairs page shows about copies that shall be protected and are not. */
final class LockIssue {
  private static final String NOT_PROTECTED = "copies_not_protected";

  /** Of the issue that it reports. */
  static final Set<String> KEYS = Set.of(NOT_PROTECTED);

  private final ConfigEntry entry;
  private final IntegrationContext context;

  LockIssue(ConfigEntry entry, IntegrationContext context) {
    this.entry = entry;
    this.context = context;
  }

  /** Shows the issue, or shows it no longer. May be called from any thread. */
  void show(boolean unprotected) {
    String id = NOT_PROTECTED + "_" + entry.entryId();
    if (!unprotected) {
      context.issues().resolve(id);
      return;
    }
    context
        .issues()
        .report(
            Issue.of(
                id,
                Severity.ERROR,
                NOT_PROTECTED,
                Map.of(
                    "brand_name",
                    BackblazeB2Integration.BRAND_NAME,
                    "title",
                    entry.title(),
                    "bucket_name",
                    BucketConfig.of(entry.data()).bucket())));
  }
}
