package org.homekeep.core.integration;

import java.util.Map;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.api.issue.Severity;

/** Shows on the repairs page which integrations are not used, why, and what to do. */
public final class BrokenIntegrationIssues {
  private final IntegrationCatalog catalog;

  public BrokenIntegrationIssues(IntegrationCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Reports them. An issue of a start before this one is gone by itself: it is not persistent.
   *
   * @param hub reports issues of the hub itself
   */
  public void report(IssueReporter hub) {
    for (BrokenIntegration broken : catalog.broken()) {
      hub.report(
          Issue.of(
              "integration_not_used_" + broken.source(),
              Severity.ERROR,
              broken.failure().kind().translationKey(),
              Map.of("name", broken.source(), "detail", broken.reason())));
    }
  }
}
