package org.homekeep.integrations.backblazeb2;

import java.util.Map;
import java.util.Set;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.issue.Severity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the repairs page shows about one entry's bucket (b2-and-cloud.md §A.6). */
final class IssueCheck {
  private static final Logger LOG = LoggerFactory.getLogger(IssueCheck.class);
  private static final String RESTRICTED = "bucket_access_restricted";
  private static final String NOT_FOUND = "bucket_not_found";

  /** Of all issues that it reports. */
  static final Set<String> KEYS = Set.of(RESTRICTED, NOT_FOUND);

  private final ConfigEntry entry;
  private final EntryIssues issues;

  IssueCheck(ConfigEntry entry, IntegrationContext context) {
    this.entry = entry;
    this.issues = new EntryIssues(entry, context);
  }

  /** The bucket can be used: nothing needs to be mended. */
  void resolve() {
    issues.resolve(KEYS);
  }

  /** Shows what a person has to mend at B2; other failures pass by themselves or by reauth. */
  void report(B2Failure failure) {
    if (failure instanceof B2Failure.RestrictedToOtherBuckets restricted) {
      issues.resolve(NOT_FOUND);
      report(RESTRICTED, restricted.names());
    } else if (failure instanceof B2Failure.BucketMissing) {
      issues.resolve(RESTRICTED);
      report(NOT_FOUND, issues.config().bucket());
    } else {
      LOG.atDebug()
          .addKeyValue("entry", entry.entryId())
          .addKeyValue("reason", FailureText.sentence(failure))
          .log("The bucket could not be checked");
    }
  }

  private void report(String key, String bucketName) {
    issues.report(
        key, Severity.ERROR, Map.of("bucket_name", bucketName, "entry_id", entry.entryId()));
  }
}
