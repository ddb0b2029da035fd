package org.homekeep.core.issues;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;
import org.homekeep.core.storage.DamagedDocument;

/** Tells people that a stored document was damaged, and what became of it (framework.md §10). */
public final class DamageReport {
  private final IssueRegistry issues;

  public DamageReport(IssueRegistry issues) {
    this.issues = issues;
  }

  /** Reports one document; the issue stays until somebody confirms it. */
  public void report(DamagedDocument document) {
    boolean replaced = document.usedInstead().isPresent();
    issues.report(
        IssueRegistry.HUB_DOMAIN,
        new Issue(
            "storage_corruption_%s_%s".formatted(document.key(), document.found()),
            Severity.CRITICAL,
            true,
            true,
            replaced ? "storage_corruption_replaced" : "storage_corruption",
            Map.of(
                "storage_key",
                document.key(),
                "corrupt_path",
                document.aside().toString(),
                "error",
                document.reason(),
                "saved",
                document
                    .usedInstead()
                    .map(saved -> saved.truncatedTo(ChronoUnit.SECONDS))
                    .map(Instant::toString)
                    .orElse("")),
            Optional.empty()));
  }
}
