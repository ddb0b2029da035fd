package org.homekeep.core.integration;

import java.util.Map;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.api.issue.Severity;

/** Shows on the repairs page which integrations are not used, why, and what to do. */
public final class BrokenIntegrationIssues {
  private static final String NOT_SET_UP = "integration_not_set_up";

  private final IntegrationCatalog catalog;

  public BrokenIntegrationIssues(IntegrationCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Reports them, and those that turn out to be unusable while they are set up. An issue of a start
   * before this one is gone by itself: it is not persistent.
   *
   * @param hub reports issues of the hub itself
   */
  public void report(IssueReporter hub, IntegrationHosts hosts) {
    for (BrokenIntegration broken : catalog.broken()) {
      report(hub, broken.source(), broken.failure().kind().translationKey(), broken.reason());
    }
    for (IntegrationHost host : hosts.all()) {
      host.settled()
          .onComplete(
              settled ->
                  host.trouble().ifPresent(why -> report(hub, host.domain(), NOT_SET_UP, why)));
    }
  }

  private static void report(IssueReporter hub, String name, String translationKey, String why) {
    hub.report(
        Issue.of(
            "integration_not_used_" + name,
            Severity.ERROR,
            translationKey,
            Map.of("name", name, "detail", why)));
  }
}
